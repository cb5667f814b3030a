import { sql } from "kysely";
import { dayOf } from "#domain/day-gain.ts";
import { ENGAGEMENT_KINDS, type EngagementPrior, TELLING_VIEWS_MIN } from "#domain/engagement.ts";
import { type FittedPrior, type FittingVideo, fitEngagementPriors } from "#domain/engagement-priors.ts";
import type { Instant } from "#domain/time.ts";
import type { Format, VideoId } from "#domain/video.ts";
import { at, type Db } from "#storage/database.ts";
import { BEFORE_ALL_IDS } from "#storage/sql/id-range.ts";
import { inTransaction } from "#storage/sql/transaction.ts";

/** Videos that priors are fitted to: enough for categories that have one video in a thousand, in half a second a day. */
const VIDEOS_LOOKED_AT = 50_000;
const VIDEOS_A_PART = 2_500;

/** All priors that are in force. */
export function readEngagementPriors(db: Db): Promise<readonly FittedPrior[]> {
  return db
    .selectFrom("engagement_prior")
    .select(["kind", "format", "category_id as categoryId", "alpha", "beta", "n"])
    .execute();
}

/**
 * What the engagement of each of some videos is drawn towards, by their formats as given and their categories as stored; a
 * video for which nothing was fitted is left out. The rule is that of `findsPrior`; it is asked with every settlement, and
 * so in one question that takes as many rows as there are videos.
 */
export async function readPriorsOf(
  db: Db,
  videos: readonly { readonly id: VideoId; readonly format: Format }[],
): Promise<ReadonlyMap<VideoId, EngagementPrior>> {
  const { rows } = await sql<EngagementPrior & { id: VideoId }>`
    select w.id, coalesce(c.alpha, f.alpha, a.alpha) as alpha, coalesce(c.beta, f.beta, a.beta) as beta
    from unnest(${videos.map(({ id }) => id)}::text[], ${videos.map(({ format }) => format)}::text[]) w(id, format)
      left join video_counter v on v.video_id = w.id
      left join engagement_prior c
        on c.kind = 'engagement' and c.format = w.format and c.category_id = v.category_id
      left join engagement_prior f on f.kind = 'engagement' and f.format = w.format and f.category_id = ''
      join engagement_prior a on a.kind = 'engagement' and a.format = '' and a.category_id = ''`.execute(db);
  return new Map(rows.map(({ id, alpha, beta }) => [id, { alpha, beta }]));
}

/**
 * Fits what rates are drawn towards anew (`fitEngagementPriors`), unless that was done on this UTC day. Ids say nothing of
 * their videos, so the first by id are a fair sample of all, and the same at every look. Engagements that are stored follow
 * with the next sample of their video.
 */
export async function refreshEngagementPriors(db: Db, now: Instant): Promise<void> {
  const [newest] = await db
    .selectFrom("engagement_prior")
    .select("computed_at")
    .orderBy("computed_at", "desc")
    .limit(1)
    .execute();
  if (newest !== undefined && dayOf(newest.computed_at) >= dayOf(now)) return;
  const videos = await readFittingVideos(db);
  await inTransaction(db, async (trx) => {
    await trx.deleteFrom("engagement_prior").execute();
    // Kind by kind, so that calls that are under way do not wait for all of the arithmetic at once.
    for (const kind of ENGAGEMENT_KINDS) {
      const fitted = fitEngagementPriors(kind, videos);
      await trx
        .insertInto("engagement_prior")
        .values(fitted.map(({ categoryId, ...prior }) => ({ ...prior, category_id: categoryId, computed_at: at(now) })))
        .execute();
    }
  });
}

/** The first videos by id, in parts: a reply of tens of thousands of rows would hold up all else while it is taken apart. */
async function readFittingVideos(db: Db): Promise<readonly FittingVideo[]> {
  const videos: FittingVideo[] = [];
  let after = BEFORE_ALL_IDS;
  for (let looked = 0; looked < VIDEOS_LOOKED_AT; looked += VIDEOS_A_PART) {
    const { rows } = await sql<FittingVideo & { id: string }>`
      select video_id as id, format, category_id as "categoryId", views, likes, comments
      from video_counter where video_id > ${after} order by video_id limit ${sql.lit(VIDEOS_A_PART)}`.execute(db);
    for (const { id, ...video } of rows) if (isTelling(video)) videos.push(video);
    after = rows.at(-1)?.id ?? after;
    if (rows.length < VIDEOS_A_PART) break;
  }
  return videos;
}

const isTelling = ({ format, views }: FittingVideo): boolean => format !== null && (views ?? 0) >= TELLING_VIEWS_MIN;
