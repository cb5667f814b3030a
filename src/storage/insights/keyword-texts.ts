import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { InsightScope, Window } from "#domain/insight-scope.ts";
import type { Instant } from "#domain/time.ts";
import type { Db } from "#storage/database.ts";
import { ONE_PLAN } from "#storage/sql/prepared-statements.ts";
import { scopedVideos } from "./scoped-videos.ts";

/** Which videos' texts are read: those of a scope that were published in a window, or those of the window that are not in it. */
export interface TextSource {
  readonly scope: InsightScope;
  readonly window: Window;
  readonly side: "inside" | "outside";
}

/** A described video by its texts. */
export interface VideoTexts {
  readonly id: string;
  readonly channelId: string;
  readonly title: string;
  /** Its beginning. */
  readonly description: string;
  readonly tags: readonly string[];
  readonly language: string | null;
  /** Its performance, else how many times the usual views of its channel it has at its age; `null` = neither is known. */
  readonly score: number | null;
}

/** Some of the videos that were meant, and how many these are. */
export interface TextSample<Row> {
  readonly rows: readonly Row[];
  readonly of: number;
}

/** Credits, links and hashtags follow what tells of the video; a channel's footers begin within this. */
const DESCRIPTION_CHARACTERS = 2000;

/**
 * The texts of the videos meant; of more than `most` a sample, the same each time, in which every video is as likely. They are
 * read by parts, and after each part `rest` is waited for: whoever has time leaves the database to others.
 */
export async function readTexts(
  db: Db,
  source: TextSource,
  most: number,
  rest: () => Promise<void>,
): Promise<TextSample<VideoTexts>> {
  const { rows: picked } = await sql<Picked>`
    select p.id, p."channelId", p.score from (${pickOf(source, most)}) p order by p."publishedAt" desc, p.id`.execute(
    db,
  );
  const rows: VideoTexts[] = [];
  for (let from = 0; from < picked.length; from += TEXTS_AT_ONCE) {
    const some = picked.slice(from, from + TEXTS_AT_ONCE);
    const texts = await readSome(
      db,
      some.map(({ id }) => id),
    );
    for (const video of some) {
      const own = texts.get(video.id);
      // It may have been removed since it was picked.
      if (own) rows.push({ ...own, ...video });
    }
    await rest();
  }
  return { rows, of: picked.length < most ? picked.length : await countTexts(db, source) };
}

/** Texts lie apart and compressed: so many take the database some ten milliseconds, and then it is others' turn. */
const TEXTS_AT_ONCE = 250;

type Picked = Pick<VideoTexts, "id" | "channelId" | "score">;
type Texts = Omit<VideoTexts, keyof Picked>;

async function readSome(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, Texts>> {
  const { rows } = await sql<Texts & { readonly id: string }>`
    select ${ONE_PLAN} id, title, tags, language, left(description, ${sql.lit(DESCRIPTION_CHARACTERS)}) as description
    from video where id = any(${[...ids]}::text[])`.execute(db);
  return new Map(rows.map((row) => [row.id, row]));
}

/** The same by their tags alone, as they are compared. */
export async function readTagSets(
  db: Db,
  source: TextSource,
  most: number,
): Promise<TextSample<{ readonly tags: readonly string[] }>> {
  const { rows } = await sql<{ tags: string[] }>`
    select v.tag_keys as tags from (${pickOf(source, most)}) p join video v on v.id = p.id`.execute(db);
  return { rows, of: rows.length < most ? rows.length : await countTexts(db, source) };
}

/** What tells whether the videos meant, their texts or scores are other ones than before. */
export interface TextStamp {
  readonly videos: number;
  /** A sum over their ids, in which each counts. */
  readonly ids: number;
  readonly changedAt: Instant | null;
  /** A sum over the logarithms of their scores, to 1 %. */
  readonly scores: number;
}

export async function readTextStamp(db: Db, source: TextSource): Promise<TextStamp> {
  const { from, where } = videosOf(source);
  const { rows } = await sql<TextStamp>`
    select count(*) as videos, coalesce(sum(hashtext(c.video_id)), 0)::float8 as ids, max(c.changed_at) as "changedAt",
      coalesce(sum(round(100 * ln(nullif(greatest(${SCORE}, 0), 0)))), 0)::float8 as scores
    from ${from} where ${where}`.execute(db);
  return rows[0] ?? { videos: 0, ids: 0, changedAt: null, scores: 0 };
}

async function countTexts(db: Db, source: TextSource): Promise<number> {
  const { from, where } = videosOf(source);
  const { rows } = await sql<{ n: number }>`select count(*) as n from ${from} where ${where}`.execute(db);
  return rows[0]?.n ?? 0;
}

const SCORE = sql`coalesce(c.performance, case when c.outlier_basis = 'age' then c.outlier end)`;

/** By a hash of the id, which knows nothing of what a video is about. */
function pickOf(source: TextSource, most: number): RawBuilder<unknown> {
  const { from, where } = videosOf(source);
  return sql`
    select c.video_id as id, c.channel_id as "channelId", c.published_at as "publishedAt", ${SCORE} as score
    from ${from} where ${where}
    order by hashtext(c.video_id), c.video_id limit ${most}`;
}

function videosOf({ scope, window, side }: TextSource): {
  readonly from: RawBuilder<unknown>;
  readonly where: RawBuilder<SqlBool>;
} {
  if (side === "inside") {
    const { from, where, published } = scopedVideos(scope);
    return { from, where: sql<SqlBool>`${where} and ${published(window)}` };
  }
  const { from, where, published } = scopedVideos(scope, "asked");
  return { from, where: sql<SqlBool>`${published(window)} and (${where}) is not true` };
}
