import { FIRST_HOUR } from "#domain/milestone.ts";
import { IDS_PER_CALL } from "#domain/quota.ts";
import { type Duration, earliest, type Instant, latest, minus, minutes, plus } from "#domain/time.ts";
import type { TrackedVideo } from "#domain/tracked.ts";
import type { DueQueue } from "#planning/due-queue.ts";
import { rowAt, type VideoTable } from "#planning/videos/video-table.ts";
import type { DescribingPolicy } from "./describing-policy.ts";
import type { Errand, FindingTerms } from "./errand.ts";

/** How long after the lead to the first hour begins its description may come: a first hour may be sampled 3 min late. */
const FIRST_HOUR_LATEST: Duration = minutes(5);

/**
 * Describes videos that are new, missing, or about to start: as soon as fifty wait, or one has waited long enough. Places
 * left over renew those whose refresh comes next.
 */
export function describeErrand(table: VideoTable, policy: DescribingPolicy, terms: FindingTerms): Errand | null {
  const ready = urgentFrom(table, policy, terms.apiFrom);
  if (ready === null || terms.left < 1) return null;
  const at = latest(terms.apiFrom, ready);
  const ids = batchAt(table, policy, at);
  const first = ids.rows[0];
  return {
    at,
    call: { kind: "describe", videoIds: ids.rows.map((row) => row.id) },
    purpose: "describe",
    why: `${ids.urgent} ${ids.urgent === 1 ? "video is" : "videos are"} to be described${first ? ` (first ${first.id}: ${REASON[first.describeWhy]})` : ""}.`,
  };
}

/** Renews descriptions: when fifty are due, or one has been for as long as it may. */
export function refreshErrand(table: VideoTable, policy: DescribingPolicy, terms: FindingTerms): Errand | null {
  const ready = renewalsFrom(table, policy, terms.apiFrom);
  if (ready === null || terms.left < 1) return null;
  const at = latest(terms.apiFrom, ready);
  const videoIds = batchAt(table, policy, at).rows.map((row) => row.id);
  return {
    at,
    call: { kind: "describe", videoIds },
    purpose: "refresh",
    why: `The descriptions of ${videoIds.length} videos are due for renewal.`,
  };
}

const REASON: Readonly<Record<TrackedVideo["describeWhy"], string>> = {
  new: "new",
  start: "its broadcast should have begun",
  missing: "missing from an answer",
  refresh: "due for renewal",
};

/** From when on descriptions with a reason are worth a call; `null` when there are none. */
function urgentFrom(table: VideoTable, policy: DescribingPolicy, from: Instant): Instant | null {
  let ready = Number.POSITIVE_INFINITY;
  let waiting = 0;
  for (const { key, at } of table.urgent.inOrder()) {
    // Readiness never comes before the due time, so nothing due later than the readiest matters.
    if (at > from && at >= ready) break;
    if (at <= from && ++waiting === IDS_PER_CALL) return from;
    ready = Math.min(ready, readyAt(rowAt(table, key), at, policy));
  }
  return Number.isFinite(ready) ? (ready as Instant) : null;
}

/** From when on renewals are worth a call; `null` when there are none. */
function renewalsFrom(table: VideoTable, policy: DescribingPolicy, from: Instant): Instant | null {
  const first = table.refreshes.first();
  if (!first) return null;
  if (dueUntil(table.refreshes, from, IDS_PER_CALL).length === IDS_PER_CALL) return from;
  return readyAt(rowAt(table, first.key), first.at, policy);
}

/** Until when a video may wait for others to share its call. */
function readyAt(row: TrackedVideo, describeAt: Instant, policy: DescribingPolicy): Instant {
  switch (row.describeWhy) {
    case "start":
    case "missing":
      return describeAt;
    case "refresh":
      return plus(describeAt, policy.refreshPatience);
    case "new": {
      const patient = plus(describeAt, policy.patience);
      if (row.publishedAt === null) return patient;
      const firstHourNear = minus(plus(row.publishedAt, FIRST_HOUR), policy.firstHourLead);
      // Found after its first hour: there is nothing left to hurry for.
      if (describeAt > plus(firstHourNear, (2 * policy.firstHourLead) as Duration)) return patient;
      // What is described by then can still be sampled in time; later the wait would cost the first hour.
      const hurried = earliest(
        plus(describeAt, policy.hurriedPatience),
        latest(describeAt, plus(firstHourNear, FIRST_HOUR_LATEST)),
      );
      return earliest(patient, latest(hurried, firstHourNear));
    }
  }
}

/** Fifty to describe at an instant: first those that are due for a reason, then those due for renewal soonest. */
function batchAt(table: VideoTable, policy: DescribingPolicy, at: Instant) {
  const urgent = dueUntil(table.urgent, at, IDS_PER_CALL);
  const renewed = dueUntil(table.refreshes, plus(at, policy.refreshSpread), IDS_PER_CALL - urgent.length);
  return { rows: [...urgent, ...renewed].map((slot) => rowAt(table, slot)), urgent: urgent.length };
}

/** The first few that are due no later than an instant. */
function dueUntil(queue: DueQueue<number>, until: Instant, count: number): number[] {
  const slots: number[] = [];
  for (const { key, at } of queue.inOrder()) {
    if (at > until || slots.length === count) break;
    slots.push(key);
  }
  return slots;
}
