import { birthOf, type Counted, HOUR, HOURLY_WITHIN, shareGain, stepOf } from "#domain/day-gain.ts";
import type { Window } from "#domain/insight-scope.ts";
import type { Instant } from "#domain/time.ts";
import type { Format } from "#domain/video.ts";
import type { StepRow } from "./view-trends.ts";

/** A video with its samples of some time, the oldest first. */
export interface SampledVideo {
  readonly startAt: Instant | null;
  readonly format: Format;
  readonly samples: readonly { readonly at: Instant; readonly views: number | null }[];
}

/**
 * What videos gained in each hour of a span, by format, as the hours of channels are kept (docs/formulas/rollups.md): each two
 * samples that follow one another share out what was gained between them.
 *
 * @param readFrom when the samples begin: a video that started before it had others.
 */
export function hoursOfSamples(
  videos: readonly SampledVideo[],
  { from, until }: Window,
  readFrom: Instant,
): readonly StepRow[] {
  const rows = new Map<string, { at: Instant; format: Format; views: number; samples: number; open: null }>();
  const rowAt = (at: Instant, format: Format) => {
    const key = `${format} ${at}`;
    const known = rows.get(key) ?? { at, format, views: 0, samples: 0, open: null };
    rows.set(key, known);
    return known;
  };
  const isWithin = (at: Instant): boolean => at >= from && at < until;
  for (const { startAt, format, samples } of videos) {
    const counted = samples.map(({ at, views }): Counted => ({ at, views, likes: null, comments: null }));
    const [first] = counted;
    const birth = first && startAt !== null && startAt >= readFrom ? birthOf(startAt, first) : null;
    let last: Counted | null = birth;
    for (const sample of counted) {
      if (isWithin(sample.at)) rowAt(stepOf(sample.at, HOUR), format).samples += 1;
      if (last && sample.at - last.at <= HOURLY_WITHIN) {
        for (const gained of shareGain(last, sample, startAt, HOUR)) {
          if (gained.views !== null && isWithin(gained.from)) rowAt(gained.from, format).views += gained.views;
        }
      }
      last = sample;
    }
  }
  return [...rows.values()];
}
