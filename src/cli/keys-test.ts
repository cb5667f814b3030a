import { systemClock } from "#clock.ts";
import { toIso } from "#domain/iso-time.ts";
import { type Instant, milliseconds, plus, seconds } from "#domain/time.ts";
import { readLease } from "#storage/collecting/lease.ts";
import type { Db } from "#storage/database.ts";
import { isTesting, type ListedKey, readKey, requestKeyTest } from "#storage/keys/keys.ts";
import { EXIT, fail } from "./exit.ts";
import { failChange, keyLine } from "./keys.ts";
import { withInstallation } from "./open-installation.ts";

/** A running collector tries a key within a second or two; longer than this it has something else to wait for. */
const ANSWER_MAX = seconds(10);
const POLL = milliseconds(200);

/** `viewcurve keys test`: asks for a key to be tried by one call, and waits for what a running collector finds. */
export const testOneKey = (prefix: string, options: { json: boolean }): Promise<void> =>
  withInstallation(async ({ db }) => {
    const askedAt = systemClock.now();
    const asked = await requestKeyTest(db, prefix, askedAt);
    if (asked.kind !== "changed") return failChange(asked, prefix);
    const key = await awaitTest(db, asked.fingerprint, askedAt);
    if (!key) return fail("The key was removed meanwhile.");
    if (options.json) process.stdout.write(`${JSON.stringify(keyLine(key, systemClock.now()))}\n`);
    else process.stdout.write(`${sentence(key, askedAt)}\n`);
    if (key.state === "refused" && isTold(key, askedAt)) process.exitCode = EXIT.auth;
  });

const isTold = ({ testedAt }: ListedKey, askedAt: Instant): boolean => testedAt !== null && testedAt >= askedAt;

async function awaitTest(db: Db, fingerprint: string, askedAt: Instant): Promise<ListedKey | null> {
  const deadline = plus(askedAt, ANSWER_MAX);
  for (;;) {
    const key = await readKey(db, fingerprint);
    const lease = await readLease(db);
    const now = systemClock.now();
    const isWorthWaiting = lease !== null && lease.expiresAt > now && now < deadline;
    if (!key || isTold(key, askedAt) || !isTesting(key, now) || !isWorthWaiting) return key;
    await systemClock.until(plus(now, POLL));
  }
}

function sentence(key: ListedKey, askedAt: Instant): string {
  if (!isTold(key, askedAt)) {
    return `${key.masked} waits: it is tried while \`viewcurve start\` runs and its project has a unit left.`;
  }
  switch (key.state) {
    case "usable":
    case "paused":
      return key.testSaid === null
        ? `${key.masked} works.`
        : `The test of ${key.masked} told nothing (${key.testSaid}): it stays in use${again(key)}.`;
    case "refused":
      return `YouTube refuses ${key.masked} (${key.testSaid ?? key.reason}): it is set aside${again(key)}.`;
  }
}

const again = ({ testAt }: ListedKey): string => (testAt === null ? "" : ` and tried again at ${toIso(testAt)}`);
