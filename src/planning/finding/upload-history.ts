import type { ChannelId } from "#domain/channel.ts";
import { type Duration, days, hours, type Instant, instant } from "#domain/time.ts";
import type { TrackedVideo } from "#domain/tracked.ts";

type Published = Pick<TrackedVideo, "channelId" | "publishedAt" | "goneAt">;

const NONE: readonly Instant[] = [];

/** Over how many days uploads are counted to expect the next ones: a week evens out weekdays. */
const RATE_DAYS = 7;

const HOUR = hours(1);
const HOURS_PER_DAY = 24;

/**
 * When each channel's known videos were published, rising; and how many an hour by the channels that are tracked, in all:
 * nobody looks for uploads of others, whose videos a watch has found. It follows from the rows alone, whatever their order,
 * and forgets a video that is gone, as a restart would.
 */
export class UploadHistory {
  readonly #byChannel = new Map<ChannelId, Instant[]>();
  readonly #tracked = new Set<ChannelId>();
  readonly #perHour = new Map<number, number>();

  /** Takes in a video's new row in the place of its old one. */
  replace(old: Published | null, row: Published | null): void {
    const before = old === null || old.goneAt !== null ? null : old.publishedAt;
    const after = row === null || row.goneAt !== null ? null : row.publishedAt;
    if (before === after && old?.channelId === row?.channelId) return;
    if (old && before !== null) this.#remove(old.channelId, before);
    if (row && after !== null) this.#add(row.channelId, after);
  }

  /** Counts a channel among those that are tracked, or no longer; its videos stay. */
  follow(id: ChannelId, isTracked: boolean): void {
    if (this.#tracked.has(id) === isTracked) return;
    if (isTracked) this.#tracked.add(id);
    else this.#tracked.delete(id);
    for (const at of this.of(id)) this.#count(at, isTracked ? 1 : -1);
  }

  /** The publications of a channel's known videos, rising. */
  of(id: ChannelId): readonly Instant[] {
    return this.#byChannel.get(id) ?? NONE;
  }

  /** How many of a channel's known videos were published after `from` and not after `to`. */
  countBetween(id: ChannelId, from: Instant, to: Instant): number {
    const instants = this.of(id);
    return uploadsBy(instants, to) - uploadsBy(instants, from);
  }

  /** Uploads of all tracked channels to be expected between two instants, by what came in the same hours of the days before. */
  expectedBetween(from: Instant, to: Instant): number {
    let sum = 0;
    for (let at: number = from; at < to; ) {
      const hour = Math.floor(at / HOUR);
      const end = Math.min(to, (hour + 1) * HOUR);
      sum += (end - at) * this.#rateIn(hour);
      at = end;
    }
    return sum;
  }

  /**
   * When so many uploads of all tracked channels are to be expected since `from`, by what came in the same hours of the days
   * before; `null` when not within `most`.
   */
  expectedFrom(from: Instant, uploads: number, most: Duration): Instant | null {
    let left = uploads;
    for (let at: number = from; at < from + most; ) {
      const hour = Math.floor(at / HOUR);
      const perMillisecond = this.#rateIn(hour);
      const end = (hour + 1) * HOUR;
      const here = (end - at) * perMillisecond;
      if (here >= left) return instant(Math.ceil(at + left / perMillisecond));
      left -= here;
      at = end;
    }
    return null;
  }

  /** Uploads a millisecond in the same hour of the days before the day that has it. */
  #rateIn(hour: number): number {
    let seen = 0;
    for (let day = 1; day <= RATE_DAYS; day++) seen += this.#perHour.get(hour - day * HOURS_PER_DAY) ?? 0;
    return seen / RATE_DAYS / HOUR;
  }

  #add(id: ChannelId, at: Instant): void {
    const instants = this.#byChannel.get(id);
    if (!instants) this.#byChannel.set(id, [at]);
    else if ((instants.at(-1) ?? at) <= at) instants.push(at);
    else instants.splice(uploadsBy(instants, at), 0, at);
    if (this.#tracked.has(id)) this.#count(at, 1);
  }

  #remove(id: ChannelId, at: Instant): void {
    const instants = this.#byChannel.get(id) ?? [];
    const index = uploadsBy(instants, at) - 1;
    if (instants[index] !== at) return;
    instants.splice(index, 1);
    if (instants.length === 0) this.#byChannel.delete(id);
    if (this.#tracked.has(id)) this.#count(at, -1);
  }

  #count(at: Instant, change: 1 | -1): void {
    const hour = Math.floor(at / HOUR);
    const left = (this.#perHour.get(hour) ?? 0) + change;
    if (left > 0) this.#perHour.set(hour, left);
    else this.#perHour.delete(hour);
  }
}

/** How far back a channel's habits are learned from. */
export const HABIT_SPAN: Duration = days(60);

/** How many of the rising publications are at or before `at`. */
export function uploadsBy(instants: readonly Instant[], at: Instant): number {
  let low = 0;
  let high = instants.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((instants[middle] ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
