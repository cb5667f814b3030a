import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { DAY } from "#domain/day-gain.ts";
import { days, instant, milliseconds, minus, plus } from "#domain/time.ts";
import { doubted } from "#insights/doubted.ts";
import { accelerationOf } from "#insights/trending.ts";
import { type StepRow, viewTrends } from "#insights/view-trends.ts";

const page = async (name: string) => (await readFile(`docs/formulas/${name}.md`, "utf8")).replaceAll("\n", " ");

describe("the worked example", () => {
  it("of trending is what the code makes of its numbers", async () => {
    const text = await page("trending");
    const heat = doubted(4, 100);
    expect(text).toContain(`÷ 100 = **${heat.low.toFixed(2)}** and`);
    expect(text).toContain(`÷ 100 = **${heat.high.toFixed(2)}**.`);
    expect(text).toContain(`÷ 3 = **${doubted(9, 3).low.toFixed(2)}**.`);
    const now = instant(Date.UTC(2026, 10, 20));
    const gains = { gain1h: 100, gain24h: 1250, gain7d: null };
    const moved = {
      ...gains,
      id: "",
      views: 0,
      velocity: 100,
      velocityHours: 1,
      heat: 4,
      outlier: null,
      outlierBasis: null,
    };
    const acceleration = accelerationOf({ ...moved, startAt: minus(now, days(9)), capturedAt: now });
    expect(text).toContain(`an acceleration of **${acceleration?.value.toFixed(2)}**`);
  });

  it("of view trends is what the code makes of its days", async () => {
    const text = await readFile("docs/formulas/view-trends.md", "utf8");
    const from = instant(Date.UTC(2026, 9, 5));
    const rows = [...text.matchAll(/^\| (\d) \| (\d+) \| (\d+) \|$/gm)].flatMap(([, day, now, before]): StepRow[] => {
      const at = plus(from, milliseconds((Number(day) - 1) * DAY));
      const common = { format: "long", samples: 1, open: 0 } as const;
      return [
        { ...common, at, views: Number(now) },
        { ...common, at: minus(at, days(4)), views: Number(before) },
      ];
    });
    expect(rows).toHaveLength(8);
    const { growth } = viewTrends(rows, { from, until: plus(from, days(4)) }, DAY);
    const whole = text.replaceAll("\n", " ");
    expect(whole).toContain(`a growth of **${growth.value}**`);
    expect(whole).toContain(`**${growth.low?.toFixed(3)} to ${growth.high?.toFixed(3)}**`);
  });
});
