import type { Instant } from "#domain/time.ts";
import type { LevelSums } from "#insights/forecast/channel-levels.ts";
import { type ChannelSums, type ForecastModel, type Step, stepsAround } from "#insights/forecast/forecast.ts";
import type { Outset } from "#insights/forecast/outset.ts";
import { priorStepsOf } from "#insights/forecast/prior.ts";
import { FORECAST_TARGETS, type ForecastTarget } from "#insights/forecast/target.ts";
import type { Db } from "#storage/database.ts";
import { readSteps, readSums, type StoredStep, type StoredSums } from "#storage/insights/forecast-models.ts";

/** What a forecast was made by. */
export interface ModelUsed {
  /** When it was trained; `null` where any part of it is the one that ships. */
  readonly trainedAt: Instant | null;
  /** Videos that it was learned from, of the part that was learned from the fewest. */
  readonly outcomes: number;
  /** Whether any part of it ships with the product: the installation has too few videos to learn from. */
  readonly prior: boolean;
}

/** The models in force, each with what its steps are of. */
export interface ForecastModels {
  modelOf(target: ForecastTarget): ForecastModel;
  usedFor(target: ForecastTarget, outset: Outset): ModelUsed;
}

/** The installation's own steps, and for ages at which it has too few videos those that ship. */
export async function readModels(db: Db): Promise<ForecastModels> {
  const stored = await readSteps(db);
  const own = (target: ForecastTarget, outsetHours: number): StoredStep | undefined =>
    stored.find((row) => row.targetHours === target.hours && row.outsetHours === outsetHours && row.step !== null);
  const models = new Map(
    FORECAST_TARGETS.map((target) => [
      target.hours,
      {
        target: target.age,
        // Rows are written by `trainForecasts` alone, as steps.
        steps: priorStepsOf(target).map((prior) => (own(target, prior.outsetHours)?.step as Step | undefined) ?? prior),
      },
    ]),
  );
  const modelOf = (target: ForecastTarget): ForecastModel => {
    const model = models.get(target.hours);
    if (!model) throw new Error(`there is no model for ${target.name}`);
    return model;
  };
  return {
    modelOf,
    usedFor(target, outset) {
      const steps = stepsAround(modelOf(target), outset.age).map(([step]) => step);
      const rows = steps.map(({ outsetHours }) => own(target, outsetHours));
      const trained = rows.flatMap((row) => row?.trainedAt ?? []);
      const prior = trained.length < steps.length;
      return {
        trainedAt: prior ? null : (Math.min(...trained) as Instant),
        outcomes: Math.min(...steps.map(({ outcomes }) => outcomes)),
        prior,
      };
    },
  };
}

const NONE: LevelSums = { outset: 0, reached: 0, videos: 0 };

/** What the channels' videos were before, by channel and target. */
export async function readChannels(
  db: Db,
  channelIds: readonly string[],
): Promise<(channelId: string, target: ForecastTarget) => ChannelSums> {
  const rows = await readSums(db, channelIds);
  const byChannel = new Map(rows.map((row) => [`${row.channelId} ${row.targetHours}`, row]));
  return (channelId, target) => {
    const row = byChannel.get(`${channelId} ${target.hours}`);
    return (outsetHours) => (row ? sumsAt(row, target, outsetHours) : NONE);
  };
}

function sumsAt({ outset, reached, videos }: StoredSums, target: ForecastTarget, outsetHours: number): LevelSums {
  const place = priorStepsOf(target).findIndex((step) => step.outsetHours === outsetHours);
  return { outset: outset[place] ?? 0, reached: reached[place] ?? 0, videos: videos[place] ?? 0 };
}
