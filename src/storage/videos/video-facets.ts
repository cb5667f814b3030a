import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { Db } from "#storage/database.ts";
import { estimatedCost } from "#storage/sql/estimated-rows.ts";
import { PLACES } from "./picked.ts";
import { filterConditions } from "./video-filter.ts";
import { passing } from "./video-picks.ts";
import { pickPage, type VideoQuestion } from "./videos.ts";

/** How far a count of facets goes. */
interface FacetBounds {
  readonly counted: number;
  readonly lookedAt: number;
  readonly cost: number;
}

const BOUNDS: FacetBounds = {
  // So many of the newest matches are counted: a facet is a hint where to look next, for which a sample is as good as all,
  // and counting these takes some 20 ms however many more there are.
  counted: 1000,
  // Where finding them would take too long, they are looked for among so many of the newest videos.
  lookedAt: 5000,
  // What finding them may cost, in the units of PostgreSQL's planner: questions below it took 25 ms over a million videos,
  // and those that walk a whole index in vain lie above.
  cost: 20_000,
};

/** Of channels and tags so many are given, the commonest first; of the other facets all. */
const GIVEN_MAX = 20;

/** A value and how many of the counted videos have it; `value` null = they have none. */
export interface FacetValue {
  readonly value: string | null;
  /** What people call it, where that is not the value itself. */
  readonly label: string | null;
  readonly videos: number;
}

export interface VideoFacets {
  /** How many videos were counted. */
  readonly counted: number;
  /** Which those are: all that match, the newest that match, or those that match among the newest videos. */
  readonly basis: "all" | "newestMatches" | "newestVideos";
  readonly categories: readonly FacetValue[];
  readonly formats: readonly FacetValue[];
  /** Without their varieties: pt-BR counts as pt. */
  readonly languages: readonly FacetValue[];
  readonly channels: readonly FacetValue[];
  readonly tags: readonly FacetValue[];
}

/** What the newest videos that answer a question are like, each facet by falling count. */
export async function readFacets(db: Db, question: VideoQuestion, bounds = BOUNDS): Promise<VideoFacets> {
  const { ids, basis } = await newestIds(db, question, bounds);
  const [{ rows }, tags] = await Promise.all([countListed(db, ids), countTagsOf(db, ids)]);
  const of = (facet: string): FacetValue[] =>
    rows.filter((row) => row.facet === facet).map(({ value, label, videos }) => ({ value, label, videos }));
  return {
    counted: ids.length,
    basis,
    categories: of("category"),
    formats: of("format"),
    languages: of("language"),
    channels: of("channel"),
    tags: tags.rows,
  };
}

type Newest = { readonly ids: readonly string[]; readonly basis: VideoFacets["basis"] };

async function newestIds(db: Db, question: VideoQuestion, bounds: FacetBounds): Promise<Newest> {
  const limit = bounds.counted + 1;
  const { from, where } = passing(question.filter, question.terms);
  const asked = sql`select from ${from} where ${where} order by c.published_at desc, c.video_id desc limit ${sql.lit(limit)}`;
  const isCostly = (await estimatedCost(db, asked)) > bounds.cost;
  const picks = isCostly
    ? await amongNewest(db, question, bounds)
    : (await pickPage(db, question, { sort: "publishedAt", descending: true, after: null, limit }, PLACES)).picks;
  const basis = isCostly ? "newestVideos" : picks.length > bounds.counted ? "newestMatches" : "all";
  return { ids: picks.slice(0, bounds.counted).map(({ id }) => id), basis };
}

async function amongNewest(
  db: Db,
  { filter, terms }: VideoQuestion,
  { counted, lookedAt }: FacetBounds,
): Promise<readonly { readonly id: string }[]> {
  const conditions: RawBuilder<SqlBool>[] = [...filterConditions(filter)];
  if (terms !== null) conditions.push(sql<SqlBool>`s.terms @@ ${terms}::tsquery`);
  const { rows } = await sql<{ id: string }>`
    select c.video_id as id
    from (
      select * from video_counter where published_at is not null
      order by published_at desc, video_id desc limit ${sql.lit(lookedAt)}
    ) c ${sql.raw(terms === null ? "" : "join video_search s on s.video_id = c.video_id")}
    where ${sql.join(conditions, sql` and `)}
    order by c.published_at desc, c.video_id desc limit ${sql.lit(counted)}`.execute(db);
  return rows;
}

const countListed = (db: Db, ids: readonly string[]) =>
  sql<FacetValue & { facet: string }>`
    with counted as (
      select c.category_id as category, c.format, split_part(lower(c.language), '-', 1) as language, c.channel_id as channel
      from video_counter c where c.video_id = any(${[...ids]}::text[])
    ), channels as (
      select channel, count(*) as videos from counted group by 1 order by 2 desc, 1 limit ${sql.lit(GIVEN_MAX)}
    )
    select facet, value, label, videos from (
      select 'category' as facet, category as value, null::text as label, count(*) as videos from counted group by 2
      union all select 'format', format, null, count(*) from counted group by 2
      union all select 'language', language, null, count(*) from counted group by 2
      union all select 'channel', n.channel, ch.title, n.videos from channels n left join channel ch on ch.id = n.channel
    ) facets order by facet, videos desc, value`.execute(db);

const countTagsOf = (db: Db, ids: readonly string[]) =>
  sql<FacetValue>`
    with counted as (
      select key, count(distinct v.id) as videos from video v, unnest(v.tag_keys) as key
      where v.id = any(${[...ids]}::text[]) group by 1 order by 2 desc, 1 limit ${sql.lit(GIVEN_MAX)}
    )
    select n.key as value, t.label, n.videos from counted n left join tag t on t.tag = n.key order by n.videos desc, n.key`.execute(
    db,
  );
