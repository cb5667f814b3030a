import { join } from "node:path";
import { refKey } from "#domain/channel.ts";
import { days, hours, type Instant, minutes } from "#domain/time.ts";
import type { Report } from "#events.ts";
import type { VirtualProject } from "#simulation/books.ts";
import type { Fault } from "#simulation/faults.ts";
import { share } from "#simulation/random.ts";
import { startVirtualYouTube, type VirtualYouTube } from "#simulation/server.ts";
import { type VirtualClock, virtualClock } from "#simulation/virtual-clock.ts";
import type { World } from "#simulation/world.ts";
import { randomToken, tokenHash } from "#storage/access/tokens.ts";
import { AS_BEFORE, requestTracking } from "#storage/channels/track-requests.ts";
import type { Db } from "#storage/database.ts";
import { temporaryDirectory } from "#storage/embedded/temporary-directory.ts";
import { addKey } from "#storage/keys/keys.ts";
import { openVault } from "#storage/keys/vault.ts";
import { ApiKey } from "#youtube/api-key.ts";
import { type Serving, startServing } from "../main.ts";
import { openStore } from "../main-store.ts";
import { VERSION } from "./product-version.ts";

/** A virtual YouTube and a service that collects from it, on one virtual clock and a database that dies with them. */
export interface Stage {
  readonly kind: "raised";
  readonly world: World;
  readonly clock: VirtualClock;
  readonly db: Db;
  readonly project: VirtualProject;
  readonly youtube: VirtualYouTube;
  readonly serving: Serving;
  /** May do everything in this world. */
  readonly token: string;
  /** Lets time pass as slowly as people look. */
  playVisibly(): void;
  close(): Promise<void>;
}

export interface StageChoice {
  readonly world: World;
  readonly from: Instant;
  readonly seed: number;
  readonly port: number;
  readonly faults?: readonly Fault[];
  readonly report?: Report;
}

/** No holder can die alone here, and while days pass in a second nobody changes anything: both may be looked at rarely. */
const PACE = { leaseTerm: hours(6), changePoll: minutes(10) };

/** After the fast-forward a virtual minute passes each second: slow enough to watch, fast enough to see things happen. */
const VISIBLE_PACE = 60;

/** At that pace what somebody asks for in the dashboard is noticed within a second, as `start` does. */
const VISIBLE_POLL = minutes(1);

const PROJECT = { consumer: "projects/1000000000001", keys: ["virtual-key-of-the-demo"] } as const;

/**
 * Builds it all and asks for every channel of the world to be tracked. Time stands still until the caller waits by the
 * clock. The database is always one of its own: neither DATABASE_URL nor `.env` is looked at.
 */
export async function raiseStage(
  choice: StageChoice,
): Promise<Stage | { readonly kind: "refused"; readonly message: string }> {
  const clock = virtualClock(choice.from);
  const dataDirectory = await temporaryDirectory();
  const store = await openStore({
    databaseUrl: null,
    dataDirectory,
    kind: "virtual",
    now: clock.now(),
    log: () => undefined,
    disposable: true,
  });
  if (store.kind === "refused") return store;
  const { db } = store;
  const { world, faults = [], seed } = choice;
  const youtube = await startVirtualYouTube({ world, clock, projects: [PROJECT], faults });
  const vault = openVault("of no worth: it seals virtual keys");
  for (const text of PROJECT.keys) {
    const key = ApiKey.parse(text);
    if (key) await addKey(db, vault, { projectId: "demo", key }, clock.now());
  }
  const refs = world.channels.map(({ id }) => ({ kind: "id", id }) as const);
  await requestTracking(
    db,
    refs.toSorted((a, b) => (refKey(a) < refKey(b) ? -1 : 1)),
    AS_BEFORE,
    clock.now(),
  );
  const pace = { ...PACE };
  let draws = 0;
  const token = randomToken();
  const serving = await startServing({
    db,
    reads: store.reads,
    patient: store.patient,
    databaseAddress: store.address,
    reviveDatabase: store.revive,
    clock,
    vault,
    report: choice.report ?? (() => undefined),
    pace,
    youtubeUrl: youtube.url,
    feedsUrl: youtube.url,
    samplesPerVideo: 100,
    performancePool: 3,
    adminTokenHash: tokenHash(token),
    publicUrl: null,
    about: { version: VERSION, runtime: process.version, settings: [] },
    hubUrl: youtube.url,
    // Its videos have pictures nowhere else.
    thumbnails: { way: "proxied", servedBy: youtube.url },
    exports: { directory: join(dataDirectory, "exports"), keep: days(1), version: VERSION },
    random: () => share("jitter", seed, draws++),
    host: "127.0.0.1",
    port: choice.port,
  }).catch((error: NodeJS.ErrnoException) => error);
  if (serving instanceof Error) {
    await youtube.close();
    await store.close();
    const said = serving.code ?? serving.message;
    return { kind: "refused", message: `Cannot listen on port ${choice.port} (${said}). Give a free one by --port.` };
  }
  return {
    kind: "raised",
    world,
    clock,
    db,
    project: PROJECT,
    youtube,
    serving,
    token,
    playVisibly() {
      pace.changePoll = VISIBLE_POLL;
      clock.setPace(VISIBLE_PACE);
    },
    async close() {
      await serving.stop();
      await youtube.close();
      await store.close();
    },
  };
}
