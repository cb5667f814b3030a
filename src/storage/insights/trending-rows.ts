import { type SqlBool, sql } from "kysely";
import type { InsightScope } from "#domain/insight-scope.ts";
import type { Instant } from "#domain/time.ts";
import type { TrendingVideo } from "#domain/trending-video.ts";
import { at, type Db } from "#storage/database.ts";
import { countTags } from "#storage/tags/tag-picks.ts";
import { scopedVideos } from "./scoped-videos.ts";

/** The first videos of an order: by the value of a column, of those that pass all that is said. */
export interface TrendWalk {
  readonly by: "heat" | "velocity" | "gain_1h" | "gain_24h" | "gain_7d" | "outlier";
  readonly least: number;
  /** Those that gained so many views or more over the window of their velocity. */
  readonly movedMin?: number;
  readonly sampledAfter?: Instant;
  readonly publishedAfter?: Instant;
  /** Those of which no usual velocity is known, and so no heat. */
  readonly withoutHeat?: boolean;
}

/** The first `limit` videos of a scope by each of several orders, each video once. */
export async function readTrendingRows(
  db: Db,
  scope: InsightScope,
  walks: readonly TrendWalk[],
  limit: number,
): Promise<readonly TrendingVideo[]> {
  const [counted] = scope.tag === null ? [] : await countTags(db, [scope.tag]);
  const { from, where } = scopedVideos(scope, wayTo(counted?.videos ?? 0, walks.length));
  const picks = walks.map((walk) => {
    const column = sql.ref(`c.${walk.by}`);
    // What is gone moves no more, however it moved when it was sampled last.
    const conditions = [where, sql<SqlBool>`c.gone_at is null and ${column} >= ${walk.least}::float8`];
    if (walk.movedMin !== undefined) conditions.push(sql`c.velocity * c.velocity_hours >= ${walk.movedMin}::float8`);
    if (walk.sampledAfter !== undefined) conditions.push(sql`c.captured_at >= ${at(walk.sampledAfter)}`);
    if (walk.publishedAfter !== undefined) conditions.push(sql`c.published_at >= ${at(walk.publishedAfter)}`);
    if (walk.withoutHeat) conditions.push(sql`c.heat is null`);
    // An order that says where nulls are could not use an index that has none; and `least` leaves none anyway.
    const nulls = sql.raw(walk.by === "outlier" ? "nulls last" : "");
    return sql`(
      select c.video_id from ${from} where ${sql.join(conditions, sql` and `)}
      order by ${column} desc ${nulls}, c.video_id desc limit ${limit})`;
  });
  const { rows } = await sql<TrendingVideo>`
    select video_id as id, start_at as "startAt", captured_at as "capturedAt", views, gain_1h as "gain1h",
      gain_24h as "gain24h", gain_7d as "gain7d", velocity, velocity_hours as "velocityHours", heat, outlier,
      outlier_basis as "outlierBasis"
    from video_counter
    where video_id in (${sql.join(picks, sql` union `)})`.execute(db);
  return rows;
}

/** So many rows of a tag's videos are looked up in some 30 ms, and so many ids gathered in a tenth of that. */
const LOOKED_UP_MAX = 10_000;
const GATHERED_MAX = 20_000;

/** A tag with few videos leads, in each walk anew; the order of the walk leads for a common one, whose videos are soon met. */
function wayTo(tagged: number, walks: number): "leads" | "gathered" | "asked" {
  if (tagged * walks <= LOOKED_UP_MAX) return "leads";
  return tagged <= GATHERED_MAX ? "gathered" : "asked";
}
