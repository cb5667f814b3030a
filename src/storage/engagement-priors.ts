import { sql } from "kysely";
import type { EngagementPrior } from "#domain/engagement.ts";
import { type Engaged, fitEngagementPrior } from "#domain/engagement-prior.ts";
import { days, type Instant, plus } from "#domain/time.ts";
import type { Format } from "#domain/video.ts";
import { at, type Db } from "./database.ts";
import { inTransaction } from "./transaction.ts";

/** Videos that are looked at, and of them those of one format that a prior is fitted to: a tenth of a second once a day. */
const VIDEOS_LOOKED_AT = 20_000;
const VIDEOS_A_FORMAT = 5_000;

/** With fewer views a share is mostly chance, and tells little of how videos differ. */
const VIEWS_MIN = 100;

/** What each format's engagement is drawn towards; formats without enough videos are left out. */
export async function readEngagementPriors(db: Db): Promise<ReadonlyMap<Format, EngagementPrior>> {
  const rows = await db.selectFrom("engagement_prior").select(["format", "alpha", "beta"]).execute();
  return new Map(rows.map(({ format, alpha, beta }) => [format, { alpha, beta }]));
}

/** How videos of a format differ changes little from day to day. */
const AGE_MAX = days(1);

/**
 * Fits what engagement is drawn towards anew, a format each, unless that was done within a day. Ids say nothing of their videos, so the first by id are a fair
 * sample of all, and the same at every look. Engagements that are stored follow with the next sample of their video.
 */
export async function refreshEngagementPriors(db: Db, now: Instant): Promise<void> {
  const [newest] = await db
    .selectFrom("engagement_prior")
    .select("computed_at")
    .orderBy("computed_at", "desc")
    .limit(1)
    .execute();
  if (newest !== undefined && now < plus(newest.computed_at, AGE_MAX)) return;
  const { rows } = await sql<Engaged & { format: Format }>`
    select format, views, likes + comments as engaged
    from (
      select format, views, likes, comments, row_number() over (partition by format order by video_id) as place
      from (select * from video_counter order by video_id limit ${sql.lit(VIDEOS_LOOKED_AT)}) looked_at
      where format is not null and views >= ${sql.lit(VIEWS_MIN)} and likes is not null and comments is not null
    ) shown
    where place <= ${sql.lit(VIDEOS_A_FORMAT)}`.execute(db);
  const byFormat = new Map<Format, Engaged[]>();
  for (const { format, ...video } of rows) {
    const videos = byFormat.get(format);
    if (videos) videos.push(video);
    else byFormat.set(format, [video]);
  }
  await inTransaction(db, async (trx) => {
    await trx.deleteFrom("engagement_prior").execute();
    for (const [format, videos] of byFormat) {
      const prior = fitEngagementPrior(videos);
      if (!prior) continue;
      await trx
        .insertInto("engagement_prior")
        .values({ format, ...prior, n: videos.length, computed_at: at(now) })
        .execute();
    }
  });
}
