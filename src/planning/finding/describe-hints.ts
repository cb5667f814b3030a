import { earliest, type Instant, minus, plus } from "#domain/time.ts";
import type { TrackedVideo } from "#domain/tracked.ts";
import type { Policy } from "#planning/policy.ts";
import { refreshed } from "./describe-times.ts";
import type { DescribingPolicy } from "./describing-policy.ts";

/**
 * Whether a video was, or is about to be, described after an instant. When it was described last follows from when its
 * renewal is due; where something else decides that, it was after it was first seen, and no more is known.
 */
export function describedSince(row: TrackedVideo, policy: DescribingPolicy, instant: Instant): boolean {
  if (row.firstSeenAt >= instant || row.describeWhy !== "refresh") return true;
  if (row.describeAt === null) return false;
  const { describeAt: wait } = refreshed(row.id, policy, 0 as Instant);
  return minus(row.describeAt, (wait ?? 0) as never) >= instant;
}

/**
 * The row of a video whose title or description was edited: described within `editDelay`, once for all edits until then.
 * As a renewal, whose patience is used up by that time, so that the rest of the call renews others.
 */
export function editedRow(row: TrackedVideo, { push, describing }: Policy, now: Instant): TrackedVideo {
  const due = minus(plus(now, push.editDelay), describing.refreshPatience);
  return { ...row, describeAt: row.describeAt === null ? due : earliest(row.describeAt, due) };
}

/**
 * The row of a video that is said to be gone: looked up at once, and until then treated as if nothing had been said. Only
 * being left out of a description counts as missing.
 */
export const hintedGone = (row: TrackedVideo, now: Instant): TrackedVideo =>
  row.describeAt !== null && row.describeAt <= now && row.describeWhy !== "refresh"
    ? row
    : { ...row, describeAt: now, describeWhy: "missing" };
