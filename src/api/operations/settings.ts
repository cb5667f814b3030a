import { type Api, problemResponses } from "#api/app-type.ts";
import { nothing } from "#api/http/params.ts";
import { tableTwin } from "#api/http/table-twin.ts";
import type { Clock } from "#clock.ts";
import { toIso } from "#domain/iso-time.ts";
import { NO_CHOICE, type RetentionChoice } from "#domain/retention.ts";
import type { Instant } from "#domain/time.ts";
import { readLease } from "#storage/collecting/lease.ts";
import type { Db } from "#storage/database.ts";
import { readModelCalls } from "#storage/insights/summary-writing.ts";
import { readServerVersion } from "#storage/readiness.ts";
import { readDecision } from "#storage/retention/retention-decision.ts";
import { retentionAnswer } from "./retention-answer.ts";
import { type SettingShown, type SettingsAnswer, settingsAnswer } from "./settings-contract.ts";

/** What whoever starts the process says of it. */
export interface About {
  readonly version: string;
  readonly runtime: string;
  /** Without any secret: these are answered as they are. */
  readonly settings: readonly SettingShown[];
}

interface SettingsDependencies {
  readonly db: Db;
  readonly clock: Clock;
  readonly retention?: RetentionChoice;
  readonly summaryModel?: string;
  /** Absent where no text model is asked. */
  readonly summaryCallsPerDay?: number;
  readonly about?: About;
}

const TABLE = tableTwin(settingsAnswer, settingsAnswer.shape.settings.element, {
  operationId: "exportSettings",
  summary: "Every setting of the process that answers as a table, without its secrets",
  file: "settings",
  rowsOf: ({ settings }) => settings,
});

export function settingsRoutes(app: Api, deps: SettingsDependencies): void {
  app.get(
    "/settings",
    {
      schema: {
        operationId: "readSettings",
        summary: "What the installation is and how it was set up, without its secrets",
        tags: ["service"],
        querystring: nothing,
        response: { 200: settingsAnswer, ...problemResponses },
      },
      config: { scope: "admin", table: TABLE },
    },
    () => settingsOf(deps, deps.clock.now()),
  );
}

async function settingsOf(deps: SettingsDependencies, now: Instant): Promise<SettingsAnswer> {
  const { db, about, retention = NO_CHOICE, summaryModel, summaryCallsPerDay } = deps;
  const [database, lease, decision, callsToday] = await Promise.all([
    readServerVersion(db),
    readLease(db),
    readDecision(db),
    readModelCalls(db, now),
  ]);
  const isHeld = lease !== null && lease.expiresAt > now;
  return {
    version: about?.version ?? null,
    runtime: about?.runtime ?? null,
    database,
    collector: isHeld
      ? { state: "collecting", holder: lease.holder, until: toIso(lease.expiresAt) }
      : { state: "nobody", holder: null, until: null },
    retention: retentionAnswer(retention, decision),
    textModel: { writtenBy: summaryModel ?? "template", callsPerDay: summaryCallsPerDay ?? null, callsToday },
    settings: about ? [...about.settings] : [],
    asOf: toIso(now),
  };
}
