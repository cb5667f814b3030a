import { type RawBuilder, type SqlBool, sql } from "kysely";
import { allOf, type TermQuery } from "#domain/search-terms.ts";
import { type SearchWindow, windowsBack, windowsOn } from "#domain/search-windows.ts";
import { earliest, type Instant, instant, latest } from "#domain/time.ts";
import { at, type Db } from "#storage/database.ts";
import { estimatedRows } from "#storage/sql/estimated-rows.ts";
import type { Position } from "#storage/sql/keyset.ts";
import { ONE_PLAN } from "#storage/sql/prepared-statements.ts";
import type { PickReader } from "#storage/videos/picked.ts";
import { filterConditions, type VideoFilter } from "#storage/videos/video-filter.ts";
import { passing, pickVideos } from "#storage/videos/video-picks.ts";

/** A way through what matches, by publication. */
interface SearchWalk {
  readonly descending: boolean;
  readonly after: Position | null;
  readonly limit: number;
}

/** What was found, with its publication as `value`; `score` is 0 unless words to rank by were given. */
export interface Match extends Position {
  readonly value: number;
  readonly score: number;
}

/**
 * So many matches are best read all and sorted: some 2 µs each, while a question that is split by time costs some
 * milliseconds whatever it finds.
 */
const GATHERED_MAX = 3000;

/** From this share of all videos on, looking at them one by one by date soon fills a page: 50 are 1,000 looks at most. */
const COMMON_SHARE = 1 / 20;

/** When a filter leaves less of what matches, hardly a window holds a page, and other indexes serve better. */
const FILTER_SHARE_MIN = 1 / 12;

/** Prefixes, of which a window would read every word again, and phrases, of which only the words can be estimated. */
const isPrefix = (terms: TermQuery): boolean => terms.includes("':*");
const stepsOf = (terms: TermQuery): number => terms.match(/ <\d+> /g)?.length ?? 0;

/**
 * Picks up to `limit` videos that match, newest or oldest first, from a position on; by what the statistics expect of the
 * terms, in one of three ways. Rare terms: all that match, sorted. Common ones: videos by date, each looked at. Between
 * the two: stretches of time one after the other until there are enough, each some eight times as long as the one before;
 * days are terms like words, so that one index intersects both (docs/formulas/search.md).
 */
export async function pickMatches<Row extends Position>(
  db: Db,
  filter: VideoFilter,
  terms: TermQuery,
  walk: SearchWalk,
  reader: PickReader<Row>,
): Promise<readonly Row[]> {
  switch (await wayThrough(db, filter, terms, walk.limit)) {
    case "gather":
      return reader.placed(db, await matchesIn(db, filter, terms, WHENEVER, walk, null));
    case "windows":
      return reader.placed(db, await matchesByWindow(db, filter, terms, walk, null));
    case "walk":
      return pickVideos(db, filter, terms, { ...walk, sort: "publishedAt" }, reader);
  }
}

const WHENEVER: SearchWindow = { terms: null, from: null, before: null };

/** `walk` looks at videos by date, unless PostgreSQL thinks better of it. */
async function wayThrough(
  db: Db,
  filter: VideoFilter,
  terms: TermQuery,
  limit: number,
): Promise<"gather" | "windows" | "walk"> {
  const videos = await videosInAll(db);
  const steps = stepsOf(terms);
  const estimated = await estimatedMatches(db, terms);
  const matching = asOneWord(estimated, videos, steps);
  // A chunk of an export is best read as a whole, too.
  if (matching <= Math.max(GATHERED_MAX, limit)) return isFiltered(filter) ? "walk" : "gather";
  if (isPrefix(terms)) return "walk";
  const { from, where } = passing(filter, terms);
  const passed = isFiltered(filter) ? await estimatedRows(db, sql`select from ${from} where ${where}`) : estimated;
  if (steps === 0 && passed >= COMMON_SHARE * videos) return "walk";
  return passed >= FILTER_SHARE_MIN * estimated ? "windows" : "walk";
}

/**
 * How many videos may hold what a phrase consists of. Statistics take its words for strangers, of which one in a hundred beside
 * one in a hundred is met once in ten thousand; but what is asked for as a phrase was written as one, and comes as one.
 */
const asOneWord = (matching: number, videos: number, steps: number): number =>
  videos * (Math.max(matching, 1) / videos) ** (1 / (steps + 1));

const estimatedMatches = (db: Db, terms: TermQuery): Promise<number> =>
  estimatedRows(db, sql`select from video_search s where s.terms @@ ${terms}::tsquery`);

async function videosInAll(db: Db): Promise<number> {
  const { rows } = await sql<{ videos: number }>`
    select ${ONE_PLAN} reltuples as videos from pg_class where oid = 'video_search'::regclass`.execute(db);
  return Math.max(1, rows[0]?.videos ?? 0);
}

/** Whether anything but the date is asked of the counters' rows. */
function isFiltered({ publishedAfter: _, publishedBefore: __, ...rest }: VideoFilter): boolean {
  return Object.values(rest).some((value) => value !== undefined);
}

/** The matches of window after window until there are `limit`. */
export async function matchesByWindow(
  db: Db,
  filter: VideoFilter,
  terms: TermQuery,
  { descending, after, limit }: SearchWalk,
  words: TermQuery | null,
): Promise<readonly Match[]> {
  const span = await spanOf(db, filter, descending, after);
  const found: Match[] = [];
  if (span === null) return found;
  const windows = descending ? windowsBack(span.start) : windowsOn(span.start);
  const progress = () => ({ found: found.length, wanted: limit - found.length });
  for (let step = windows.next(); !step.done; step = windows.next(progress())) {
    const window = step.value;
    if (window.from !== null && window.from > span.last) break;
    if (window.before !== null && window.before <= span.first) break;
    const walk = { descending, after, limit: limit - found.length };
    found.push(...(await matchesIn(db, filter, terms, window, walk, words)));
    if (found.length === limit) break;
  }
  return found;
}

/** Where a walk starts, and between which publications anything is; `null` when there is nothing at all. */
async function spanOf(db: Db, filter: VideoFilter, descending: boolean, after: Position | null) {
  const { rows } = await sql<{ first: Instant | null; last: Instant | null }>`
    select ${ONE_PLAN} min(published_at) as first, max(published_at) as last from video_counter`.execute(db);
  const [known] = rows;
  if (!known || known.first === null || known.last === null) return null;
  const first = latest(known.first, filter.publishedAfter ?? known.first);
  const last = earliest(known.last, filter.publishedBefore ?? known.last);
  if (after !== null) return { start: instant(Number(after.value)), first, last };
  return { start: descending ? last : first, first, last };
}

async function matchesIn(
  db: Db,
  filter: VideoFilter,
  terms: TermQuery,
  window: SearchWindow,
  { descending, after, limit }: SearchWalk,
  words: TermQuery | null,
): Promise<readonly Match[]> {
  const query = window.terms === null ? terms : allOf([terms, window.terms]);
  const conditions: RawBuilder<SqlBool>[] = [sql`s.terms @@ ${query}::tsquery`];
  const { publishedAfter, publishedBefore } = filter;
  if (publishedAfter !== undefined) conditions.push(sql`s.published_at >= ${at(publishedAfter)}`);
  if (publishedBefore !== undefined) conditions.push(sql`s.published_at < ${at(publishedBefore)}`);
  if (window.terms === null && window.from !== null) conditions.push(sql`s.published_at >= ${at(window.from)}`);
  if (window.terms === null && window.before !== null) conditions.push(sql`s.published_at < ${at(window.before)}`);
  if (after !== null) {
    const beyond = sql.raw(descending ? "<" : ">");
    conditions.push(sql`(s.published_at, s.video_id) ${beyond} (${at(instant(Number(after.value)))}, ${after.id})`);
  }
  // What is found carries its date: the counters are looked at only for what they alone know.
  const filtered = isFiltered(filter);
  if (filtered) conditions.push(...filterConditions(filter));
  const direction = sql.raw(descending ? "desc" : "asc");
  const { rows } = await sql<Match>`
    select ${filtered ? sql.raw("") : ONE_PLAN} s.video_id as id, s.published_at as value,
      ${words === null ? sql`0::float8` : sql`ts_rank_cd(s.terms, ${words}::tsquery)::float8`} as score
    from video_search s ${sql.raw(filtered ? "join video_counter c on c.video_id = s.video_id" : "")}
    where ${sql.join(conditions, sql` and `)}
    order by s.published_at ${direction}, s.video_id ${direction} limit ${limit}`.execute(db);
  return rows;
}
