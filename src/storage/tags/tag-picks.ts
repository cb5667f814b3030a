import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { Db } from "#storage/database.ts";
import { countIndexed } from "#storage/sql/indexed-count.ts";
import { type Position, readKeyset } from "#storage/sql/keyset.ts";
import { ONE_PLAN } from "#storage/sql/prepared-statements.ts";
import { isUsual, type PickReader } from "#storage/videos/picked.ts";
import { filterConditions, type VideoFilter } from "#storage/videos/video-filter.ts";
import { passing, pickFrom, type VideoWalk } from "#storage/videos/video-picks.ts";

/** Tags of which a video must carry each; folded, one at least. */
export interface TagChoice {
  readonly keys: readonly string[];
}

/** So many videos of a tag are best looked up one by one and sorted: some 3 µs each. */
const GATHERED_MAX = 2000;

/** Asking whether a video carries a tag costs so much more than counting one more row of the tag into a table of hashes. */
const PROBE_COST = 8;

/**
 * Picks up to `limit` videos that carry all tags, after a position. The rarest tag leads. By date its own rows are walked, in
 * that order already. By anything else, a rare tag's videos are looked up and sorted, and the order of all videos is walked for
 * a common one's, each asked whether it carries the tag; of a tag between the two the ids are gathered first, which makes that
 * question a cheap one.
 */
export async function pickTagged<Row extends Position>(
  db: Db,
  filter: VideoFilter,
  { keys }: TagChoice,
  walk: VideoWalk,
  reader: PickReader<Row>,
): Promise<readonly Row[]> {
  const counted = await countTags(db, keys);
  const [rarest, ...others] = counted;
  // A tag that nobody carries is not counted.
  if (rarest === undefined || counted.length < new Set(keys).size) return [];
  const also = others.map(({ tag }) => tag);
  if (walk.sort === "publishedAt") return walkTag(db, filter, rarest.tag, also, walk, reader);
  const { from, where } = passing(filter, null);
  if (rarest.videos <= Math.max(GATHERED_MAX, walk.limit)) {
    const tagged = sql`t.tag = ${rarest.tag}${andCarries("t", also)}`;
    return pickFrom(
      db,
      {
        from: sql`video_tag t join video_counter c on c.video_id = t.video_id`,
        where: sql`${tagged} and ${where}`,
        all: false,
      },
      filter,
      walk,
      reader,
    );
  }
  // Of every so many videos one carries the tag: as many have to be asked for each that is found.
  const asked = (walk.limit * (await countIndexed(db))) / rarest.videos;
  const carries = rarest.videos < asked * PROBE_COST ? isGathered(rarest.tag) : carriesAt("c", rarest.tag);
  return pickFrom(
    db,
    { from, where: sql`${where} and ${carries}${andCarries("c", also)}`, all: false },
    filter,
    walk,
    reader,
  );
}

/** The newest videos of a tag, given folded, of all that there are. */
export async function newestTagged(db: Db, tag: string, limit: number): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select ${ONE_PLAN} video_id as id from video_tag where tag = ${tag}
    order by published_at desc, video_id desc limit ${sql.lit(limit)}`.execute(db);
  return rows.map(({ id }) => id);
}

/** How many videos carry each tag, the rarest first; those that none carries are left out. */
export async function countTags(
  db: Db,
  keys: readonly string[],
): Promise<readonly { readonly tag: string; readonly videos: number }[]> {
  const { rows } = await sql<{ tag: string; videos: number }>`
    select ${ONE_PLAN} tag, videos from tag where tag = any(${[...keys]}::text[]) order by videos, tag`.execute(db);
  return rows;
}

/** Walks a tag's videos by date. What a tag's row does not hold is looked up in the counters, if it is asked for at all. */
function walkTag<Row extends Position>(
  db: Db,
  filter: VideoFilter,
  tag: string,
  also: readonly string[],
  walk: VideoWalk,
  reader: PickReader<Row>,
): Promise<readonly Row[]> {
  const all = Object.values(filter).every((value) => value === undefined);
  const conditions = all ? [] : filterConditions(filter);
  const column = { ref: "t.published_at", kind: "instant", nullable: false, indexNulls: "first" } as const;
  const pick = (beyond: RawBuilder<SqlBool>, order: RawBuilder<unknown>, limit: number) => {
    const marked = all && also.length === 0 && isUsual(limit);
    const statement = sql`
      select ${marked ? ONE_PLAN : sql.raw("")} t.video_id as id, t.published_at as value
      from video_tag t ${sql.raw(all ? "" : "join video_counter c on c.video_id = t.video_id")}
      where t.tag = ${tag}${andCarries("t", also)} and ${beyond} ${conditions.length === 0 ? sql`` : sql`and ${sql.join(conditions, sql` and `)}`}
      order by ${order} limit ${marked ? sql.lit(limit) : limit}`;
    return reader.picked(db, statement, { column, descending: walk.descending, marked });
  };
  return readKeyset({ ...walk, column, idRef: "t.video_id" }, pick);
}

/** Whether `c` carries a tag, by the ids of all that do, which are gathered first: asking is cheap then. */
export const isGathered = (tag: string): RawBuilder<SqlBool> =>
  sql<SqlBool>`(c.video_id in (select t.video_id from video_tag t where t.tag = ${tag})) is true`;

/** Whether a row's video carries a tag, asked by the key of video_tag; `offset` keeps PostgreSQL from asking it of all at once. */
export const carriesAt = (row: "t" | "c", tag: string): RawBuilder<SqlBool> =>
  sql<SqlBool>`exists (
    select from video_tag o where o.tag = ${tag} and o.published_at = ${sql.ref(`${row}.published_at`)}
      and o.video_id = ${sql.ref(`${row}.video_id`)} offset 0)`;

const andCarries = (row: "t" | "c", tags: readonly string[]): RawBuilder<unknown> =>
  tags.length === 0
    ? sql``
    : sql` and ${sql.join(
        tags.map((tag) => carriesAt(row, tag)),
        sql` and `,
      )}`;
