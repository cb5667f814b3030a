import { sql } from "kysely";
import { ENGAGEMENT_PRIOR_DEFAULT, engagement } from "#domain/engagement.ts";
import { GAIN_LOOKBACK, gain } from "#domain/gain.ts";
import { ageBin, heat } from "#domain/heat.ts";
import type { Reading, Snapshot } from "#domain/snapshot.ts";
import { days, earliest, hours, minus } from "#domain/time.ts";
import type { TrackedVideo } from "#domain/tracked.ts";
import { velocity } from "#domain/velocity.ts";
import { ageAt, type VideoId } from "#domain/video.ts";
import type { ListingColumns } from "#storage/answer-tables.ts";
import { at, type Db } from "#storage/database.ts";
import { type StoredViews, samplesIn } from "#storage/videos/samples-text.ts";
import { readPriorsOf } from "./engagement-priors.ts";
import { countVelocities, readTypicalVelocities, type VelocitySeen } from "./velocity-typical.ts";

/** What a sample says of a video beside its counters; each null where it cannot be told. */
export type Measures = Pick<
  ListingColumns,
  "gain_1h" | "gain_24h" | "gain_7d" | "velocity" | "velocity_hours" | "heat" | "engagement"
>;

/** What measures depend on besides stored samples. */
export type Measured = Pick<TrackedVideo, "id" | "startAt" | "format" | "last" | "previous">;

/**
 * Takes the measures of newly sampled videos from their stored snapshots (those of this settlement are stored already),
 * and counts their velocities among what is typical. `samples` holds each video's newest sample; only videos that have
 * no newer one are in the answer.
 */
export async function measureSamples(
  trx: Db,
  videos: readonly Measured[],
  samples: ReadonlyMap<VideoId, Snapshot>,
): Promise<ReadonlyMap<VideoId, Measures>> {
  const taken = await takeMeasures(trx, videos, samples);
  await countVelocities(
    trx,
    taken.flatMap(({ video, seen }) => (seen && isFirstOfItsAge(video) ? [seen] : [])),
  );
  return new Map(taken.map(({ video, measures }) => [video.id, measures]));
}

/** The same for samples that say nothing of what is typical now: they were taken by others, in their own selection. */
export async function measureForeign(
  trx: Db,
  videos: readonly Measured[],
  samples: ReadonlyMap<VideoId, Snapshot>,
): Promise<ReadonlyMap<VideoId, Measures>> {
  const taken = await takeMeasures(trx, videos, samples);
  return new Map(taken.map(({ video, measures }) => [video.id, measures]));
}

interface Taken {
  readonly video: Measured;
  readonly seen: VelocitySeen | null;
  readonly measures: Measures;
}

async function takeMeasures(
  trx: Db,
  videos: readonly Measured[],
  samples: ReadonlyMap<VideoId, Snapshot>,
): Promise<readonly Taken[]> {
  const sampled = videos.flatMap((video) => {
    const sample = samples.get(video.id);
    return sample && sample.capturedAt === video.last?.at ? [{ video, sample }] : [];
  });
  if (sampled.length === 0) return [];
  const stored = await readRecent(trx, sampled);
  const newest = sampled.filter(({ video, sample }) => (stored.get(video.id)?.at(-1)?.at ?? 0) <= sample.capturedAt);
  const moving = newest.map(({ video, sample }) => ({ video, sample, ...motionOf(video, sample, stored) }));
  const seen = moving.flatMap(({ seen }) => seen ?? []);
  const typical = await readTypicalVelocities(trx, seen);
  const priors = await readPriorsOf(
    trx,
    newest.map(({ video }) => video),
  );
  return moving.map(({ video, sample, seen, ...motion }) => ({
    video,
    seen,
    measures: {
      ...motion,
      heat: seen && heat(seen.viewsPerHour, typical(seen)),
      engagement: engagement(sample, priors.get(video.id) ?? ENGAGEMENT_PRIOR_DEFAULT),
    },
  }));
}

type Sampled = { readonly video: Measured; readonly sample: Snapshot };

type Motion = Omit<Measures, "heat" | "engagement"> & { readonly seen: VelocitySeen | null };

const UNKNOWN: Motion = {
  gain_1h: null,
  gain_24h: null,
  gain_7d: null,
  velocity: null,
  velocity_hours: null,
  seen: null,
};

function motionOf(video: Measured, sample: Snapshot, stored: ReadonlyMap<VideoId, readonly StoredViews[]>): Motion {
  const { startAt, format } = video;
  if (startAt === null || sample.views === null) return UNKNOWN;
  const readings = (stored.get(video.id) ?? []).flatMap(({ at, views }): Reading[] =>
    views === null ? [] : [{ age: ageAt(startAt, at), views }],
  );
  const moved = velocity(readings);
  return {
    gain_1h: gain(readings, hours(1)),
    gain_24h: gain(readings, hours(24)),
    gain_7d: gain(readings, days(7)),
    velocity: moved?.viewsPerHour ?? null,
    velocity_hours: moved?.hours ?? null,
    seen: moved && {
      at: sample.capturedAt,
      format,
      ageBin: ageBin(ageAt(startAt, sample.capturedAt)),
      viewsPerHour: moved.viewsPerHour,
    },
  };
}

/** Each video counts once at each step of age, however often it is sampled. */
function isFirstOfItsAge({ startAt, last, previous }: Measured): boolean {
  if (startAt === null || last === null) return false;
  return previous === null || ageBin(ageAt(startAt, previous.at)) < ageBin(ageAt(startAt, last.at));
}

/** The stored samples of the last weeks, oldest first. The bound is a constant so that older months are not looked at. */
async function readRecent(trx: Db, sampled: readonly Sampled[]): Promise<ReadonlyMap<VideoId, readonly StoredViews[]>> {
  const ids = sampled.map(({ video }) => video.id);
  const from = minus(earliest(...sampled.map(({ sample }) => sample.capturedAt)), GAIN_LOOKBACK);
  const { rows } = await sql<{ id: VideoId; seconds: string; views: string }>`
    select video_id as id, string_agg(date_part('epoch', captured_at)::text, ',') as seconds,
      string_agg(coalesce(views::text, ''), ',') as views
    from snapshot
    where video_id = any(${ids}::text[]) and captured_at >= ${at(from)} and source <> 'feed'
    group by video_id`.execute(trx);
  return new Map(rows.map(({ id, seconds, views }) => [id, samplesIn(seconds, views)]));
}
