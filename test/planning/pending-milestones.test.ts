import fc from "fast-check";
import { expect, it } from "vitest";
import { IDS_PER_CALL } from "#domain/quota.ts";
import { type Duration, minus, minutes, plus } from "#domain/time.ts";
import { type MilestoneJob, nextGroup } from "#planning/sampling/milestone-group.ts";
import { pendingMilestones } from "#planning/sampling/milestone-jobs.ts";
import { DEFAULT_SAMPLING, type Milestone } from "#planning/sampling/sampling-policy.ts";
import { emptyTable, loadVideos, settleLoad } from "#planning/videos/video-table.ts";
import { NOON, video, videoId } from "./rows.ts";

/** Videos whose age is within a day of a milestone, sampled at some share of it, or never; a few of them missing. */
const videos = fc.array(
  fc.record({
    milestone: fc.constantFrom(...DEFAULT_SAMPLING.milestones),
    off: fc.integer({ min: -3, max: 3 }),
    fine: fc.integer({ min: -8, max: 8 }),
    sampledAt: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { freq: 1 }),
    missing: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  }),
  { maxLength: 260, size: "max" },
);

/** Every pending job of a milestone that is not past its grace, straight from the definition. */
const jobsOf = (rows: ReturnType<typeof video>[], { age, half, grace }: Milestone): MilestoneJob[] =>
  rows.flatMap(({ id, startAt, last, missingSince }) => {
    if (startAt === null || missingSince !== null) return [];
    const target = plus(startAt, age);
    const job = { id, target, open: minus(target, half), deadline: plus(target, half) };
    return plus(job.deadline, grace) < NOON || (last && last.at >= job.open) ? [] : [job];
  });

it("the jobs picked out make the same next group as all pending jobs would", () => {
  fc.assert(
    fc.property(videos, (drawn) => {
      const rows = drawn.map(({ milestone, off, fine, sampledAt, missing }, n) => {
        const startAt = minus(NOON, (milestone.age + off * milestone.half + fine * minutes(1)) as Duration);
        const at = plus(startAt, Math.floor((NOON - startAt) * (sampledAt ?? 0)) as Duration);
        const last = sampledAt === null ? null : { at, views: 1 };
        return video(videoId(n), { startAt, last, missingSince: missing ? NOON : null });
      });
      const table = emptyTable();
      loadVideos(table, rows);
      settleLoad(table);
      const { milestones } = DEFAULT_SAMPLING;
      const all = milestones.flatMap((milestone) => jobsOf(rows, milestone));
      const picked = pendingMilestones(table, milestones, NOON);
      expect(nextGroup(picked, NOON, IDS_PER_CALL)).toEqual(nextGroup(all, NOON, IDS_PER_CALL));
    }),
    { numRuns: 300 },
  );
});
