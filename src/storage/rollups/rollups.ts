import { sql } from "kysely";
import type { Settlement } from "#domain/settlement.ts";
import type { Snapshot } from "#domain/snapshot.ts";
import type { TrackedVideo } from "#domain/tracked.ts";
import type { VideoId } from "#domain/video.ts";
import type { Db } from "#storage/database.ts";
import { addChannelDays, addChannelHours, addVideoDays, moveChannelDays } from "./rollup-rows.ts";
import { type KnownVideo, RollupSums } from "./rollup-sums.ts";

/**
 * Adds what newly stored samples say was gained to the days and hours of their videos and channels
 * (docs/formulas/rollups.md). Before the counters' rows are written: what they hold is the sample that a gain counts from.
 */
export async function writeRollups(trx: Db, settlement: Settlement): Promise<void> {
  if (settlement.videos.length === 0) return;
  const known = await readKnown(trx, settlement.videos);
  const samples = samplesByVideo(settlement.snapshots);
  const sums = new RollupSums(settlement.at);
  for (const video of settlement.videos) {
    const last = video.last?.at ?? null;
    // What planning remembers as the last sample is what the next gain counts from: no sample beyond it counts yet.
    const counted = (samples.get(video.id) ?? []).filter(({ capturedAt }) => last !== null && capturedAt <= last);
    const before = known.get(video.id) ?? null;
    sums.add(asStored(video, before), before, counted);
  }
  await moveChannelDays(trx, sums.moved);
  await addVideoDays(trx, sums.videoDays);
  await addChannelDays(trx, sums.channelDays);
  await addChannelHours(trx, sums.channelHours);
}

async function readKnown(trx: Db, videos: readonly TrackedVideo[]): Promise<ReadonlyMap<VideoId, KnownVideo>> {
  const ids = videos.map(({ id }) => id);
  const { rows } = await sql<KnownVideo>`
    select c.video_id as id, c.captured_at as at, c.views, c.likes, c.comments, c.start_at as "startAt", v.format,
      v.first_seen_at as "firstSeenAt", coalesce(d.open, false) as open
    from video_counter c
    join video v on v.id = c.video_id
    left join video_day d on d.video_id = c.video_id and d.day = (c.captured_at at time zone 'UTC')::date
    where c.video_id = any(${ids}::text[]) and v.id = any(${ids}::text[])`.execute(trx);
  return new Map(rows.map((row) => [row.id, row]));
}

/** Samples by video, oldest first. A feed's counters are none: they come from a cache of unknown age. */
function samplesByVideo(snapshots: readonly Snapshot[]): ReadonlyMap<VideoId, Snapshot[]> {
  const samples = new Map<VideoId, Snapshot[]>();
  for (const snapshot of snapshots.toSorted((a, b) => a.capturedAt - b.capturedAt)) {
    if (snapshot.source === "feed") continue;
    const known = samples.get(snapshot.videoId);
    if (known) known.push(snapshot);
    else samples.set(snapshot.videoId, [snapshot]);
  }
  return samples;
}

/** A video that planning had forgotten keeps the start and the format that are stored, as its rows do (video-rows.ts). */
function asStored(video: TrackedVideo, known: KnownVideo | null): TrackedVideo {
  if (!known || known.firstSeenAt >= video.firstSeenAt) return video;
  return {
    ...video,
    startAt: video.startAt ?? known.startAt,
    format: video.format === "unknown" ? known.format : video.format,
  };
}
