import type { ApiDependencies } from "#api/app.ts";
import { buildApi } from "#api/app.ts";
import { type Clock, systemClock } from "#clock.ts";
import { PERFORMANCE_POOL_MIN } from "#domain/performance.ts";
import { instant } from "#domain/time.ts";
import type { Event } from "#events.ts";
import type { Db } from "#storage/database.ts";
import { tokenHash } from "#storage/tokens.ts";
import { NOW } from "./now.ts";
import { RICH_VIDEO } from "./seed.ts";

/** A clock that stands still at the seeded instant. */
const stillClock: Clock = { ...systemClock, now: () => NOW };

export const ADMIN_TOKEN = "an-admin-token-of-the-tests";

/** The API over a database as `start` builds it for loopback, and every event it has reported. */
export async function openApi(db: Db, changed: Partial<ApiDependencies> = {}) {
  const events: Event[] = [];
  const app = await buildApi({
    db,
    clock: stillClock,
    loopback: true,
    publicHost: null,
    adminTokenHash: tokenHash(ADMIN_TOKEN),
    performancePool: PERFORMANCE_POOL_MIN,
    readPlans: async () => [
      {
        lane: "sampling",
        plan: {
          kind: "call",
          at: instant(NOW + 90_000),
          call: { kind: "sample", via: "batch", videoIds: [RICH_VIDEO] },
          purpose: "milestone",
          why: "The 60-minute sample of How bread rises is due.",
        },
      },
      {
        lane: "finding",
        plan: { kind: "idle", at: instant(NOW + 600_000), why: "Every channel was counted just now." },
      },
    ],
    report: (event) => events.push(event),
    ...changed,
  });
  await app.ready();
  return { app, events };
}
