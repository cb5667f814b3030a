import { parseArgs } from "node:util";
import { days, hours, type Instant, inHours, instant, plus } from "#domain/time.ts";
import { forecast as forecastBy, UNKNOWN_CHANNEL } from "#insights/forecast/forecast.ts";
import type { Outcome } from "#insights/forecast/outset.ts";
import { PRIOR_STEPS } from "#insights/forecast/prior-steps.ts";
import { trainForecast } from "#insights/forecast/train.ts";
import { Chance, share } from "#simulation/random.ts";
import { channelMedian, constantScaling, type Forecaster, logLinear, median } from "./forecast-baselines.ts";
import { chartOutcomes, readCurves } from "./forecast-real.ts";
import { type DatedOutcome, drawVirtual, originOf, outcomesOf, SPAN } from "./forecast-virtual.ts";
import { sampledOutcomes } from "./prior-steps.ts";

/** The share of channels in the virtual world that nothing is learned of. */
const UNSEEN = 0.1;

/** How far each way of forecasting is off, as the median of |forecast − truth| ÷ truth. */
interface Scores {
  readonly ours: number;
  readonly channelMedian: number;
  readonly constantScaling: number;
  readonly logLinear: number;
}

/**
 * `forecast`: views of videos to come, learned from those before, beside the channel's median, constant scaling and a
 * log-linear fit; in the virtual world, and on real daily series from one month to the next.
 */
export async function forecast(args: readonly string[]): Promise<object> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: "string", default: "../shared/data/trending" },
      seed: { type: "string", default: "7" },
      channels: { type: "string", default: "300" },
      json: { type: "boolean" },
    },
  });
  const seed = Number(values.seed);
  const videos = drawVirtual(seed, Number(values.channels), SPAN);
  const origin = originOf(SPAN);
  const rows = (
    [
      ["7 d from 1 h", hours(1), days(7)],
      ["7 d from 24 h", hours(24), days(7)],
      ["30 d from 1 h", hours(1), days(30)],
      ["30 d from 24 h", hours(24), days(30)],
      ["30 d from 7 d", days(7), days(30)],
    ] as const
  ).map(([shape, age, target]) => {
    const outcomes = outcomesOf(videos, age, target);
    // Of one channel in ten nothing is learned, so that it is as new as a channel can be.
    const isKept = ({ channelId }: DatedOutcome) => share("unseen", channelId) >= UNSEEN;
    const later = videos.filter(({ startAt }) => startAt >= origin);
    const sampled = sampledOutcomes(later, inHours(age), target, seed);
    return { shape, ...compare(outcomes, [origin], seed, isKept), shipped: shipped(sampled, inHours(target)) };
  });
  const curves = await readCurves(values.data);
  const months = Array.from({ length: 6 }, (_, i) => instant(Date.UTC(2026, 1 + i, 1)));
  const real = [1, 3, 7].map((ahead) => ({
    shape: `+${ahead} d`,
    ...compare(chartOutcomes(curves, days(ahead)), months, seed),
  }));
  const headline = rows.find(({ shape }) => shape === "30 d from 24 h");
  return {
    gainOverConstantScaling: headline === undefined ? null : 1 - headline.ours / headline.constantScaling,
    coverage80: rows.reduce((sum, row) => sum + row.coverage80, 0) / rows.length,
    rows,
    real,
  };
}

/** The model that ships, on videos that were sampled now and then in channels of which it knows nothing. */
function shipped(outcomes: readonly Outcome[], targetHours: number) {
  const model = { steps: PRIOR_STEPS[targetHours] ?? [], target: hours(targetHours) };
  const made = outcomes.map((outcome) => ({ outcome, ...forecastBy(model, outcome, UNKNOWN_CHANNEL) }));
  const held = made.filter(({ outcome, low, high }) => low <= outcome.reached && outcome.reached <= high);
  return {
    error: median(made.map(({ outcome, views }) => Math.abs(views - outcome.reached) / Math.max(1, outcome.reached))),
    coverage80: held.length / Math.max(1, made.length),
  };
}

/** Learns at each origin from what was known by then, and forecasts what begins in the month after it. */
function compare(
  outcomes: readonly DatedOutcome[],
  origins: readonly Instant[],
  seed: number,
  isKept: (outcome: DatedOutcome) => boolean = () => true,
) {
  const judged: (DatedOutcome & { readonly errors: Scores; readonly held: boolean; readonly unseen: boolean })[] = [];
  for (const [i, origin] of origins.entries()) {
    const known = outcomes.filter((outcome) => outcome.knownAt < origin && isKept(outcome));
    const until = origins[i + 1] ?? plus(origin, days(100));
    const trained = trainForecast(known);
    if (!trained) continue;
    const others: Record<Exclude<keyof Scores, "ours">, Forecaster> = {
      channelMedian: channelMedian(known),
      constantScaling: constantScaling(known),
      logLinear: logLinear(known),
    };
    const channels = new Set(known.map(({ channelId }) => channelId));
    const videos = new Set(known.map(({ videoId }) => videoId));
    for (const outcome of outcomes) {
      if (outcome.outsetAt < origin || outcome.outsetAt >= until || videos.has(outcome.videoId)) continue;
      const { views, low, high } = forecastBy(trained.model, outcome, trained.channels(outcome.channelId));
      const off = (value: number) => Math.abs(value - outcome.reached) / Math.max(1, outcome.reached);
      judged.push({
        ...outcome,
        errors: {
          ours: off(views),
          channelMedian: off(others.channelMedian(outcome)),
          constantScaling: off(others.constantScaling(outcome)),
          logLinear: off(others.logLinear(outcome)),
        },
        held: low <= outcome.reached && outcome.reached <= high,
        unseen: !channels.has(outcome.channelId),
      });
    }
  }
  const scoreOf = (which: keyof Scores, rows: typeof judged) => median(rows.map(({ errors }) => errors[which]));
  const scores = (rows: typeof judged): Scores => ({
    ours: scoreOf("ours", rows),
    channelMedian: scoreOf("channelMedian", rows),
    constantScaling: scoreOf("constantScaling", rows),
    logLinear: scoreOf("logLinear", rows),
  });
  const unseen = judged.filter((row) => row.unseen);
  return {
    n: judged.length,
    ...scores(judged),
    coverage80: judged.filter(({ held }) => held).length / Math.max(1, judged.length),
    overConstantScaling: bootstrap(judged, seed),
    unseenChannels: {
      n: unseen.length,
      ...(unseen.length === 0
        ? {}
        : { ...scores(unseen), coverage80: unseen.filter(({ held }) => held).length / unseen.length }),
    },
  };
}

const ROUNDS = 200;

/** A 95 % interval of ours ÷ constant scaling, over channels drawn anew: videos of one channel err together. */
function bootstrap(
  judged: readonly (DatedOutcome & { readonly errors: Scores })[],
  seed: number,
): { readonly low: number; readonly high: number } {
  const channels = [...Map.groupBy(judged, ({ channelId }) => channelId).values()];
  const chance = new Chance(seed, "bootstrap");
  const ratios = Array.from({ length: ROUNDS }, () => {
    const drawn = channels.flatMap(() => channels[Math.floor(chance.uniform() * channels.length)] ?? []);
    return median(drawn.map(({ errors }) => errors.ours)) / median(drawn.map(({ errors }) => errors.constantScaling));
  }).sort((a, b) => a - b);
  return { low: ratios[Math.floor(ROUNDS * 0.025)] ?? 0, high: ratios[Math.floor(ROUNDS * 0.975)] ?? 0 };
}
