import { toIso } from "#domain/iso-time.ts";
import { type Duration, days, type Instant, instant, plus } from "#domain/time.ts";
import type { Cell } from "./api-copy.ts";
import { countersAt } from "./api-rows.ts";
import { type ApiSet, firstSince, PRESENT, viewsAt } from "./api-set.ts";
import { channelId, videoId } from "./scale-population.ts";

/** So many days are rolled up, the present one included. */
const DAYS = 60;
const today = instant(Math.floor(PRESENT / days(1)) * days(1));
const FIRST_DAY = plus(today, days(1 - DAYS));

export const DAY_COLUMNS = "video_id day views likes comments samples open".split(" ");
export const CHANNEL_DAY_COLUMNS = "channel_id format day views likes comments uploads samples open".split(" ");

interface DaySums {
  readonly channel: number;
  readonly format: string;
  readonly day: number;
  readonly sums: { views: number; likes: number; comments: number; uploads: number; samples: number; open: number };
}

/** What videos gained on each of the last days that were found at birth within them. */
export function* videoDays(set: ApiSet, sums: Map<string, DaySums>): Generator<readonly Cell[]> {
  for (let n = firstSince(set, FIRST_DAY); n < set.videos; n++) {
    if (!set.atBirth[n]) continue;
    const start = set.publishedAt(n);
    const id = videoId(n);
    const born = Math.floor((start - FIRST_DAY) / days(1));
    for (let day = born; day < DAYS; day++) {
      const from = plus(FIRST_DAY, days(day));
      const before = countersAt(set, n, viewsAt(set, n, (from - start) as Duration));
      const after = countersAt(set, n, viewsAt(set, n, (plus(from, days(1)) - start) as Duration));
      const gained = {
        views: after.views - before.views,
        likes: after.likes === null || before.likes === null ? null : after.likes - before.likes,
        comments: after.comments === null || before.comments === null ? null : after.comments - before.comments,
      };
      const open = day === DAYS - 1;
      const samples = day === born ? 12 : 1;
      addTo(sums, set, n, day, { ...gained, uploads: day === born ? 1 : 0, samples, open: open ? 1 : 0 });
      yield [id, dayText(from), gained.views, gained.likes, gained.comments, samples, open];
    }
  }
}

function addTo(
  all: Map<string, DaySums>,
  set: ApiSet,
  n: number,
  day: number,
  part: {
    views: number;
    likes: number | null;
    comments: number | null;
    uploads: number;
    samples: number;
    open: number;
  },
): void {
  const channel = set.channelOf[n] ?? 0;
  const format = set.formatOf(n);
  const key = `${channel} ${format} ${day}`;
  let entry = all.get(key);
  if (!entry) {
    entry = { channel, format, day, sums: { views: 0, likes: 0, comments: 0, uploads: 0, samples: 0, open: 0 } };
    all.set(key, entry);
  }
  const { sums } = entry;
  sums.views += part.views;
  sums.likes += part.likes ?? 0;
  sums.comments += part.comments ?? 0;
  sums.uploads += part.uploads;
  sums.samples += part.samples;
  sums.open += part.open;
}

/** The same by channel and format, once `videoDays` has been walked to its end. */
export function* channelDays(all: ReadonlyMap<string, DaySums>): Generator<readonly Cell[]> {
  for (const { channel, format, day, sums } of all.values()) {
    const { views, likes, comments, uploads, samples, open } = sums;
    const at = dayText(plus(FIRST_DAY, days(day)));
    yield [channelId(channel), format, at, views, likes, comments, uploads, samples, open];
  }
}

export const daySums = (): Map<string, DaySums> => new Map();

const dayText = (at: Instant): string => toIso(at).slice(0, 10);
