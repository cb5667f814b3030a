import { type Duration, days, hours, type Instant, instant, milliseconds, minus, minutes, plus } from "#domain/time.ts";
import { hash } from "#simulation/random.ts";
import { type LightChannel, type LightWorld, lightWorld, startedBy } from "./light-world.ts";

/** Uploads have been published for so long before the run begins: habits are learned from them, and renewals fall due. */
const HISTORY_DAYS = 60;
/** What the population assumes of the planner's own habits is replaced by them in a day. */
const WARM_UP_DAYS = 1;
export const MEASURED_DAYS = 3;

/** Midnight in Los Angeles, in a summer without a change of clocks: measured days are quota days. */
const WORLD_FROM: Instant = instant(Date.UTC(2026, 5, 1, 7));
export const RUN_FROM: Instant = plus(WORLD_FROM, days(HISTORY_DAYS));
export const MEASURED_FROM: Instant = plus(RUN_FROM, days(WARM_UP_DAYS));
export const RUN_UNTIL: Instant = plus(MEASURED_FROM, days(MEASURED_DAYS));

/** So many videos are deleted or hidden within 30 days, at any age alike. */
const DELETED_SHARE = 0.005;
const DELETED_WITHIN = days(30);

/** A light world some of whose videos are taken away again. */
export interface CapacityWorld {
  readonly light: LightWorld;
  /** By channel, the videos taken away, and when. */
  readonly deletions: ReadonlyMap<number, readonly Deletion[]>;
  readonly deletedAt: ReadonlyMap<number, Instant>;
}

interface Deletion {
  readonly video: number;
  readonly at: Instant;
}

export function capacityWorld(seed: number, channels: number): CapacityWorld {
  const light = lightWorld(seed, channels, WORLD_FROM, HISTORY_DAYS + WARM_UP_DAYS + MEASURED_DAYS);
  const deletions = new Map<number, Deletion[]>();
  const deletedAt = new Map<number, Instant>();
  for (const [video, start] of light.startAt.entries()) {
    const chance = hash("deleted", seed, video) / 2 ** 32;
    if (chance >= DELETED_SHARE) continue;
    const at = plus(instant(start), milliseconds(Math.floor((chance / DELETED_SHARE) * DELETED_WITHIN)));
    const channel = light.channelOf[video] ?? 0;
    const known = deletions.get(channel);
    if (known) known.push({ video, at });
    else deletions.set(channel, [{ video, at }]);
    deletedAt.set(video, at);
  }
  return { light, deletions, deletedAt };
}

/** How many of a channel's videos its public count holds at an instant, were it not late. */
export function countedAt({ light, deletions }: CapacityWorld, index: number, at: Instant): number {
  const channel = light.channels[index] as LightChannel;
  const gone = deletions.get(index)?.filter((deletion) => deletion.at <= at).length ?? 0;
  return startedBy(light, channel, at) - gone;
}

/** Whether a video has been taken away by an instant. */
export const isDeleted = ({ deletedAt }: CapacityWorld, video: number, at: Instant): boolean =>
  (deletedAt.get(video) ?? Number.POSITIVE_INFINITY) <= at;

/** Uploads that count: their sixty-third minute lies in the measured days, and they were there until then. */
export function measuredUploads(world: CapacityWorld): number[] {
  const judgedAfter = minutes(63);
  const uploads: number[] = [];
  for (const [video, start] of world.light.startAt.entries()) {
    if (start < MEASURED_FROM || start > minus(RUN_UNTIL, judgedAfter)) continue;
    if (!isDeleted(world, video, plus(instant(start), judgedAfter))) uploads.push(video);
  }
  return uploads;
}

/** All uploads of the measured days. */
export const uploadsOfMeasuredDays = ({ light }: CapacityWorld): number =>
  light.startAt.reduce((sum, start) => sum + (start >= MEASURED_FROM && start < RUN_UNTIL ? 1 : 0), 0);

/** A video's youth ends with the window of its last milestone, 30 days and 12 hours after its start. */
export const YOUTH_END: Duration = hours(30 * 24 + 12);
