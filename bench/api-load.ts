import { createHash } from "node:crypto";
import { chmod, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { sql } from "kysely";
import { systemClock } from "#clock.ts";
import { days, minus, plus } from "#domain/time.ts";
import { type Db, openDatabase } from "#storage/database.ts";
import { type EmbeddedServer, startEmbedded } from "#storage/embedded/start-embedded.ts";
import { migrate } from "#storage/migrate.ts";
import { refreshEngagementPriors } from "#storage/scores/engagement-priors.ts";
import { refreshTypical } from "#storage/scores/typical.ts";
import { ensurePartitions } from "#storage/videos/partitions.ts";
import { type LoadTask, termRows } from "./api-load-part.ts";
import { type ApiSet, apiSet, firstSince, PRESENT } from "./api-set.ts";
import { channelId } from "./scale-population.ts";

export interface LoadChoice {
  readonly videos: number;
  readonly snapshots: number;
  /** Where the cluster lies; absent = a directory of its own among the temporary files, by the sizes. */
  readonly directory?: string | undefined;
  readonly say: (line: string) => void;
}

export interface LoadedSet {
  readonly set: ApiSet;
  readonly directory: string;
  readonly connectionString: string;
  /** Stops the server; the data stays for the next run. */
  close(): Promise<void>;
}

/** To be raised when the made-up rows change. */
const SET_VERSION = 2;

/** What lies in the directory: written when all of it does. */
interface Marker {
  readonly version: number;
  readonly videos: number;
  readonly snapshots: number;
  /** Of what the search terms of some videos are: a program that makes others has them made anew. */
  readonly terms: string;
}

/**
 * Starts the cluster with the made-up set of these sizes, durable as a user's is; loads it first unless an earlier run
 * has left it there.
 */
export async function openApiSet(choice: LoadChoice): Promise<LoadedSet> {
  const { videos, snapshots, say } = choice;
  const directory = choice.directory ?? join(tmpdir(), `viewcurve-bench-api-${videos}-${snapshots}`);
  const set = apiSet(videos);
  const wanted: Marker = { version: SET_VERSION, videos, snapshots, terms: termsHash(set) };
  const there = await readMarker(directory);
  const same = there !== null && JSON.stringify({ ...there, terms: "" }) === JSON.stringify({ ...wanted, terms: "" });
  if (!same) {
    await rm(directory, { recursive: true, force: true });
    await mkdir(directory, { recursive: true });
    // When we are root, the server's account has to pass through it.
    await chmod(directory, 0o711);
  }
  if (!same || there.terms !== wanted.terms) {
    await rm(markerOf(directory), { force: true });
    // Nothing waits for the disk while it is filled: a load that dies is begun anew.
    const server = await start(directory, false);
    await load(server.connectionString, choice, same ? "terms" : "all");
    await server.stop();
    await writeFile(markerOf(directory), JSON.stringify(wanted));
  }
  const server = await start(directory, true);
  say("the set is loaded");
  const db = openDatabase({ connectionString: server.connectionString, connectionsMax: 1 });
  const migrated = await migrate(db, "virtual", PRESENT);
  await db.destroy();
  if (migrated.kind === "refused") throw new Error(migrated.reason);
  return { set, directory, connectionString: server.connectionString, close: () => server.stop() };
}

const markerOf = (directory: string): string => join(directory, "loaded.json");

async function readMarker(directory: string): Promise<Marker | null> {
  const text = await readFile(markerOf(directory), "utf8").catch(() => null);
  return text === null ? null : (JSON.parse(text) as Marker);
}

function termsHash(set: ApiSet): string {
  const hash = createHash("sha256");
  for (const row of termRows(set, { part: 0, parts: Math.ceil(set.videos / 100) })) hash.update(row.join());
  return hash.digest("hex").slice(0, 16);
}

async function start(dataDirectory: string, durable: boolean): Promise<EmbeddedServer> {
  const server = await startEmbedded({ dataDirectory, clock: systemClock, durable, log: () => undefined });
  if (server.kind === "refused") throw new Error(server.message);
  return server;
}

/** Built when their tables are full, which takes a fraction of the time; primary keys stay. */
const BUILT_LATER = ["video", "video_counter", "video_search", "tag", "video_day", "channel_day"] as const;

/** Two at once: in each a thread makes rows while a server process stores them. */
const THREADS = 2;

/** Channels with a video this young have their usual curves kept up to date. */
const PUBLISHING_WITHIN = days(7);

async function load(connectionString: string, { videos, snapshots, say }: LoadChoice, what: "all" | "terms") {
  const db = openDatabase({ connectionString, connectionsMax: THREADS });
  try {
    await migrate(db, "virtual", PRESENT);
    const indexes = await dropIndexes(db, what === "all" ? BUILT_LATER : ["video_search"]);
    const task = { connectionString, videos, snapshotsAVideo: snapshots / videos, parts: 2 };
    const halves = (kind: LoadTask["what"]): LoadTask[] => [0, 1].map((part) => ({ ...task, what: kind, part }));
    const whole = (kind: LoadTask["what"]): LoadTask => ({ ...task, what: kind, part: 0, parts: 1 });
    if (what === "all") {
      await inThreads([...halves("snapshots"), whole("texts"), whole("counters"), whole("channels")], say);
      await ensurePartitions(db, apiSet(videos).publishedAt(0), plus(PRESENT, days(60)));
      await inThreads([whole("history")], say);
    } else {
      await sql`truncate video_search`.execute(db);
    }
    await inThreads(halves("terms"), say);
    say("tags of videos");
    await sql`truncate video_tag`.execute(db);
    // In the order of its key, which is built several times as fast so.
    await sql`
      insert into video_tag (tag, published_at, video_id)
      select distinct key, v.published_at, v.id from video_search s join video v on v.id = s.video_id, unnest(v.tag_keys) key
      order by 1, 2, 3`.execute(db);
    await build(db, indexes, say);
    if (what === "all") await keepHouse(db, apiSet(videos), say);
    say("vacuum and analyze");
    await sql`vacuum (freeze, analyze)`.execute(db);
  } finally {
    await db.destroy();
  }
}

/** What the service's housekeeping keeps for channels that publish, taken by its own code. */
async function keepHouse(db: Db, set: ApiSet, say: (line: string) => void): Promise<void> {
  await sql`analyze`.execute(db);
  await refreshEngagementPriors(db, PRESENT);
  const publishing = new Set<number>();
  for (let n = firstSince(set, minus(PRESENT, PUBLISHING_WITHIN)); n < set.videos; n++) {
    publishing.add(set.channelOf[n] ?? 0);
  }
  const left = [...publishing];
  say(`usual curves of ${left.length} channels`);
  const lane = async () => {
    for (let channel = left.pop(); channel !== undefined; channel = left.pop()) {
      await refreshTypical(db, channelId(channel), PRESENT);
    }
  };
  await Promise.all(Array.from({ length: THREADS }, lane));
}

/** Drops the tables' indexes but for their keys; gives what makes them anew. */
async function dropIndexes(db: Db, tables: readonly string[]): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string; made: string }>`
    select c.relname as name, pg_get_indexdef(i.indexrelid) as made
    from pg_index i join pg_class c on c.oid = i.indexrelid join pg_class t on t.oid = i.indrelid
    where t.relname = any(${[...tables]}::text[]) and not i.indisunique
      and t.relnamespace = current_schema()::regnamespace`.execute(db);
  for (const { name } of rows) await sql`drop index ${sql.table(name)}`.execute(db);
  return rows.map(({ made }) => made);
}

async function build(db: Db, indexes: readonly string[], say: (line: string) => void): Promise<void> {
  const left = [...indexes];
  const builder = () =>
    db.connection().execute(async (session) => {
      await sql`set maintenance_work_mem = '512MB'`.execute(session);
      for (let made = left.shift(); made !== undefined; made = left.shift()) {
        say(made.slice(0, 100));
        await sql.raw(made).execute(session);
      }
    });
  await Promise.all(Array.from({ length: THREADS }, builder));
}

async function inThreads(tasks: readonly LoadTask[], say: (line: string) => void): Promise<void> {
  const left = [...tasks];
  const lane = async () => {
    for (let task = left.shift(); task !== undefined; task = left.shift()) await inThread(task, say);
  };
  await Promise.all(Array.from({ length: THREADS }, lane));
}

function inThread(task: LoadTask, say: (line: string) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./api-load-thread.ts", import.meta.url), { workerData: task });
    let rows = 0;
    worker.on("message", (more: number) => {
      rows += more;
      say(`${task.what} ${task.part + 1}/${task.parts}: ${rows} rows`);
    });
    worker.on("error", reject);
    worker.on("exit", () => resolve());
  });
}
