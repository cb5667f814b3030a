import { BUCKETS, type Bucket, quotaDay } from "#domain/quota.ts";
import { between, hours, type Instant, minus, minutes } from "#domain/time.ts";
import { type BookEntry, limitOf, type VirtualProject } from "#simulation/books.ts";
import { type Fault, keyTroubleAt, usedElsewhere } from "#simulation/faults.ts";
import type { WitnessedRequest } from "#simulation/server.ts";
import type { KeysStage } from "./keys-stage.ts";

/*
 * How the service dealt with keys and units, held against what the virtual YouTube saw and counted, never against the
 * service's own books.
 */

/** A key's daily test may come so early: it is planned a day after the refusal, which was told a moment after it was asked. */
const TEST_EVERY_LEAST = hours(23.9);

/** Requests sent with keys that had been refused before, but for the one a day that tries whether they were mended. */
export function callsToBadKeys(requests: readonly WitnessedRequest[]): number {
  const refusedAt = new Map<string, Instant>();
  let calls = 0;
  for (const { key, at, isLetIn } of requests) {
    if (key === null) continue;
    const last = refusedAt.get(key);
    // What was under way when the refusal came had left before anybody knew.
    if (last !== undefined && at > last && between(last, at) < TEST_EVERY_LEAST) calls += 1;
    if (isLetIn) refusedAt.delete(key);
    else refusedAt.set(key, at);
  }
  return calls;
}

/** Requests to a key while it was to rest. */
export const callsToPausedKey = (
  requests: readonly WitnessedRequest[],
  paused: { readonly key: string; readonly from: Instant; readonly to: Instant },
): number => requests.filter(({ key, at }) => key === paused.key && at > paused.from && at < paused.to).length;

/**
 * Units by which our ledger and YouTube's books disagree, each day, project and bucket by itself. The books have every
 * request: those that cost a unit, those that found none left, and those whose key was not let in.
 */
export async function ledgerDifference({ db, nameOf }: KeysStage, books: readonly BookEntry[]): Promise<number> {
  const rows = await db.selectFrom("ledger").select(["project_id", "bucket", "day", "used"]).execute();
  const ours = new Map(rows.map((row) => [`${row.project_id} ${row.bucket} ${row.day}`, row.used]));
  let difference = 0;
  for (const { consumer, bucket, day, units, refused, turnedAway } of books) {
    const name = `${nameOf.get(consumer)} ${bucket} ${day}`;
    difference += Math.abs((ours.get(name) ?? 0) - units - refused - turnedAway);
    ours.delete(name);
  }
  return [...ours.values()].reduce((sum, used) => sum + used, difference);
}

/** How long a bucket may be held for spent after YouTube said so wrongly, just after the reset. */
const PROBED_WITHIN = minutes(80);

/** A mended key is noticed by its next daily test; a test that met YouTube's own faults is repeated within minutes. */
const NOTICED_WITHIN = hours(25);

/**
 * Units that YouTube would give now and that the service does not count on: of projects with a key that has been good for
 * long enough to be known so, and that no late count has closed. Waiting work could have them.
 */
export async function hiddenAllowance(
  stage: KeysStage,
  projects: readonly VirtualProject[],
  faults: readonly Fault[],
  resting: ReadonlySet<string>,
  now: Instant,
): Promise<number> {
  const { day } = quotaDay(now);
  const books = stage.youtube.books();
  const left = await countedOn(stage, day, now);
  let hidden = 0;
  for (const project of projects) {
    const isKnownGood = (key: string) => !resting.has(key) && !hadTrouble(faults, key, minus(now, NOTICED_WITHIN), now);
    if (!project.keys.some(isKnownGood)) continue;
    for (const bucket of BUCKETS) {
      if (wasCalledSpent(faults, minus(now, PROBED_WITHIN), now)) continue;
      const used = books.find(
        (entry) => entry.consumer === project.consumer && entry.bucket === bucket && entry.day === day,
      );
      // Once YouTube has said that nothing is left, what others give back later is nobody's to know.
      // Nor may one count on a request for nothing: invalid ones cost a unit too, says Google (docs/youtube-api.md).
      const ours = (used?.units ?? 0) + (used?.turnedAway ?? 0);
      const taken = usedElsewhere(faults, project.consumer, bucket, now) + ours;
      const open = (used?.refused ?? 0) > 0 ? 0 : limitOf(project, bucket) - taken;
      const counted = left.get(`${stage.nameOf.get(project.consumer)} ${bucket}`) ?? 0;
      hidden += Math.max(0, open - counted);
    }
  }
  return hidden;
}

/** What the service counts on for the rest of a day, by project and bucket: nothing where no key may be used. */
async function countedOn({ db }: KeysStage, day: string, now: Instant): Promise<Map<string, number>> {
  const projects = await db
    .selectFrom("project as p")
    .where("p.id", "in", (eb) =>
      eb.selectFrom("api_key").select("project_id").where("state", "=", "usable").where("paused_at", "is", null),
    )
    .select(["p.id", "p.default_limit", "p.search_limit", "p.batch_limit"])
    .execute();
  const rows = await db.selectFrom("ledger").selectAll().where("day", "=", day).execute();
  const leftOf = (id: string, bucket: Bucket, limit: number) => {
    const row = rows.find((candidate) => candidate.project_id === id && candidate.bucket === bucket);
    if (!row) return limit;
    // Whoever has a call for a bucket that may be tried again may send it.
    const mayTry = row.spent_at !== null && row.probe_at !== null && row.probe_at <= now;
    return Math.max(row.allowance, mayTry ? limit : 0) - row.used;
  };
  return new Map(
    projects.flatMap(({ id, default_limit, search_limit, batch_limit }) => [
      [`${id} default`, leftOf(id, "default", default_limit)] as const,
      [`${id} search`, leftOf(id, "search", search_limit)] as const,
      [`${id} batch`, leftOf(id, "batch", batch_limit)] as const,
    ]),
  );
}

const overlaps = (fault: Fault, from: Instant, to: Instant): boolean => fault.from <= to && fault.to > from;

const hadTrouble = (faults: readonly Fault[], key: string, from: Instant, to: Instant): boolean =>
  keyTroubleAt(faults, key, to) !== null ||
  faults.some((fault) => fault.kind === "keyRefused" && fault.key === key && overlaps(fault, from, to));

const wasCalledSpent = (faults: readonly Fault[], from: Instant, to: Instant): boolean =>
  faults.some((fault) => fault.kind === "calledSpent" && overlaps(fault, from, to));
