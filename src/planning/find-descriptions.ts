import { FIRST_HOUR } from "#domain/milestone.ts";
import { IDS_PER_CALL } from "#domain/quota.ts";
import { earliest, type Instant, latest, minus, plus } from "#domain/time.ts";
import type { TrackedVideo } from "#domain/tracked.ts";
import type { DescribingPolicy } from "./describing-policy.ts";
import type { Errand, FindingTerms } from "./errand.ts";
import { Ranking } from "./ranking.ts";
import { rowAt, type VideoTable } from "./video-table.ts";

/**
 * Describes videos that are new, missing, or about to start: as soon as fifty wait, or one has waited long enough. Places
 * left over renew those whose refresh comes next.
 */
export function describeErrand(table: VideoTable, policy: DescribingPolicy, terms: FindingTerms): Errand | null {
  const queue = queueOf(table, policy, terms.apiFrom, (row) => row.describeWhy !== "refresh");
  if (queue.ready === null || terms.left < 1) return null;
  const at = latest(terms.apiFrom, queue.ready);
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
  const queue = queueOf(table, policy, terms.apiFrom, (row) => row.describeWhy === "refresh");
  if (queue.ready === null || terms.left < 1) return null;
  const at = latest(terms.apiFrom, queue.ready);
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

/** From when on the videos of a queue are worth a call; `null` when it is empty. */
function queueOf(
  table: VideoTable,
  policy: DescribingPolicy,
  from: Instant,
  belongs: (row: TrackedVideo) => boolean,
): { readonly ready: Instant | null } {
  const { describeAt } = table.columns;
  let ready = Number.POSITIVE_INFINITY;
  let waiting = 0;
  for (let slot = 0; slot < table.rows.length; slot++) {
    const due = describeAt[slot] ?? Number.POSITIVE_INFINITY;
    // Readiness never comes before the due time, so nothing due later than the readiest matters.
    if (due >= ready && due > from) continue;
    const row = table.rows[slot];
    if (!row || row.describeAt === null || !belongs(row)) continue;
    if (due <= from) waiting++;
    ready = Math.min(ready, readyAt(row, row.describeAt, policy));
  }
  if (waiting >= IDS_PER_CALL) return { ready: from };
  return { ready: Number.isFinite(ready) ? (ready as Instant) : null };
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
      return earliest(patient, latest(describeAt, firstHourNear));
    }
  }
}

/** Fifty to describe at an instant: first those that are due for a reason, then those due for renewal soonest. */
function batchAt(table: VideoTable, policy: DescribingPolicy, at: Instant) {
  const ranking = new Ranking(IDS_PER_CALL, (slot) => rowAt(table, slot).id);
  const { describeAt } = table.columns;
  for (let slot = 0; slot < table.rows.length; slot++) {
    const due = describeAt[slot] ?? Number.POSITIVE_INFINITY;
    if (due > at + policy.refreshSpread) continue;
    const refresh = rowAt(table, slot).describeWhy === "refresh";
    if (!refresh && due > at) continue;
    ranking.offer(slot, refresh ? -due - Number.MAX_SAFE_INTEGER / 2 : -due);
  }
  const rows = ranking.slots.map((slot) => rowAt(table, slot));
  return { rows, urgent: rows.filter((row) => row.describeWhy !== "refresh").length };
}
