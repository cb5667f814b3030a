import { sql } from "kysely";
import { IDS_PER_CALL } from "#domain/quota.ts";
import type { Counters, SnapshotSource } from "#domain/snapshot.ts";
import { between, hours, type Instant, inSeconds, minus, minutes, plus } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import type { BookEntry } from "#simulation/books.ts";
import { limitOf, type VirtualProject } from "#simulation/books.ts";
import type { World, WorldVideo } from "#simulation/world.ts";
import { at, type Db } from "#storage/database.ts";

/** What a demo prints as its last line with `--json`. Shares lie between 0 and 1; `null` = nothing to take a share of. */
export interface DemoReport {
  readonly channels: number;
  readonly videos: number;
  readonly snapshots: number;
  readonly units: { readonly default: number; readonly search: number; readonly batch: number };
  /** Units that left beyond a bucket's limit, by the virtual YouTube's own books and by our ledger. */
  readonly overspentUnits: number;
  /** Stored counters that differ from what the world showed at their instant. */
  readonly truthMismatches: number;
  readonly fill: number | null;
  readonly firstHour: {
    readonly eligible: number;
    readonly knownShare: number | null;
    readonly medianAbsSeconds: number | null;
    readonly p95AbsSeconds: number | null;
    readonly within60s: number | null;
  };
  readonly performance: { readonly known: number | null };
  readonly outlier: { readonly known: number | null };
  readonly wallSeconds: number;
}

interface Measured {
  readonly db: Db;
  readonly world: World;
  readonly from: Instant;
  readonly to: Instant;
  readonly project: VirtualProject;
  readonly books: readonly BookEntry[];
}

/** A video's first hour must be over, with its window, before it can be asked for. */
const FIRST_HOUR_SETTLED = minutes(64);

/** Measures a finished run: from the database, held against the world's truth. */
export async function measureDemo(run: Measured): Promise<Omit<DemoReport, "wallSeconds">> {
  const { db, from } = run;
  const until = minus(run.to, FIRST_HOUR_SETTLED);
  const eligible = run.world.videosStartedBetween(from, until).filter(livesAnHour);
  const count = async (table: "channel" | "video" | "snapshot") =>
    Number((await db.selectFrom(table).select(db.fn.countAll().as("n")).executeTakeFirstOrThrow()).n);
  const rows = await readEligible(db, eligible);
  const timings = eligible.flatMap((video) => rows.get(video.id)?.offset ?? []).toSorted((a, b) => a - b);
  const known = eligible.filter((video) => rows.get(video.id)?.views != null).length;
  const performing = eligible.filter((video) => rows.get(video.id)?.performance != null).length;
  return {
    channels: await count("channel"),
    videos: await count("video"),
    snapshots: await count("snapshot"),
    units: await readUnits(db),
    overspentUnits: await readOverspent(run),
    truthMismatches: await countMismatches(db, run.world),
    fill: await readFill(db),
    firstHour: {
      eligible: eligible.length,
      knownShare: shareOf(known, eligible.length),
      medianAbsSeconds: quantile(timings, 0.5),
      p95AbsSeconds: quantile(timings, 0.95),
      within60s: shareOf(timings.filter((seconds) => seconds <= 60).length, eligible.length),
    },
    performance: { known: shareOf(performing, eligible.length) },
    outlier: { known: await readOutlierShare(db) },
  };
}

/** Published while tracked, and alive at 60 minutes. */
const livesAnHour = (video: WorldVideo): boolean =>
  video.goneAt === null || video.goneAt > plus(video.startAt, hours(1));

interface EligibleRow {
  readonly views: number | null;
  readonly performance: number | null;
  /** How far the snapshot nearest to 60:00 lies from it, in seconds, by the world's start: not by our own notes. */
  readonly offset: number[];
}

async function readEligible(db: Db, videos: readonly WorldVideo[]): Promise<Map<VideoId, EligibleRow>> {
  const scores = await db
    .selectFrom("video_counter")
    .select(["video_id", "first_hour_views", "performance"])
    .where("video_id", "in", videos.length > 0 ? videos.map((video) => video.id) : [""])
    .execute();
  const byId = new Map(scores.map((row) => [row.video_id, row]));
  const rows = new Map<VideoId, EligibleRow>();
  for (const video of videos) {
    const score = byId.get(video.id);
    if (!score) continue;
    const target = plus(video.startAt, hours(1));
    const near = await db
      .selectFrom("snapshot")
      .select("captured_at")
      .where("video_id", "=", video.id)
      .where("source", "!=", "feed")
      .where("captured_at", ">=", at(video.startAt))
      .where("captured_at", "<", at(plus(target, hours(2))))
      .execute();
    const offsets = near.map((row) => Math.abs(inSeconds(between(target, row.captured_at))));
    rows.set(video.id, {
      views: score.first_hour_views,
      performance: score.performance,
      offset: offsets.length > 0 && score.first_hour_views !== null ? [Math.min(...offsets)] : [],
    });
  }
  return rows;
}

async function readUnits(db: Db): Promise<DemoReport["units"]> {
  const rows = await db
    .selectFrom("ledger")
    .select(["bucket", db.fn.sum<number>("used").as("used")])
    .groupBy("bucket")
    .execute();
  const used = (bucket: string) => Number(rows.find((row) => row.bucket === bucket)?.used ?? 0);
  return { default: used("default"), search: used("search"), batch: used("batch") };
}

async function readOverspent({ db, books, project }: Measured): Promise<number> {
  const refused = books.reduce((sum, entry) => sum + entry.refused, 0);
  const beyond = books.reduce((sum, entry) => sum + Math.max(0, entry.units - limitOf(project, entry.bucket)), 0);
  const rows = await db.selectFrom("ledger").select(["used", "allowance"]).execute();
  return refused + beyond + rows.reduce((sum, row) => sum + Math.max(0, row.used - row.allowance), 0);
}

/** Ids sent ÷ Σ min(50, ids known) over sampling calls. */
async function readFill(db: Db): Promise<number | null> {
  const calls = await db.selectFrom("call").select(["charged_at", "ids"]).where("kind", "=", "sample").execute();
  // A video can be sampled once it is described, which gives its first snapshot.
  const videos = await db
    .selectFrom("video_counter")
    .innerJoin("snapshot", "snapshot.video_id", "video_counter.video_id")
    .select(["gone_at", (eb) => eb.fn.min<Instant>("snapshot.captured_at").as("known_at")])
    .where("source", "!=", "feed")
    .groupBy(["video_counter.video_id", "gone_at"])
    .execute();
  const known = videos.map((row) => row.known_at).toSorted((a, b) => a - b);
  const gone = videos.flatMap((row) => row.gone_at ?? []).toSorted((a, b) => a - b);
  let sent = 0;
  let seats = 0;
  for (const call of calls) {
    sent += call.ids;
    // Strictly before: what is described at the same instant may come after the call.
    seats += Math.min(IDS_PER_CALL, countBefore(known, call.charged_at) - countBefore(gone, call.charged_at));
  }
  return shareOf(sent, seats);
}

/** How many of the sorted instants lie before `at`. */
function countBefore(sorted: readonly Instant[], at: Instant): number {
  const first = sorted.findIndex((instant) => instant >= at);
  return first < 0 ? sorted.length : first;
}

async function readOutlierShare(db: Db): Promise<number | null> {
  const row = await db
    .selectFrom("video_counter")
    .innerJoin("video", "video.id", "video_counter.video_id")
    .select([db.fn.countAll().as("all"), db.fn.count("outlier").as("known")])
    .where("video.described_at", "is not", null)
    .where("gone_at", "is", null)
    .executeTakeFirstOrThrow();
  return shareOf(Number(row.known), Number(row.all));
}

const PAGE = 20_000;

/** Compares every stored counter with the world, in key order, a page at a time. */
async function countMismatches(db: Db, world: World): Promise<number> {
  let mismatches = 0;
  let after: { id: string; captured: Instant } | null = null;
  for (;;) {
    let query = db.selectFrom("snapshot").selectAll().orderBy("video_id").orderBy("captured_at").limit(PAGE);
    if (after) query = query.where(sql<boolean>`(video_id, captured_at) > (${after.id}, ${at(after.captured)})`);
    const rows = await query.execute();
    for (const row of rows) {
      if (!agrees(row, world.countersAt(row.video_id as VideoId, row.captured_at, row.source))) mismatches += 1;
    }
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return mismatches;
    after = { id: last.video_id, captured: last.captured_at };
  }
}

/** Whether a stored snapshot is what the world showed. A feed tells no comments, and not always the likes. */
function agrees(row: Counters & { readonly source: SnapshotSource }, truth: Counters | null): boolean {
  if (!truth || row.views !== truth.views) return false;
  if (row.source === "feed") return row.likes === null || row.likes === truth.likes;
  return row.likes === truth.likes && row.comments === truth.comments;
}

const shareOf = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);

/** The value below which a share `q` of the sorted values lies (nearest rank). */
function quantile(sorted: readonly number[], q: number): number | null {
  return sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)] ?? null;
}
