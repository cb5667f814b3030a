import { systemClock } from "#clock.ts";
import { type ChannelRef, parseChannelRef, refKey } from "#domain/channel.ts";
import { toIso } from "#domain/iso-time.ts";
import { quotaDay } from "#domain/quota.ts";
import { type Instant, milliseconds, plus, seconds } from "#domain/time.ts";
import { readTrackRequests, requestTracking } from "#storage/channels/track-requests.ts";
import { readLease } from "#storage/collecting/lease.ts";
import { readPulse } from "#storage/collecting/planning-changes.ts";
import type { Db } from "#storage/database.ts";
import { listKeys } from "#storage/keys/keys.ts";
import { EXIT, fail } from "./exit.ts";
import { withInstallation } from "./open-installation.ts";

/** A running collector answers within a second or two; longer than this it has something else to wait for. */
const ANSWER_MAX = seconds(10);
const POLL = milliseconds(200);

interface TrackOptions {
  readonly weight?: number;
  readonly watched?: boolean;
  readonly json: boolean;
}

/**
 * `viewcurve track`: asks for channels to be tracked, and waits for a running collector to find out what they are. When
 * no unit is left to look them up with, it says so at once and ends with the code of spent quota: the requests stay.
 */
export async function track(texts: readonly string[], options: TrackOptions): Promise<void> {
  const refs: ChannelRef[] = [];
  for (const text of texts) {
    const ref = parseChannelRef(text);
    if (!ref) {
      return fail(
        `"${text}" is no channel: give a URL (youtube.com/@handle, youtube.com/channel/UC…), an @handle or an id.`,
        EXIT.usage,
      );
    }
    refs.push(ref);
  }
  await withInstallation(async ({ db }) => {
    const wish = { weight: options.weight ?? null, watched: options.watched ?? null };
    await requestTracking(db, refs, wish, systemClock.now());
    const outcomes = await awaitOutcomes(db, refs);
    for (const ref of refs) {
      const outcome = outcomes.find((row) => row.ref === refKey(ref));
      process.stdout.write(
        options.json ? `${JSON.stringify(answer(refKey(ref), outcome))}\n` : `${sentence(refKey(ref), outcome)}\n`,
      );
    }
    if (outcomes.some((row) => row.state === "refused")) process.exitCode = EXIT.failed;
    else if (outcomes.some((row) => row.state === "waiting")) await sayWhyTheyWait(db);
  });
}

type Outcome = Awaited<ReturnType<typeof readTrackRequests>>[number];

const hasUsableKey = async (db: Db): Promise<boolean> => (await listKeys(db)).some((key) => key.state === "usable");

/** A request that waits is no failure, unless it waits for what no running collector can change. */
async function sayWhyTheyWait(db: Db): Promise<void> {
  const now = systemClock.now();
  if (await everyKeyIsRefused(db)) {
    fail("YouTube refuses every key there is: viewcurve keys list says why.", EXIT.auth);
  } else if (await isSpent(db, now)) {
    const reset = toIso(quotaDay(now).resetsAt);
    fail(
      `The day's units of the default bucket are spent: they are looked up after the reset at ${reset}.`,
      EXIT.quota,
    );
  }
}

/** Whether there are keys, and no unit is left to look a channel up with. */
async function isSpent(db: Db, now: Instant): Promise<boolean> {
  const { budgets } = await readPulse(db, now);
  const mine = budgets.filter(({ bucket }) => bucket === "default");
  return mine.length > 0 && mine.every(({ limit, used }) => used >= limit);
}

const everyKeyIsRefused = async (db: Db): Promise<boolean> =>
  (await listKeys(db)).length > 0 && !(await hasUsableKey(db));

async function awaitOutcomes(db: Db, refs: readonly ChannelRef[]): Promise<readonly Outcome[]> {
  const deadline = plus(systemClock.now(), ANSWER_MAX);
  for (;;) {
    const outcomes = await readTrackRequests(db, refs);
    const lease = await readLease(db);
    const now = systemClock.now();
    const collecting = lease !== null && lease.expiresAt > now && (await hasUsableKey(db)) && !(await isSpent(db, now));
    if (!collecting || outcomes.every((row) => row.state !== "waiting") || now >= deadline) return outcomes;
    await systemClock.until(plus(now, POLL));
  }
}

/** The same as `GET /channels/requests` shows. */
const answer = (ref: string, outcome: Outcome | undefined) => ({
  ref,
  state: outcome?.state ?? "waiting",
  channelId: outcome?.channelId ?? null,
  reason: outcome?.reason ?? null,
  requestedAt: outcome ? toIso(outcome.requestedAt) : null,
});

function sentence(ref: string, outcome: Outcome | undefined): string {
  switch (outcome?.state) {
    case "tracked":
      return `${ref} is tracked as ${outcome.channelId}.`;
    case "refused":
      return `${ref} cannot be tracked: ${outcome.reason ?? "YouTube does not know it"}.`;
    case "waiting":
    case undefined:
      return `${ref} waits: it is looked up while \`viewcurve start\` runs and has a key.`;
  }
}
