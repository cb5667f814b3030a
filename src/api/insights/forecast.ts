import { z } from "zod";
import { forecastOf, type TargetForecast, type VideoForecast } from "#analysis/forecast-of.ts";
import { type Api, problemResponses } from "#api/app-type.ts";
import { isoOrNull } from "#api/http/iso.ts";
import { nothing, videoId } from "#api/http/params.ts";
import { problem, sendProblem } from "#api/http/problem.ts";
import type { Clock } from "#clock.ts";
import { toIso } from "#domain/iso-time.ts";
import { inSeconds } from "#domain/time.ts";
import { COVERAGE } from "#insights/forecast/forecast.ts";
import { FORECAST_TARGETS } from "#insights/forecast/target.ts";
import type { Db } from "#storage/database.ts";
import { type ForecastAnswer, forecastAnswer } from "./forecast-contract.ts";

const params = z.strictObject({ id: videoId });
const unknownVideo = problem("not-found", "No described video has this id.");

export function forecastRoutes(app: Api, { db, clock }: { db: Db; clock: Clock }): void {
  app.get(
    "/videos/:id/forecast",
    {
      schema: {
        operationId: "readForecast",
        summary: "What a video's views become by 7 and 30 days of age, with an interval; and what was forecast before",
        tags: ["insights"],
        params,
        querystring: nothing,
        response: { 200: forecastAnswer, ...problemResponses },
      },
    },
    async (request, reply) => {
      const found = await forecastOf(db, request.params.id, clock.now());
      return found ? forecastAsAnswered(found) : sendProblem(reply, unknownVideo);
    },
  );
}

function forecastAsAnswered({ videoId, startAt, from, targets, kept }: VideoForecast): ForecastAnswer {
  return {
    videoId,
    startAt: isoOrNull(startAt),
    from: from && { at: toIso(from.at), ageSeconds: inSeconds(from.age), views: from.views },
    forecasts: targets.map(targetAsAnswered),
    made: kept.map(madeAsAnswered),
    formula: "docs/formulas/forecast.md",
    asOf: isoOrNull(from?.at ?? null),
  };
}

const targetAsAnswered = ({
  target,
  dueAt,
  forecast,
  model,
  reason,
  became,
}: TargetForecast): ForecastAnswer["forecasts"][number] => ({
  target,
  dueAt: isoOrNull(dueAt),
  views: forecast?.views ?? null,
  low: forecast?.low ?? null,
  high: forecast?.high ?? null,
  coverage: COVERAGE,
  n: model?.outcomes ?? 0,
  model: model && { ...model, trainedAt: isoOrNull(model.trainedAt) },
  reason,
  became,
  derived: true as const,
});

function madeAsAnswered(kept: VideoForecast["kept"][number]): ForecastAnswer["made"][number] {
  const { reached, settledAt } = kept;
  return {
    target: FORECAST_TARGETS.find(({ hours }) => hours === kept.targetHours)?.name ?? "30d",
    outsetHours: kept.outsetHours,
    madeAt: toIso(kept.madeAt),
    sampledAt: toIso(kept.sampledAt),
    sampledViews: kept.sampled,
    views: kept.views,
    low: kept.low,
    high: kept.high,
    prior: kept.trainedAt === null,
    dueAt: toIso(kept.dueAt),
    settledAt: isoOrNull(settledAt),
    reached,
    error: reached === null ? null : (kept.views - reached) / Math.max(1, reached),
    reason: settledAt === null ? "notDue" : reached === null ? "notSampled" : null,
    derived: true,
  };
}
