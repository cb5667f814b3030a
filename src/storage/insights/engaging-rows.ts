import { type RawBuilder, type SqlBool, sql } from "kysely";
import { type EngagementKind, TELLING_VIEWS_MIN } from "#domain/engagement.ts";
import type { InsightScope, Window } from "#domain/insight-scope.ts";
import type { Counters } from "#domain/snapshot.ts";
import type { Format } from "#domain/video.ts";
import type { Db } from "#storage/database.ts";
import { publishedWithin, scopedVideos } from "./scoped-videos.ts";

/** A video that may be among the most engaging, by its counters' row alone. */
export interface EngagingRow extends Counters {
  readonly id: string;
  readonly format: Format | null;
  readonly categoryId: string | null;
}

/** One that was met on a walk, with what it was met by: the stored engagement, or the plain rate of likes or comments. */
export interface PlacedRow extends EngagingRow {
  readonly place: number;
}

/**
 * Each kind by an index of its own (migrations/0012-engagement.sql), whose bounds the conditions repeat word for word: that
 * tells PostgreSQL that it may be walked.
 */
const WALKS: Readonly<
  Record<EngagementKind, { readonly place: RawBuilder<number>; readonly counted: RawBuilder<SqlBool> }>
> = {
  engagement: {
    place: sql<number>`c.engagement`,
    counted: sql<SqlBool>`c.engagement is not null and c.likes + c.comments <= c.views`,
  },
  likes: { place: sql<number>`(c.likes::double precision / c.views)`, counted: sql<SqlBool>`c.likes <= c.views` },
  comments: {
    place: sql<number>`(c.comments::double precision / c.views)`,
    counted: sql<SqlBool>`c.comments <= c.views`,
  },
};

/**
 * The first `limit` videos by a kind, of those that were published within the window, are there, and have views enough to
 * tell. Whether the order is walked or what the scope leaves is sorted is left to PostgreSQL, which is told the values.
 */
export async function readHighestRows(
  db: Db,
  scope: InsightScope,
  window: Window,
  { by, limit }: { readonly by: EngagementKind; readonly limit: number },
): Promise<readonly PlacedRow[]> {
  const { from, where, published } = await leading(db, scope, window);
  const { place, counted } = WALKS[by];
  // The order of the stored engagement's index says where its nulls are; the others have none.
  const direction = sql.raw(by === "engagement" ? "desc nulls last" : "desc");
  const { rows } = await sql<PlacedRow>`
    select ${COLUMNS}, ${place} as place
    from ${from}
    where ${where} and c.gone_at is null and ${published(window)}
      and c.views >= ${sql.lit(TELLING_VIEWS_MIN)} and ${counted}
    order by ${place} ${direction}, c.video_id desc
    limit ${limit}`.execute(db);
  return rows;
}

/**
 * So many videos of a tag are looked up one by one and sorted, some 3 µs each. The order of all videos is walked for a tag
 * that has more in the window, and each asked whether it carries the tag: of a quarter of a million videos one in thirty does.
 */
const GATHERED_MAX = 8_000;

/** What is read: a tag leads by its own rows while they are few. */
async function leading(db: Db, scope: InsightScope, window: Window) {
  if (scope.tag === null) return scopedVideos(scope);
  const { rows } = await sql<{ many: boolean }>`
    select count(*) > ${GATHERED_MAX} as many
    from (
      select from video_tag t where t.tag = ${scope.tag} and ${publishedWithin("t", window)} limit ${GATHERED_MAX + 1}
    ) counted`.execute(db);
  return scopedVideos(scope, rows[0]?.many ? "asked" : "leads");
}

/** The newest `limit` videos of a scope that were published within the window and are there, whatever is known of them. */
export async function readNewestRows(
  db: Db,
  scope: InsightScope,
  window: Window,
  limit: number,
): Promise<readonly EngagingRow[]> {
  const { from, where, newestFirst, published } = scopedVideos(scope);
  const { rows } = await sql<EngagingRow>`
    select ${COLUMNS} from ${from}
    where ${where} and ${published(window)} and c.gone_at is null
    order by ${newestFirst} limit ${limit}`.execute(db);
  return rows;
}

const COLUMNS = sql.raw('c.video_id as id, c.format, c.category_id as "categoryId", c.views, c.likes, c.comments');
