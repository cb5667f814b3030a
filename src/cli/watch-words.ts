import type { WatchItem } from "#api/watches/watches-contract.ts";
import { durationInWords } from "#domain/duration-text.ts";
import { type Duration, days } from "#domain/time.ts";
import type { Cadence } from "#domain/watch.ts";

type Cost = WatchItem["cost"];

/** How often a watch runs and what that takes, in a sentence. */
export function costWords({ every }: Pick<Cadence, "every">, cost: Cost): string {
  const { runsPerDay, callsPerDay, limit } = cost;
  const often =
    every === null
      ? runsPerDay > 0
        ? `It runs as often as its yield is worth, at first about every ${durationInWords(ofDay(runsPerDay))}`
        : "It runs as often as its yield is worth, once the others leave it calls"
      : `It runs every ${durationInWords(every)}`;
  const of = cost.bucket === "search" ? "searches" : "units";
  return `${often}: about ${Math.round(callsPerDay)} of the day's ${limit} ${of} (${shareWords(cost)}).`;
}

export const shareWords = ({ shareOfBucket }: Pick<Cost, "shareOfBucket">): string =>
  shareOfBucket > 0 && shareOfBucket < 0.01 ? "under 1 %" : `${Math.round(shareOfBucket * 100)} %`;

const ofDay = (runsPerDay: number): Duration => (days(1) / runsPerDay) as Duration;
