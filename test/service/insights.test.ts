import { expect, it } from "vitest";
import type { KeywordsAnswer } from "#api/insights/keywords-contract.ts";
import { days, hours, plus } from "#domain/time.ts";
import { syntheticWorld } from "#simulation/synthetic.ts";
import { FROM, raise } from "./stage.ts";

it("insights that were asked for are made anew after the next hour by the collector, beside the sampling", async () => {
  const world = syntheticWorld({
    ...{ seed: 12, channels: 3, from: FROM, until: plus(FROM, days(1)), uploadsPerDay: 20, catalogueDays: 12 },
  });
  await using stage = await raise({ world });
  await stage.pass(hours(2));
  const first = await stage.service.get<KeywordsAnswer>("/insights/keywords?kind=top&limit=5");
  expect([first.status, first.body.items.length, first.body.basis.complete]).toEqual([200, 5, true]);
  expect(first.body.asOf).toBe("2026-09-01T02:00:00.001Z");
  const before = await stage.db.selectFrom("snapshot").select("video_id").execute();
  await stage.pass(hours(1.5));
  const kept = await stage.db.selectFrom("insight_answer").select(["computed_at", "asked_at"]).execute();
  // A minute after the full hour, and nobody has asked.
  expect(kept).toEqual([{ computed_at: Date.UTC(2026, 8, 1, 3, 1), asked_at: Date.UTC(2026, 8, 1, 2) + 1 }]);
  const again = await stage.service.get<KeywordsAnswer>("/insights/keywords?kind=top&limit=5");
  expect(again.body.asOf).toBe("2026-09-01T03:01:00.000Z");
  const after = await stage.db.selectFrom("snapshot").select("video_id").execute();
  expect(after.length).toBeGreaterThan(before.length);
  expect(stage.service.events.filter(({ kind }) => kind === "stumbled" || kind === "note")).toEqual([]);
});
