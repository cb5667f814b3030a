import { IDS_PER_CALL } from "#domain/quota.ts";
import { type Instant, latest } from "#domain/time.ts";
import { type MilestoneGroup, type MilestoneJob, nextGroup } from "#planning/sampling/milestone-group.ts";
import { milestonesAhead } from "#planning/sampling/milestone-jobs.ts";
import type { SamplingFrame } from "#planning/sampling/sampling-frame.ts";
import type { VideoTable } from "#planning/videos/video-table.ts";

/**
 * The next calls that milestones will force, as they would leave if no other call came between them and no video were
 * found meanwhile; at most `count`. A call for curves may serve some of them on its way.
 */
export function upcomingGroups(table: VideoTable, frame: SamplingFrame, count: number): MilestoneGroup[] {
  const { ladder, pace } = frame;
  const forcing = ladder.merges ? ladder.demand.milestones.slice(0, 1) : ladder.demand.milestones;
  let from: Instant = latest(frame.from, pace.milestonesFrom);
  let jobs: readonly MilestoneJob[] = milestonesAhead(table, forcing, from, count * IDS_PER_CALL);
  const groups: MilestoneGroup[] = [];
  while (groups.length < count) {
    const group = nextGroup(jobs, from, IDS_PER_CALL);
    if (!group) break;
    groups.push(group);
    const served = new Set(group.jobs);
    jobs = jobs.filter((job) => !served.has(job));
    from = group.at;
  }
  return groups;
}
