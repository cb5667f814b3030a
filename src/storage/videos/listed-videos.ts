import { type RawBuilder, sql } from "kysely";
import type { Instant } from "#domain/time.ts";
import type { Format, LiveState } from "#domain/video.ts";
import type { Db } from "#storage/database.ts";
import { EPOCH } from "#storage/scores/score-formulas.ts";
import { directionOf, type Position } from "#storage/sql/keyset.ts";
import { ONE_PLAN } from "#storage/sql/prepared-statements.ts";
import { type PickReader, PLACES } from "./picked.ts";

/** A described video by its own two rows. */
export interface OwnVideoRow {
  readonly id: string;
  readonly title: string;
  readonly tags: string[];
  readonly thumbnailUrl: string | null;
  readonly format: Format;
  readonly language: string | null;
  readonly categoryId: string | null;
  readonly madeForKids: boolean | null;
  readonly publishedAt: Instant | null;
  readonly durationSeconds: number | null;
  readonly liveState: LiveState;
  readonly changedAt: Instant | null;
  readonly channelId: string;
  readonly startAt: Instant | null;
  readonly views: number | null;
  readonly likes: number | null;
  readonly comments: number | null;
  readonly capturedAt: Instant | null;
  readonly goneAt: Instant | null;
  readonly firstHourViews: number | null;
  readonly firstHourMethod: "measured" | "interpolated" | null;
  readonly firstHourOffset: number | null;
  readonly firstHourError: number | null;
  readonly performance: number | null;
  readonly performanceInFormat: number | null;
  readonly outlier: number | null;
  readonly outlierBasis: "age" | "lifetime" | null;
  readonly gain1h: number | null;
  readonly gain24h: number | null;
  readonly gain7d: number | null;
  readonly velocity: number | null;
  readonly velocityHours: number | null;
  readonly heat: number | null;
  readonly engagement: number | null;
}

/** What a video's channel says of it. */
export interface ChannelRow {
  readonly channelTitle: string | null;
  readonly channelState: "tracked" | "untracked" | null;
  /** The channel's medians, `null` before they are computed. */
  readonly medianInForce: number | null;
  readonly firstHourN: number | null;
  readonly medianFirstHour: number | null;
  readonly medianMature: number | null;
  readonly matureN: number | null;
  readonly scoresComputedAt: Instant | null;
  readonly backfillState: "waiting" | "done" | null;
}

/** What the channel's videos that compare with a video say of it. */
export interface FormatRow {
  /** Of the channel's first hours of the video's format that were counted as its own was. */
  readonly formatMedian: number | null;
  readonly formatN: number | null;
}

/** A described video as lists give it, with what its channel's medians say of it. */
export type VideoRow = OwnVideoRow & ChannelRow & FormatRow;

const OWN_COLUMNS: Readonly<Record<keyof OwnVideoRow, string>> = {
  id: "c.video_id",
  title: "v.title",
  tags: "v.tags",
  thumbnailUrl: "v.thumbnail_url",
  format: "v.format",
  language: "v.language",
  categoryId: "v.category_id",
  madeForKids: "v.made_for_kids",
  publishedAt: "v.published_at",
  durationSeconds: "v.duration_seconds",
  liveState: "v.live_state",
  changedAt: "c.changed_at",
  channelId: "c.channel_id",
  startAt: "c.start_at",
  views: "c.views",
  likes: "c.likes",
  comments: "c.comments",
  capturedAt: "c.captured_at",
  goneAt: "c.gone_at",
  firstHourViews: "c.first_hour_views",
  firstHourMethod: "c.first_hour_method",
  firstHourOffset: "c.first_hour_offset",
  firstHourError: "c.first_hour_error",
  performance: "c.performance",
  performanceInFormat: "c.performance_in_format",
  outlier: "c.outlier",
  outlierBasis: "c.outlier_basis",
  gain1h: "c.gain_1h",
  gain24h: "c.gain_24h",
  gain7d: "c.gain_7d",
  velocity: "c.velocity",
  velocityHours: "c.velocity_hours",
  heat: "c.heat",
  engagement: "c.engagement",
};

/** With `ch`, `s` and `t` as below. */
export const CHANNEL_COLUMNS: Readonly<Record<keyof ChannelRow, string>> = {
  channelTitle: "ch.title",
  channelState: "ch.state",
  medianInForce: "s.median_in_force",
  firstHourN: "s.first_hour_n",
  medianFirstHour: "s.median_first_hour",
  medianMature: "s.median_mature",
  matureN: "s.mature_n",
  scoresComputedAt: "s.computed_at",
  backfillState: "t.state",
};

export const FORMAT_COLUMNS: Readonly<Record<keyof FormatRow, string>> = {
  formatMedian: "f.median_in_force",
  formatN: "f.n",
};

/** The video's own rows: `c` and `v`. */
const OWN_TABLES = sql`video_counter c join video v on v.id = c.video_id`;

/** What a row is read from, each table by its key: its own two and its channel's. */
const TABLES = sql`(${OWN_TABLES}
  left join channel ch on ch.id = c.channel_id
  left join channel_score s on s.channel_id = c.channel_id
  left join channel_format_score f on f.channel_id = c.channel_id and f.format = c.format and f.epoch = ${EPOCH}
  left join task t on t.kind = 'backfill' and t.subject = c.channel_id)`;

export const listOf = (columns: Readonly<Record<string, string>>) =>
  sql.raw(
    Object.entries(columns)
      .map(([name, column]) => `${column} as "${name}"`)
      .join(", "),
  );

const LISTED = listOf({ ...OWN_COLUMNS, ...CHANNEL_COLUMNS, ...FORMAT_COLUMNS });
const OWN = listOf(OWN_COLUMNS);

/**
 * The described videos of some ids, in the order of the ids; unknown ones and those not described yet are left out. A
 * page is picked first, from the counters alone, and read by this then, so that no row beyond it is ever put together.
 */
export async function readListedVideos(db: Db, ids: readonly string[]): Promise<readonly VideoRow[]> {
  if (ids.length === 0) return [];
  // Texts sent as one array: a statement whose text does not change with their number keeps its plan.
  const { rows } = await sql<VideoRow>`
    select ${ONE_PLAN} ${LISTED} from ${TABLES}
    where c.video_id = any(${[...ids]}::text[]) and v.described_at is not null`.execute(db);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** The same without what their channels say of them (`KeptChannelRows`). */
export async function readOwnRows(db: Db, ids: readonly string[]): Promise<readonly OwnVideoRow[]> {
  const { rows } = await sql<OwnVideoRow>`
    select ${ONE_PLAN} ${OWN} from ${OWN_TABLES}
    where c.video_id = any(${[...ids]}::text[]) and v.described_at is not null`.execute(db);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** A page's rows, with their places in its order. */
export const LISTED_ROWS: PickReader<VideoRow & Position> = {
  async picked(db, pick, { column, descending, marked }) {
    // What is planned anew for every question is planned alone: reading the rows is planned once and for all.
    if (!marked) return this.placed(db, await PLACES.picked(db, pick, { column, descending, marked }));
    // Picked and read in one question: each costs a way to the database and back.
    const { rows } = await sql<VideoRow & Position>`
      select ${ONE_PLAN} ${LISTED}, picked.value
      from (${pick}) picked join ${TABLES} on c.video_id = picked.id
      order by picked.value ${directionOf(column, descending)}, picked.id ${sql.raw(descending ? "desc" : "asc")}`.execute(
      db,
    );
    return rows;
  },
  async placed(db, places) {
    const values = new Map(places.map(({ id, value }) => [id, value]));
    const rows = await readListedVideos(db, [...values.keys()]);
    return rows.map((row) => ({ ...row, value: values.get(row.id) ?? null }));
  },
};

/** One described video with more of its columns than lists give: `more` names them, as `v.description as "description"`. */
export async function readListedVideo<More extends object>(
  db: Db,
  id: string,
  more: RawBuilder<unknown>,
): Promise<(VideoRow & More) | undefined> {
  const { rows } = await sql<VideoRow & More>`
    select ${ONE_PLAN} ${LISTED}, ${more} from ${TABLES}
    where c.video_id = ${id} and v.described_at is not null`.execute(db);
  return rows[0];
}
