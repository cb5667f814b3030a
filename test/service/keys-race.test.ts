import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, inject, it } from "vitest";
import { days, hours, plus } from "#domain/time.ts";
import { startVirtualYouTube } from "#simulation/server.ts";
import { virtualClock } from "#simulation/virtual-clock.ts";
import { takeLease } from "#storage/collecting/lease.ts";
import { addKey } from "#storage/keys/keys.ts";
import { changeLimits } from "#storage/keys/projects.ts";
import { openVault } from "#storage/keys/vault.ts";
import { ApiKey } from "#youtube/api-key.ts";
import { prepare } from "../harness/databases.ts";
import { openNative } from "../harness/native-database.ts";
import { faultWorld } from "./fault-stage.ts";
import type { Race } from "./racing-process.ts";
import { FROM, KEY, PROJECT } from "./stage.ts";

const LAST_UNITS = 100;

it("of two processes that race for the last 100 units exactly 100 calls leave", async () => {
  const now = plus(FROM, hours(12));
  const clock = virtualClock(now);
  const { db, connectionString, close } = await openNative(inject("runDirectory"), prepare);
  const projects = [{ ...PROJECT, limits: { default: LAST_UNITS } }];
  const youtube = await startVirtualYouTube({ world: faultWorld(1), clock, projects });
  const vault = openVault("of no worth: it seals virtual keys");
  const key = ApiKey.parse(KEY);
  if (!key) throw new Error("that is no key");
  await addKey(db, vault, { projectId: "main", key }, now);
  await changeLimits(db, "main", { default: LAST_UNITS }, now);
  const lease = await takeLease(db, "both", days(1), now);
  if (!lease) throw new Error("the lease is somebody else's");
  const race: Omit<Race, "numberFrom"> = {
    connectionString,
    youtubeUrl: youtube.url,
    key: KEY,
    projectId: "main",
    fingerprint: vault.fingerprint(KEY),
    lease,
    now,
  };
  const children = [0, 1].map(() => fork(join(import.meta.dirname, "racing-process.ts")));
  try {
    await Promise.all(children.map((child) => once(child, "message")));
    const results = children.map(async (child, n) => {
      const told = once(child, "message");
      child.send({ ...race, numberFrom: n * 10_000 });
      const [{ sent }] = (await told) as [{ sent: number }];
      return sent;
    });
    const sent = await Promise.all(results);
    // Each got some, so they did race; together they sent what there was.
    expect(Math.min(...sent)).toBeGreaterThan(0);
    expect(sent.reduce((sum, calls) => sum + calls, 0)).toBe(LAST_UNITS);
    expect(youtube.books()).toMatchObject([{ bucket: "default", units: LAST_UNITS, refused: 0 }]);
  } finally {
    for (const child of children) child.kill();
    await youtube.close();
    await close();
  }
});
