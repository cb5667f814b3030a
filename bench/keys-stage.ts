import { hours, type Instant, milliseconds, minutes, plus, seconds } from "#domain/time.ts";
import type { Report } from "#events.ts";
import type { VirtualProject } from "#simulation/books.ts";
import type { Fault } from "#simulation/faults.ts";
import { share } from "#simulation/random.ts";
import { startVirtualYouTube, type VirtualYouTube, type WitnessedRequest } from "#simulation/server.ts";
import { virtualClock } from "#simulation/virtual-clock.ts";
import type { World } from "#simulation/world.ts";
import { tokenHash } from "#storage/access/tokens.ts";
import { AS_BEFORE, requestTracking } from "#storage/channels/track-requests.ts";
import { type Db, openDatabase } from "#storage/database.ts";
import { temporaryDirectory } from "#storage/embedded/temporary-directory.ts";
import { addKey } from "#storage/keys/keys.ts";
import { acknowledgeSeveralProjects } from "#storage/keys/projects.ts";
import { openVault } from "#storage/keys/vault.ts";
import { ApiKey } from "#youtube/api-key.ts";
import { startServing } from "../src/main.ts";
import { openStore } from "../src/main-store.ts";

/** The whole service on a virtual YouTube with several projects, on one virtual clock that stands. */
export interface KeysStage {
  readonly db: Db;
  readonly youtube: VirtualYouTube;
  /** Every request to the API, in order. */
  readonly requests: readonly WitnessedRequest[];
  /** Our name of a project by Google's. */
  readonly nameOf: ReadonlyMap<string, string>;
  /** What the service's own list calls a key. */
  fingerprint(key: string): string;
  passTo(at: Instant): Promise<void>;
  /** Asks the service's API as its administrator. */
  ask<Body>(method: "GET" | "PATCH" | "POST", path: string, body?: object): Promise<Body>;
  close(): Promise<void>;
}

export interface KeysStageChoice {
  readonly world: World;
  readonly from: Instant;
  readonly seed: number;
  readonly projects: readonly VirtualProject[];
  readonly limits: { readonly default: number; readonly search: number; readonly batch: number };
  readonly faults: readonly Fault[];
  readonly report: Report;
}

/** Nobody else takes the lease, and changes come only while time stands. */
const PACE = { leaseTerm: hours(6), changePoll: minutes(10) } as const;
const TOKEN = "token-of-the-keys-benchmark";

export async function raiseKeys(choice: KeysStageChoice): Promise<KeysStage> {
  const { world, from, projects, limits } = choice;
  const clock = virtualClock(from);
  const store = await openStore({
    databaseUrl: null,
    dataDirectory: await temporaryDirectory(),
    kind: "virtual",
    now: from,
    log: () => undefined,
    disposable: true,
  });
  if (store.kind === "refused") throw new Error(store.message);
  const { db } = store;
  const vault = openVault("of no worth: it seals virtual keys");
  const requests: WitnessedRequest[] = [];
  const witness = (request: WitnessedRequest) => void requests.push(request);
  const youtube = await startVirtualYouTube({ world, clock, projects, faults: choice.faults, witness });
  await acknowledgeSeveralProjects(db, from);
  const nameOf = new Map(projects.map(({ consumer }, n) => [consumer, `project-${n + 1}`]));
  for (const { consumer, keys } of projects) {
    for (const text of keys) {
      const key = ApiKey.parse(text);
      if (!key) throw new Error("That is no key.");
      await addKey(db, vault, { projectId: nameOf.get(consumer) ?? "", key }, from);
    }
  }
  const columns = { default_limit: limits.default, search_limit: limits.search, batch_limit: limits.batch };
  await db.updateTable("project").set(columns).execute();
  const refs = world.channels.map(({ id }) => ({ kind: "id", id }) as const);
  await requestTracking(
    db,
    refs.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    AS_BEFORE,
    from,
  );
  const connectionString = store.address();
  const own = openDatabase({ connectionString, connectionsMax: 5, prepares: "all" });
  const reads = openDatabase({ connectionString, connectionsMax: 2, statementTimeout: seconds(60) });
  let draws = 0;
  const serving = await startServing({
    db: own,
    reads,
    patient: reads,
    databaseAddress: () => connectionString,
    reviveDatabase: async () => undefined,
    clock,
    vault,
    report: choice.report,
    pace: PACE,
    youtubeUrl: youtube.url,
    feedsUrl: youtube.url,
    // What costs nothing proves nothing here.
    feedSpacing: null,
    samplesPerVideo: 10_000,
    performancePool: 3,
    adminTokenHash: tokenHash(TOKEN),
    publicUrl: null,
    hubUrl: youtube.url,
    random: () => share("jitter", choice.seed, draws++),
    host: "127.0.0.1",
    port: 0,
  });
  return {
    db,
    youtube,
    requests,
    nameOf,
    fingerprint: (key) => vault.fingerprint(key),
    async passTo(at) {
      clock.setPace("leaping");
      await clock.task(async () => {
        // And a millisecond more: whoever waited for the same instant has then finished.
        await clock.until(plus(at, milliseconds(1)));
        clock.setPace("standing");
      });
    },
    async ask<Body>(method: "GET" | "PATCH" | "POST", path: string, body?: object): Promise<Body> {
      const response = await fetch(`${serving.url}/api/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${TOKEN}`, ...(body ? { "content-type": "application/json" } : {}) },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
      return (await response.json()) as Body;
    },
    async close() {
      await serving.stop();
      await Promise.all([own.destroy(), reads.destroy()]);
      await youtube.close();
      await store.close();
    },
  };
}
