import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { forecastAccuracyOf } from "#analysis/forecast-accuracy.ts";
import { days, hours, minus, plus } from "#domain/time.ts";
import { shareInterval } from "#insights/forecast/coverage.ts";
import { stepsAround } from "#insights/forecast/forecast.ts";
import { PRIOR_STEPS } from "#insights/forecast/prior-steps.ts";
import { keepForecasts, settleForecasts } from "#storage/insights/forecasts.ts";
import { openTestDatabase } from "../harness/databases.ts";
import { drawVideos, putVideos } from "../storage/forecast-rows.ts";
import { NOON } from "../storage/settlements.ts";

const page = () => readFile("docs/formulas/forecast.md", "utf8");
const number = (text = ""): number | null => (/^[\d,]+$/.test(text) ? Number(text.replaceAll(",", "")) : null);

it("the page on forecasts works out how far five were off as the service does", async () => {
  const text = await page();
  const rows = [...text.matchAll(/^\| ([\d,]+) \| ([\d,]+) \| ([\d,]+) \| ([^|]+) \|/gm)].map((row) =>
    row.slice(1, 5).map((cell) => number(cell.trim())),
  );
  expect(rows).toHaveLength(5);
  const database = await openTestDatabase("pglite");
  try {
    const videos = drawVideos(1, 5, minus(NOON, days(9)));
    await putVideos(database.db, videos, NOON);
    const forecasts = videos.map(({ id, channelId, startAt }, i) => ({
      ...{ videoId: id, channelId, format: "long" as const, targetHours: 168, outsetHours: 24, trainedAt: null },
      ...{ sampledAt: startAt, sampled: 1, madeAt: startAt, dueAt: startAt },
      ...{ views: rows[i]?.[0] ?? 0, low: rows[i]?.[1] ?? 0, high: rows[i]?.[2] ?? 0, reached: rows[i]?.[3] ?? null },
    }));
    await keepForecasts(database.db, forecasts);
    await settleForecasts(database.db, forecasts, NOON);
    const everything = { channels: [], watch: null, tag: null, categories: [], formats: [] };
    const found = await forecastAccuracyOf(database.db, everything, { from: NOON, until: plus(NOON, hours(1)) });
    const all = found.outsets.find(({ target, outsetHours }) => target === "7d" && outsetHours === 24)?.all;
    expect([all?.settled, all?.n]).toEqual([5, 4]);
    const interval = shareInterval(all?.held ?? 0, all?.n ?? 0);
    const told = [all?.error?.toFixed(4), all?.bias?.toFixed(4), all?.held?.toFixed(2)];
    for (const each of [...told, interval.low.toFixed(3), interval.high.toFixed(3)])
      expect(text).toContain(`**${each}**`);
  } finally {
    await database.close();
  }
});

it("the page on forecasts shares out growth as the code does", async () => {
  const [[step, share] = []] = stepsAround({ steps: PRIOR_STEPS[168] ?? [], target: days(7) }, days(5));
  expect(step?.outsetHours).toBe(72);
  expect(await page()).toContain(`= **${share?.toFixed(3)}** of its growth`);
});
