import { callAnswer } from "#api/operations/calls.ts";
import { OUTCOME_FILTERS } from "#api/operations/quota-contract.ts";
import { systemClock } from "#clock.ts";
import { toIso } from "#domain/iso-time.ts";
import { BUCKETS } from "#domain/quota.ts";
import { days, hours, type Instant, minus, minutes, parseInstant } from "#domain/time.ts";
import { type CallRow, listCalls } from "#storage/ledger/calls.ts";
import { EXIT, fail } from "./exit.ts";
import { withInstallation } from "./open-installation.ts";
import { table } from "./table.ts";

interface CallOptions {
  readonly since?: string;
  readonly until?: string;
  readonly kind?: string;
  readonly purpose?: string;
  readonly outcome?: string;
  readonly failed: boolean;
  readonly project?: string;
  readonly bucket?: string;
  readonly text?: string;
  readonly limit: number;
  readonly json: boolean;
}

/** `viewcurve calls`: the newest calls of the last seven days that fit the filters. */
export async function calls(options: CallOptions): Promise<void> {
  const { kind, purpose, project, bucket, text, limit, json } = options;
  const outcome = options.failed ? "failed" : options.outcome;
  const now = systemClock.now();
  const [since, until] = [instantOf(options.since, now), instantOf(options.until, now)];
  if (since === null || until === null) {
    return fail(
      "--since and --until take an instant such as 2026-11-20T08:30:00Z, or an age such as 90m, 12h or 3d.",
      EXIT.usage,
    );
  }
  if (outcome !== undefined && !OUTCOME_FILTERS.some((known) => known === outcome)) {
    return fail(`"${outcome}" is no outcome: it must be one of ${OUTCOME_FILTERS.join(", ")}.`, EXIT.usage);
  }
  if (bucket !== undefined && !BUCKETS.some((known) => known === bucket)) {
    return fail(`"${bucket}" is no bucket: it must be one of ${BUCKETS.join(", ")}.`, EXIT.usage);
  }
  await withInstallation(async ({ db }) => {
    const found = await listCalls(db, { since, until, kind, purpose, project, bucket, outcome, text }, null, limit);
    if (json) for (const call of found) process.stdout.write(`${JSON.stringify(callAnswer(call))}\n`);
    else process.stdout.write(found.length === 0 ? "No call fits.\n" : table(HEADER, found.map(cells)));
  });
}

const HEADER = ["at", "kind", "purpose", "project", "bucket", "ids", "answered", "ms", "outcome", "what"];

function cells(call: CallRow): string[] {
  const { durationMs, bucket, outcome, detail, why, answered } = callAnswer(call);
  return [
    toIso(call.chargedAt),
    call.kind,
    call.purpose,
    call.project ?? "-",
    bucket ?? "-",
    String(call.ids),
    answered === null ? "-" : String(answered),
    durationMs === null ? "-" : String(durationMs),
    outcome ?? "open",
    detail ?? why,
  ];
}

const AGE = { m: minutes, h: hours, d: days } as const;

/** An instant, or how long ago; `undefined` when nothing is said, `null` when it is neither. */
function instantOf(text: string | undefined, now: Instant): Instant | null | undefined {
  if (text === undefined) return undefined;
  const [, count, unit] = /^(\d{1,6})([mhd])$/.exec(text) ?? [];
  if (count === undefined) return /^\d{4}-\d{2}-\d{2}/.test(text) ? parseInstant(text) : null;
  return minus(now, AGE[unit as keyof typeof AGE](Number(count)));
}
