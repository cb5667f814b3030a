import { sql } from "kysely";
import { epochIndex } from "#domain/counting-epoch.ts";
import type { Snapshot } from "#domain/snapshot.ts";
import type { Duration, Instant } from "#domain/time.ts";
import type { TrackedVideo } from "#domain/tracked.ts";
import { outlierAtAge, placesAround, TYPICAL_AGES, type Usual } from "#domain/typical.ts";
import { ageAt, type VideoId } from "#domain/video.ts";
import type { Db } from "#storage/database.ts";
import { rowSet } from "#storage/sql/row-set.ts";
import { MATURE_AGE } from "./score-formulas.ts";
import { nulled } from "./typical.ts";

/** What a comparison depends on besides the sample and what is usual. */
type Compared = Pick<TrackedVideo, "id" | "channelId" | "format" | "startAt" | "last">;

/**
 * Views ÷ what is usual for the channel and format at the same age, of newly sampled videos where that is known
 * (docs/formulas/outlier.md). The others are compared by lifetime views.
 */
export async function outliersAtAge(
  trx: Db,
  videos: readonly Compared[],
  samples: ReadonlyMap<VideoId, Snapshot>,
): Promise<ReadonlyMap<VideoId, number>> {
  const young = videos.flatMap((video) => youngOf(video, samples.get(video.id)) ?? []);
  const usual = await readUsual(trx, young);
  const outliers = new Map<VideoId, number>();
  for (const { video, startAt, age, views } of young) {
    const compared = usual.get(video.id);
    // What was counted otherwise does not compare.
    if (!compared || epochIndex(video.format, compared.newestStartAt) !== epochIndex(video.format, startAt)) continue;
    const { value } = outlierAtAge(views, age, compared);
    if (value !== null) outliers.set(video.id, value);
  }
  return outliers;
}

interface Young {
  readonly video: Compared;
  readonly startAt: Instant;
  readonly age: Duration;
  readonly views: number;
  /** The places in `TYPICAL_AGES` around its age. */
  readonly from: number;
  readonly to: number;
}

/** The video's newest sample, when it is of an age at which videos are compared and not mature. */
function youngOf(video: Compared, sample: Snapshot | undefined): Young | null {
  const { startAt, last } = video;
  if (startAt === null || !sample || sample.capturedAt !== last?.at || sample.views === null) return null;
  const age = ageAt(startAt, sample.capturedAt);
  const places = age < MATURE_AGE ? placesAround(age) : null;
  return places && { video, startAt, age, views: sample.views, ...places };
}

/** What a video is compared with: known around its age only, and when the newest of the videos that are usual began. */
type UsualAround = Usual & { readonly newestStartAt: Instant };

/** Of each array the one or two numbers around the video's age: all of them would be most of a settlement's time. */
async function readUsual(trx: Db, young: readonly Young[]): Promise<ReadonlyMap<VideoId, UsualAround>> {
  if (young.length === 0) return new Map();
  const asked = young.map(({ video, from, to }) => ({
    video_id: video.id,
    channel_id: video.channelId,
    format: video.format,
    // SQL counts from 1.
    first: from + 1,
    last: to + 1,
  }));
  const incoming = rowSet("i", asked, {
    video_id: "text",
    channel_id: "text",
    format: "text",
    first: "integer",
    last: "integer",
  });
  const { rows } = await sql<{
    id: VideoId;
    first: number;
    medians: number[];
    ns: number[];
    newestStartAt: Instant;
  }>`
    select i.video_id as id, i.first, t.medians[i.first:i.last] as medians, t.ns[i.first:i.last] as ns,
      c.start_at as "newestStartAt"
    from ${incoming}
    join typical t on t.channel_id = i.channel_id and t.format = i.format
    join video_counter c on c.video_id = t.video_ids[1]
    where c.start_at is not null`.execute(trx);
  return new Map(
    rows.map(({ id, first, medians, ns, newestStartAt }) => {
      const known = nulled(medians);
      const usual = {
        medians: TYPICAL_AGES.map((_, i) => known[i + 1 - first] ?? null),
        ns: TYPICAL_AGES.map((_, i) => ns[i + 1 - first] ?? 0),
      };
      return [id, { ...usual, newestStartAt }];
    }),
  );
}
