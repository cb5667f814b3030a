import { isoOrNull } from "#api/http/iso.ts";
import { BUCKETS, type Bucket, type QuotaDay, quotaDay } from "#domain/quota.ts";
import { type Instant, milliseconds, minus } from "#domain/time.ts";
import type { Db } from "#storage/database.ts";
import { readLedgerDays, readSpentDays, sumCalls } from "#storage/ledger/quota-report.ts";
import type { Quota } from "./quota-contract.ts";

const DAYS_SHOWN = 30;

/** The call log reaches so far back; a day that is over is summed up within an hour while anybody collects. */
const DAYS_LOGGED = 8;

type Spent = Pick<
  Quota["spending"][number],
  "project" | "bucket" | "purpose" | "calls" | "units" | "ids" | "unanswered"
>;

/** What today's calls were for. */
export async function spentToday(db: Db, now: Instant): Promise<readonly Spent[]> {
  const { startsAt, resetsAt } = quotaDay(now);
  return spentIn(db, startsAt, resetsAt);
}

/** The last 30 quota days, newest first: what was used of each bucket that was used, and for what. */
export async function quotaDays(db: Db, now: Instant): Promise<Quota["days"]> {
  const today = quotaDay(now).day;
  const [ledger, summed] = await Promise.all([
    readLedgerDays(db, today, DAYS_SHOWN),
    readSpentDays(db, today, DAYS_SHOWN),
  ]);
  const known = new Set(summed.map(({ day }) => day));
  const spent = new Map<string, Spent[]>();
  const take = (day: string, row: Spent) => {
    const key = keyOf(day, row.project, row.bucket);
    spent.set(key, [...(spent.get(key) ?? []), row]);
  };
  for (const { day, bucket, ...row } of summed) take(day, { ...row, bucket: bucketOrNull(bucket) });
  for (const day of lastDays(now)) {
    if (known.has(day.day)) continue;
    for (const row of await spentIn(db, day.startsAt, day.resetsAt)) take(day.day, row);
  }
  const used = new Map(ledger.map((row) => [keyOf(row.day, row.project, row.bucket), row]));
  const keys = [...new Set([...used.keys(), ...spent.keys()])].sort().reverse();
  return keys.map((key) => {
    const [day = "", project = "", bucket = ""] = key.split(" ");
    const row = used.get(key);
    return {
      day,
      project: project || null,
      bucket: bucketOrNull(bucket),
      used: row?.used ?? 0,
      allowance: row?.allowance ?? null,
      spentAt: isoOrNull(row?.spentAt ?? null),
      purposes: (spent.get(key) ?? []).map(({ project: _, bucket: __, ...purpose }) => purpose),
    };
  });
}

async function spentIn(db: Db, since: Instant, until: Instant): Promise<readonly Spent[]> {
  const rows = await sumCalls(db, since, until);
  return rows.map((row) => ({ ...row, bucket: bucketOrNull(row.bucket) }));
}

/** Neither names of projects nor of buckets have blanks. */
const keyOf = (day: string, project: string | null, bucket: string | null): string =>
  `${day} ${project ?? ""} ${bucket ?? ""}`;

/** The quota days that the call log reaches, today first. */
function lastDays(now: Instant): readonly QuotaDay[] {
  const days = [quotaDay(now)];
  for (let day = days[0]; day && days.length < DAYS_LOGGED; days.push(day)) {
    day = quotaDay(minus(day.startsAt, milliseconds(1)));
  }
  return days;
}

/** A bucket as it is stored, if it is one. */
export const bucketOrNull = (text: string | null): Bucket | null => BUCKETS.find((bucket) => bucket === text) ?? null;
