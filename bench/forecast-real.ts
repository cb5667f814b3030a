import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { interpolateViews } from "#domain/curve.ts";
import type { Reading } from "#domain/snapshot.ts";
import { type Duration, days, hours, type Instant, parseInstant, plus } from "#domain/time.ts";
import type { Format } from "#domain/video.ts";
import { outsetAt } from "#insights/forecast/outset.ts";
import { parseCsv } from "#simulation/csv.ts";
import type { DatedOutcome } from "./forecast-virtual.ts";

/** A real video as the charts of eight countries showed it, day by day. */
interface ChartCurve {
  readonly id: string;
  readonly channelId: string;
  readonly format: Format;
  readonly startAt: Instant;
  readonly readings: readonly Reading[];
}

const COUNTRIES = ["US", "GB", "DE", "BR", "IN", "JP", "KR", "SA"];

/** Samples of several countries within an hour are one. */
const APART: Duration = hours(1);
/** Between samples further apart than this nobody knows what a day brought. */
const GAP_MAX: Duration = hours(36);

export async function readCurves(directory: string): Promise<readonly ChartCurve[]> {
  const rows = await Promise.all(
    COUNTRIES.map(async (country) =>
      parseCsv(gunzipSync(await readFile(`${directory}/${country}.csv.gz`)).toString("utf8")),
    ),
  );
  const byVideo = Map.groupBy(rows.flat(), (row) => row["video_id"] ?? "");
  return [...byVideo].flatMap(([id, samples]): ChartCurve[] => {
    const [first] = samples;
    const startAt = instantIn(first?.["published_at"]);
    if (!first || startAt === null) return [];
    const readings: Reading[] = [];
    const taken = samples
      .flatMap((row) => {
        const at = instantIn(row["fetched_at"]);
        const views = Number(row["views"]);
        return at === null || !(views > 0) || row["is_live"] === "True"
          ? []
          : [{ age: (at - startAt) as Duration, views }];
      })
      .sort((a, b) => a.age - b.age);
    for (const reading of taken) if (reading.age - (readings.at(-1)?.age ?? -APART) >= APART) readings.push(reading);
    const seconds = Number(first["duration"] ?? "0");
    return [{ id, channelId: first["channel_id"] ?? "", format: seconds <= 61 ? "short" : "long", startAt, readings }];
  });
}

/** From each sample on, where the curve is known for as long as is forecast. */
export function chartOutcomes(curves: readonly ChartCurve[], ahead: Duration): readonly DatedOutcome[] {
  return curves.flatMap(({ id, channelId, format, startAt, readings }) =>
    readings.flatMap(({ age }): DatedOutcome[] => {
      const target = (age + ahead) as Duration;
      if (age > days(10) || !isCovered(readings, target)) return [];
      const outset = outsetAt(
        { videoId: id, channelId, format },
        readings.filter((reading) => reading.age <= age),
        age,
      );
      const reached = interpolateViews(readings, target);
      if (!outset || reached === null) return [];
      return [{ ...outset, reached, outsetAt: plus(startAt, age), knownAt: plus(startAt, target) }];
    }),
  );
}

function isCovered(readings: readonly Reading[], age: Duration): boolean {
  const after = readings.find((reading) => reading.age >= age);
  const before = readings.findLast((reading) => reading.age <= age);
  return after !== undefined && before !== undefined && after.age - before.age <= GAP_MAX;
}

const instantIn = (text = ""): Instant | null => parseInstant(text.replace(" ", "T"));
