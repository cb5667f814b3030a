import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { unwarpedViews } from "#domain/curve.ts";
import { hours } from "#domain/time.ts";
import { ChannelLevels } from "#insights/forecast/channel-levels.ts";
import { coTags } from "#insights/keywords/co-tags.ts";
import { logOdds } from "#insights/keywords/log-odds.ts";
import { performingTerms } from "#insights/keywords/performing.ts";

const page = (name: string) => readFile(`docs/formulas/${name}.md`, "utf8");

it("the page on keywords works its example as the code does", async () => {
  const { value, z } = logOdds({ weight: 6, videos: 100 }, { weight: 2, videos: 300 }, 2 / 300);
  const text = await page("keywords");
  expect(text).toContain(`**log-odds ${value.toFixed(3)}**`);
  expect(text).toContain(`**${z.toFixed(3)}**`);
});

it("the page on keywords works its examples of performing terms and of tags that stand together as the code does", async () => {
  const videos = [1, 2, 3, 4].flatMap((channel) =>
    [0, 1, 2, 3].map((n) => ({
      id: `${channel}-${n}`,
      channelId: `${channel}`,
      terms: new Set([n === 0 ? "lemon" : "plum"]),
      logScore: n === 0 ? Math.log(2) : 0,
    })),
  );
  const lemon = performingTerms(videos, new Set(), 10).find(({ term }) => term === "lemon");
  const text = await page("keywords");
  for (const value of [lemon?.factor, lemon?.low, lemon?.high]) expect(text).toContain(`**${value?.toFixed(3)}**`);
  const tags = Array.from({ length: 10 }, (_, n) => (n < 4 ? ["bread", "baking"] : n === 4 ? ["bread"] : []));
  expect(text).toContain(`**${coTags(tags, 10).edges[0]?.npmi.toFixed(3)}**`);
});

it("the page on forecasts works its example as the code does", async () => {
  const outcome = (videoId: string, channelId: string, reached: number) => ({
    videoId,
    channelId,
    format: "long" as const,
    age: hours(24),
    views: 100,
    earlier: [null, null, null] as const,
    reached,
  });
  // The other channel's one video brings the mean of all three to 6.
  const other = Math.exp(18 - Math.log(1003) - Math.log(4003)) - 3;
  const levels = new ChannelLevels([outcome("a", "c", 1000), outcome("b", "c", 4000), outcome("x", "d", other)]);
  const { reached } = levels.levelOf({ videoId: "new", channelId: "c" });
  const text = await page("forecast");
  expect(text).toContain(`= **${reached.toFixed(3)}**`);
  expect(text).toContain(`${Math.round(unwarpedViews(reached))} views`);
});
