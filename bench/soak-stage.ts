import { rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { hours, type Instant, milliseconds, minutes, plus, seconds } from "#domain/time.ts";
import type { Report } from "#events.ts";
import type { VirtualProject } from "#simulation/books.ts";
import type { Fault } from "#simulation/faults.ts";
import { share } from "#simulation/random.ts";
import { startVirtualYouTube, type VirtualYouTube } from "#simulation/server.ts";
import { type VirtualClock, virtualClock } from "#simulation/virtual-clock.ts";
import type { World } from "#simulation/world.ts";
import { tokenHash } from "#storage/access/tokens.ts";
import { AS_BEFORE, requestTracking } from "#storage/channels/track-requests.ts";
import { type Db, openDatabase } from "#storage/database.ts";
import { temporaryDirectory } from "#storage/embedded/temporary-directory.ts";
import { addKey, listKeys } from "#storage/keys/keys.ts";
import { openVault } from "#storage/keys/vault.ts";
import { ApiKey } from "#youtube/api-key.ts";
import { startServing } from "../src/main.ts";
import { openStore } from "../src/main-store.ts";

/** A virtual YouTube and a service that collects from it and can be started anew, on one virtual clock that stands. */
export interface SoakStage {
  readonly clock: VirtualClock;
  readonly db: Db;
  readonly youtube: VirtualYouTube;
  /** Lets time pass; when it stands again, everything that was due has been done and recorded. */
  passTo(at: Instant): Promise<void>;
  /** Stops the service and starts another one, as a new process on the same database would. */
  restart(): Promise<void>;
  /** Reads a path of the service's API. */
  get<Body>(path: string): Promise<Body>;
  /** YouTube forgets the key that the service uses. Its project has another. */
  killKey(): Promise<void>;
  close(): Promise<void>;
}

export interface SoakStageChoice {
  readonly world: World;
  readonly from: Instant;
  readonly faults: readonly Fault[];
  /** What the project may spend a day, by YouTube's books and by ours. */
  readonly limits: { readonly default: number; readonly batch: number };
  readonly report: Report;
}

/** Nobody else takes the lease, and pushes are taken in before each plan: one is made about every minute anyway. */
const PACE = { leaseTerm: hours(6), changePoll: minutes(10) } as const;

const KEYS = ["virtual-key-one", "virtual-key-two"] as const;
/** A key of the same project in the hands of somebody else. */
export const KEY_OF_OTHERS = "virtual-key-three";
const TOKEN = "token-of-the-soak";

/** Builds it all and asks for every channel of the world to be tracked. */
export async function raiseSoak(choice: SoakStageChoice): Promise<SoakStage> {
  const { world, from, faults } = choice;
  const clock = virtualClock(from);
  const dataDirectory = await temporaryDirectory();
  const store = await openStore({
    databaseUrl: null,
    dataDirectory,
    kind: "virtual",
    now: from,
    log: () => undefined,
    disposable: true,
  });
  if (store.kind === "refused") throw new Error(store.message);
  const { db } = store;
  const vault = openVault("of no worth: it seals virtual keys");
  const living: string[] = [...KEYS, KEY_OF_OTHERS];
  const project: VirtualProject = { consumer: "projects/1000000000001", keys: living, limits: choice.limits };
  const youtube = await startVirtualYouTube({ world, clock, projects: [project], faults });
  const textOf = new Map<string, string>();
  for (const text of KEYS) {
    const key = ApiKey.parse(text);
    if (!key) throw new Error("That is no key.");
    await addKey(db, vault, { projectId: "soak", key }, from);
    textOf.set(vault.fingerprint(text), text);
  }
  const { limits } = choice;
  await db.updateTable("project").set({ default_limit: limits.default, batch_limit: limits.batch }).execute();
  const refs = world.channels.map(({ id }) => ({ kind: "id", id }) as const);
  await requestTracking(
    db,
    refs.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    AS_BEFORE,
    from,
  );
  const port = await freePort();
  let draws = 0;
  /** One process's life. */
  const serve = async () => {
    const connectionString = store.address();
    const own = openDatabase({ connectionString, connectionsMax: 4, prepares: "all" });
    const reads = openDatabase({ connectionString, connectionsMax: 2, statementTimeout: seconds(60) });
    const serving = await startServing({
      db: own,
      reads,
      patient: reads,
      databaseAddress: store.address,
      reviveDatabase: async () => undefined,
      clock,
      vault,
      report: choice.report,
      pace: PACE,
      youtubeUrl: youtube.url,
      feedsUrl: youtube.url,
      samplesPerVideo: 100,
      performancePool: 3,
      adminTokenHash: tokenHash(TOKEN),
      publicUrl: `http://127.0.0.1:${port}`,
      hubUrl: youtube.url,
      random: () => share("jitter", draws++),
      host: "127.0.0.1",
      port,
    });
    return async () => {
      await serving.stop();
      await Promise.all([own.destroy(), reads.destroy()]);
    };
  };
  let stop = await serve();
  return {
    clock,
    db,
    youtube,
    async passTo(at) {
      clock.setPace("leaping");
      await clock.task(async () => {
        // And a millisecond more: whoever waited for the same instant has then finished.
        await clock.until(plus(at, milliseconds(1)));
        clock.setPace("standing");
      });
    },
    async restart() {
      await stop();
      stop = await serve();
    },
    async get<Body>(path: string): Promise<Body> {
      const response = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, {
        headers: { authorization: `Bearer ${TOKEN}` },
      });
      if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
      return (await response.json()) as Body;
    },
    async killKey() {
      const usable = (await listKeys(db)).filter(({ state }) => state === "usable");
      const used = usable.map(({ fingerprint }) => fingerprint).toSorted()[0] ?? "";
      living.splice(living.indexOf(textOf.get(used) ?? ""), 1);
    },
    async close() {
      await stop();
      await youtube.close();
      await store.close();
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}

/** A port that was free a moment ago: the hub is told of it before anybody listens there. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}
