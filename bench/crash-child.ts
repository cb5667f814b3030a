import { randomInt } from "node:crypto";
import type { ChannelId } from "#domain/channel.ts";
import { instant, minutes } from "#domain/time.ts";
import { scaledClock } from "#simulation/scaled-clock.ts";
import { AS_BEFORE, requestTracking } from "#storage/channels/track-requests.ts";
import { addKey } from "#storage/keys/keys.ts";
import { openVault } from "#storage/keys/vault.ts";
import { ApiKey } from "#youtube/api-key.ts";
import { startServing } from "../src/main.ts";
import { openStore } from "../src/main-store.ts";

/** What the parent tells the process it is going to kill. */
export interface CrashChild {
  readonly dataDirectory: string;
  readonly youtubeUrl: string;
  readonly base: number;
  readonly realBase: number;
  readonly speed: number;
  readonly key: string;
  readonly channels: readonly string[];
}

/*
 * A whole collector on an accelerated clock. Each line it prints acknowledges a settlement that is recorded; it never
 * ends by itself.
 */
const child: CrashChild = JSON.parse(process.argv[2] ?? "");
const clock = scaledClock(instant(child.base), instant(child.realBase), child.speed);
const store = await openStore({
  databaseUrl: null,
  dataDirectory: child.dataDirectory,
  kind: "virtual",
  now: clock.now(),
  log: () => undefined,
});
if (store.kind === "refused") throw new Error(store.message);
const vault = openVault("of no worth: it seals virtual keys");
const key = ApiKey.parse(child.key);
if (key) await addKey(store.db, vault, { projectId: "crash", key }, clock.now());
const refs = child.channels.map((id) => ({ kind: "id", id: id as ChannelId }) as const);
await requestTracking(store.db, refs, AS_BEFORE, clock.now());
await startServing({
  db: store.db,
  reads: store.reads,
  patient: store.patient,
  databaseAddress: store.address,
  reviveDatabase: store.revive,
  clock,
  vault,
  report: (event) => {
    if (event.kind === "callSettled" || event.kind === "stumbled") process.stdout.write(`${JSON.stringify(event)}\n`);
  },
  // A killed holder's lease must not outlive its round by much: at this speed five minutes are about a second.
  pace: { leaseTerm: minutes(5), changePoll: minutes(5) },
  youtubeUrl: child.youtubeUrl,
  feedsUrl: child.youtubeUrl,
  samplesPerVideo: 100,
  performancePool: 3,
  adminTokenHash: null,
  publicUrl: null,
  hubUrl: child.youtubeUrl,
  random: () => randomInt(2 ** 32) / 2 ** 32,
  host: "127.0.0.1",
  port: 0,
});
