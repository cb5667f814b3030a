import type { Bucket } from "#domain/quota.ts";
import { type Duration, hours, type Instant, minutes, plus } from "#domain/time.ts";
import type { VirtualProject } from "#simulation/books.ts";
import type { Fault, KeyTrouble } from "#simulation/faults.ts";

/** Every reason for which a key is refused, in turn. */
const TROUBLES: readonly KeyTrouble[] = [
  "invalid",
  "expired",
  "notEnabled",
  "restricted",
  "referrer",
  "suspended",
  "address",
];

/** A key's trouble lasts so long: an afternoon, a day and a half, three days. */
const TROUBLE_HOURS = [10, 34, 70] as const;

/** How much of a bucket others take on some days. */
const ELSEWHERE_SHARE = 0.6;

/**
 * All that goes wrong, a day after the other, over and over: keys that die and are mended, projects that lose the API or are
 * suspended with all their keys, limits a minute of one project and of all, buckets that others draw on, counts that are
 * late after the reset, and YouTube's own faults.
 *
 * @param resets the beginnings of the quota days.
 */
export function mishapsOf(
  resets: readonly Instant[],
  projects: readonly VirtualProject[],
  limits: Readonly<Record<Bucket, number>>,
): Fault[] {
  const keys = projects.flatMap((project) => project.keys);
  return resets.flatMap((reset, day): Fault[] => {
    const span = (from: Duration, length: Duration) => ({
      from: plus(reset, from),
      to: plus(reset, (from + length) as Duration),
    });
    const project = projects[day % projects.length];
    const other = projects[(day + 1) % projects.length];
    const key = keys[(day * 5) % keys.length];
    if (!project || !other || key === undefined) return [];
    const why = TROUBLES[day % TROUBLES.length] ?? "invalid";
    const lasting = hours(TROUBLE_HOURS[day % TROUBLE_HOURS.length] ?? 10);
    const whole = why === "suspended" || why === "notEnabled";
    const troubled = whole ? project.keys : [key];
    const untilReset = hours(14);
    return [
      ...troubled.map((one): Fault => ({ kind: "keyRefused", key: one, why, ...span(hours(3), lasting) })),
      { kind: "rateLimited", consumer: other.consumer, ...span(hours(5), minutes(20)) },
      { kind: "rateLimited", share: 0.3, ...span(hours(6), minutes(30)) },
      ...(day % 5 === 1 ? [{ kind: "calledSpent", ...span(minutes(0), minutes(20)) } as const] : []),
      ...(day % 4 === 3 ? [elsewhere(other, "default", limits.default, span(hours(9), untilReset))] : []),
      ...(day % 4 === 2 ? [elsewhere(other, "search", limits.search, span(hours(9), untilReset))] : []),
      ...(day % 4 === 1 ? [elsewhere(project, "batch", limits.batch, span(hours(9), untilReset))] : []),
      { kind: "unavailable", ...span(hours(11), minutes(30)) },
      { kind: "html", ...span(hours(12), minutes(10)) },
      { kind: "truncated", ...span(hours(13), minutes(10)) },
      { kind: "reset", ...span(hours(14), minutes(10)) },
      { kind: "slow", delay: minutes(1), ...span(hours(15), minutes(10)) },
      ...(day % 6 === 4 ? [{ kind: "batchRefused", status: 403, ...span(hours(16), hours(1)) } as const] : []),
      { kind: "missing", idShare: 0.1, ...span(hours(17), hours(1)) },
    ];
  });
}

const elsewhere = (
  { consumer }: VirtualProject,
  bucket: Bucket,
  limit: number,
  span: { readonly from: Instant; readonly to: Instant },
): Fault => ({ kind: "usedElsewhere", consumer, bucket, units: Math.round(limit * ELSEWHERE_SHARE), ...span });
