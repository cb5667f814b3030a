import { IDS_PER_CALL } from "#domain/quota.ts";
import { type Duration, days } from "#domain/time.ts";
import { share } from "#simulation/random.ts";
import type { AgesOf } from "./planner-score.ts";

const MONTH_DAYS = 30;

/** Cron, all videos: each is sampled at one period until it is 30 days old, at a phase of its own. */
export function cronAll(perDay: number, unitsPerDay: number): AgesOf {
  const period = days((perDay * MONTH_DAYS) / (unitsPerDay * IDS_PER_CALL));
  return (upload) => ticks(period * share("phase", upload.id), period, days(MONTH_DAYS));
}

/** Videos younger than this are the fast tier, which is this many times as frequent. */
const FAST_DAYS = 2;
const FAST_TIMES = 8;

/** Cron in two tiers: young videos eight times as often as the others. */
export function cronTwoTier(perDay: number, unitsPerDay: number): AgesOf {
  const slots = FAST_DAYS + (MONTH_DAYS - FAST_DAYS) / FAST_TIMES;
  const fast = days((perDay * slots) / (unitsPerDay * IDS_PER_CALL));
  const slow = fast * FAST_TIMES;
  return (upload) => [
    ...ticks(fast * share("fast", upload.id), fast, days(FAST_DAYS)),
    ...ticks(days(FAST_DAYS) + slow * share("slow", upload.id), slow, days(MONTH_DAYS)),
  ];
}

function ticks(first: number, period: number, until: Duration): Duration[] {
  const ages: Duration[] = [];
  for (let age = first; age <= until; age += period) ages.push(age as Duration);
  return ages;
}
