import { readFile } from "node:fs/promises";
import type { Clock } from "#clock.ts";
import { milliseconds, plus } from "#domain/time.ts";
import { SUPERUSER } from "./create-cluster.ts";
import type { Home } from "./home.ts";
import type { Hold } from "./keeper.ts";
import { findPostmaster, type Postmaster, type Spawned } from "./postmaster.ts";
import { addressOf, type Registration, register } from "./registration.ts";
import { removeSockets } from "./sockets.ts";

/** A server we are registered with. */
export interface Answering {
  readonly kind: "answering";
  readonly postmaster: Postmaster;
  readonly connectionString: string;
  readonly registration: Registration;
}

/** How waiting for an answer may end without one. */
export type NoAnswer =
  /**
   * There is no server. `said` is what ours said as it failed; `null` when it was somebody else's that went away, or
   * ours was stopped by a process that joined and left, as the last it knew of, before we had registered.
   */
  { readonly kind: "gone"; readonly said: string | null } | { readonly kind: "wrong-password"; readonly said: string };

const POLL = milliseconds(10);

/**
 * Waits until the cluster's server, `spawned` by us or found running, answers and has us registered, as long as it
 * lives: after a crash it first replays its log.
 */
export async function answering(home: Home, spawned: Spawned | null, clock: Clock): Promise<Answering | NoAnswer> {
  const password = await readFile(home.password, "utf8");
  for (;;) {
    // Asked before looking: a server that has ended by now cannot be the one that is found.
    const end = spawned?.ended() ?? null;
    const postmaster = await findPostmaster(home.cluster);
    if (postmaster !== null) {
      const connectionString = addressOf(SUPERUSER, password, postmaster.sockets);
      const registration = await register(connectionString);
      if (registration.kind === "registered") return { kind: "answering", postmaster, connectionString, registration };
      if (registration.kind === "wrong-password") return { kind: "wrong-password", said: registration.said };
    } else if (spawned === null || end !== null) {
      return { kind: "gone", said: end === null || end.stopped ? null : end.said };
    }
    await clock.until(plus(clock.now(), POLL));
  }
}

/** Ends our use of a server; when it was the last, stops it and waits until it is down. */
export async function leave(home: Home, { postmaster, registration }: Answering, hold: Hold, clock: Clock) {
  if (await registration.leave()) {
    // SIGINT is PostgreSQL's fast shutdown: sessions are ended, everything is written, nothing needs recovery.
    if ((await findPostmaster(home.cluster))?.pid === postmaster.pid) process.kill(postmaster.pid, "SIGINT");
    while ((await findPostmaster(home.cluster))?.pid === postmaster.pid) await clock.until(plus(clock.now(), POLL));
    await removeSockets(home, postmaster.sockets);
  }
  await registration.close();
  hold.release();
}
