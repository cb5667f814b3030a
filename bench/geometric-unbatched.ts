import { warpedAge } from "#domain/curve.ts";
import { IDS_PER_CALL } from "#domain/quota.ts";
import { between, type Duration, days, type Instant, instant, milliseconds, minutes, plus } from "#domain/time.ts";
import { MONTH } from "./planner-cohort.ts";
import type { AgesOf } from "./planner-score.ts";
import type { Upload } from "./planner-world.ts";

/** The samples that the study gives each video. */
const SAMPLES = 21;

/** The first sample, as the planner's. */
const FIRST: Duration = minutes(8);

const AGES: readonly Duration[] = Array.from({ length: SAMPLES }, (_, i) => {
  const [low, high] = [warpedAge(FIRST), warpedAge(MONTH)];
  const offset = Math.exp(warpedAge(milliseconds(0)));
  return minutes(Math.exp(low + ((high - low) * i) / (SAMPLES - 1)) - offset);
});

/** Geometric ages alone: what they cost without windows and without filling calls. */
export interface Unbatched {
  readonly agesOf: AgesOf;
  readonly unitsPerDay: number;
  readonly fill: number;
}

/**
 * Every video at the same geometric ages, at the next full minute: each minute's samples leave in as few calls as hold
 * them, and carry nothing else. Units and fill are of `from … until`, which the uploads must fill with their youths.
 */
export function geometricUnbatched(uploads: readonly Upload[], from: Instant, until: Instant): Unbatched {
  const minute = minutes(1);
  const tickAfter = (at: Instant) => instant(Math.ceil(at / minute) * minute);
  const agesOf = ({ startAt }: Upload) => AGES.map((age) => between(startAt, tickAfter(plus(startAt, age))));
  const dueAt = new Map<Instant, number>();
  for (const upload of uploads) {
    for (const age of agesOf(upload)) {
      const tick = plus(upload.startAt, age);
      if (tick >= from && tick < until) dueAt.set(tick, (dueAt.get(tick) ?? 0) + 1);
    }
  }
  let [calls, sent] = [0, 0];
  for (const due of dueAt.values()) {
    calls += Math.ceil(due / IDS_PER_CALL);
    sent += due;
  }
  return { agesOf, unitsPerDay: calls / (between(from, until) / days(1)), fill: sent / (calls * IDS_PER_CALL) };
}
