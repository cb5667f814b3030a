import { openInsightDesk } from "#analysis/insight-desk.ts";
import { inlineDesk } from "#analysis/text-desk.ts";
import type { ApiDependencies } from "#api/app.ts";
import { buildApi } from "#api/app.ts";
import { planningReader } from "#api/operations/read-planning.ts";
import { inlineLines } from "#api/videos/video-lines.ts";
import { type Clock, systemClock } from "#clock.ts";
import { PERFORMANCE_POOL_MIN } from "#domain/performance.ts";
import type { Event } from "#events.ts";
import { DEFAULT_POLICY } from "#planning/policy.ts";
import { tokenHash } from "#storage/access/tokens.ts";
import type { Db } from "#storage/database.ts";
import { openVault } from "#storage/keys/vault.ts";
import { ApiKey } from "#youtube/api-key.ts";
import { NOW } from "./now.ts";

/** A clock that stands still at the seeded instant. */
const stillClock: Clock = { ...systemClock, now: () => NOW };

const vault = openVault("of no worth: it seals keys of the tests");

export const ADMIN_TOKEN = "an-admin-token-of-the-tests";

/** The API over a database as `start` builds it for loopback, and every event it has reported. */
export async function openApi(db: Db, changed: Partial<ApiDependencies> = {}) {
  const events: Event[] = [];
  const app = await buildApi({
    db,
    patient: db,
    lines: inlineLines(db),
    desk: openInsightDesk({
      reads: db,
      patient: db,
      clock: stillClock,
      timeout: systemClock.timeout,
      texts: inlineDesk(db),
      failed: (message) => events.push({ kind: "note", message }),
    }),
    clock: stillClock,
    loopback: true,
    publicHost: null,
    adminTokenHash: tokenHash(ADMIN_TOKEN),
    performancePool: PERFORMANCE_POOL_MIN,
    policy: DEFAULT_POLICY,
    readPlanning: planningReader({ db, clock: stillClock, live: () => null }),
    report: (event) => events.push(event),
    pushSecrets: { tokenOf: (id) => `token-of-${id}`, secretOf: (id) => `secret-of-${id}` },
    keyIntake: { vault, parse: (text) => ApiKey.parse(text) },
    corsOrigins: [],
    secureCookies: false,
    ...changed,
  });
  await app.ready();
  return { app, events };
}
