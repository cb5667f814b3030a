import { systemClock } from "#clock.ts";
import { toIso } from "#domain/iso-time.ts";
import { NO_CHOICE, retentionLines, retentionOf } from "#domain/retention.ts";
import type { Instant } from "#domain/time.ts";
import { FIELD_NAMES, type Field } from "#imports/fields.ts";
import { importSnapshots } from "#imports/import-snapshots.ts";
import type { AskedMapping } from "#imports/mapping.ts";
import type { RefusalLog } from "#imports/refusal-log.ts";
import type { SourceFile } from "#imports/source-file.ts";
import { rehearse, type Understood, understand } from "#imports/understand.ts";
import { readDecision } from "#storage/retention/retention-decision.ts";
import { EXIT, fail } from "./exit.ts";
import { refusalLines } from "./import-words.ts";
import { withImport } from "./open-import.ts";
import { type Installation, withInstallation } from "./open-installation.ts";
import { progressBar } from "./progress-bar.ts";

interface SnapshotOptions {
  readonly map: readonly string[];
  readonly dates?: "dmy" | "mdy";
  readonly dryRun: boolean;
  readonly rejects?: string;
  readonly json: boolean;
}

/** `viewcurve import snapshots`: stores the counters of somebody else's collection. */
export async function importCounters(path: string, options: SnapshotOptions): Promise<void> {
  const asked = askedMapping(options);
  if (typeof asked === "string") return fail(asked, EXIT.usage);
  await withImport(path, options.rejects, async (source, log) => {
    const understood = await understand(source, asked);
    if (understood.kind === "unclear") return fail(`${path}: ${understood.reason}`, EXIT.usage);
    await withInstallation(async (installation) => {
      const span = { now: systemClock.now(), keptFrom: await keptFrom(installation) };
      if (options.dryRun) return sayHowItReads(source, understood, span, log, options.json);
      await store(path, source, understood, span, log, installation, options.json);
    });
  });
}

/** What is asked of the columns, or what is wrong with it. */
function askedMapping({ map, dates = null as never }: SnapshotOptions): AskedMapping | string {
  const columns = new Map<Field, string>();
  for (const each of map) {
    const [name = "", ...column] = each.split("=");
    const field = FIELD_NAMES.find((known) => known === name);
    if (field === undefined) return `"${name}" is no field: it must be one of ${FIELD_NAMES.join(", ")}.`;
    columns.set(field, column.join("="));
  }
  return { columns, dateOrder: dates };
}

/** Since when samples are kept here: older ones would be deleted within hours. */
async function keptFrom({ config, db }: Installation): Promise<Instant | null> {
  const settings = { ...NO_CHOICE, statistics: config.retention };
  const decided = retentionOf(settings, await readDecision(db));
  return decided === null ? null : retentionLines(decided, systemClock.now()).statistics;
}

type Span = Parameters<typeof rehearse>[1];

async function sayHowItReads(
  source: SourceFile,
  understood: Understood,
  span: Span,
  log: RefusalLog,
  json: boolean,
): Promise<void> {
  const bar = progressBar(Math.max(1, source.bytes));
  const found = await rehearse(understood, span, log, () => bar.at(source.progress(), "reading")).finally(() =>
    bar.end(),
  );
  const { named, examples, table } = understood;
  if (json) {
    const fields = { fields: named, examples, ignored: ignored(understood) };
    process.stdout.write(`${JSON.stringify({ format: table.format, gzipped: source.gzipped, ...fields, ...found })}\n`);
    return;
  }
  const lines = Object.entries(named).map(([field, column]) => {
    const example = examples[field];
    return `  ${field.padEnd(14)} ${column}${example === undefined || example === null ? "" : `: ${shown(example)}`}`;
  });
  const left = ignored(understood);
  process.stdout.write(
    `${table.format}${source.gzipped ? ", gzipped" : ""}. Nothing was stored. It is read so:\n${lines.join("\n")}\n` +
      (left.length === 0 ? "" : `Left out: ${left.join(", ")}.\n`) +
      `${found.rows} rows, of which ${found.readable} can be stored${found.from === null ? "" : `, from ${found.from} to ${found.to}`}.\n` +
      refusalLines(found.refused, found.refusals),
  );
}

/** The columns of which nothing is taken. */
function ignored({ table, mapping }: Understood): readonly string[] {
  const used = new Set(Object.values(mapping.columns));
  return table.columns.filter((_, place) => !used.has(place));
}

const SHOWN_MAX = 60;

/** A stranger's words without what would speak to the terminal. */
const shown = (value: unknown): string => {
  const text = (typeof value === "string" ? value : JSON.stringify(value)).replaceAll(/\p{Cc}+/gu, " ");
  return text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text;
};

async function store(
  path: string,
  source: SourceFile,
  understood: Understood,
  span: Span,
  log: RefusalLog,
  { config, db }: Installation,
  json: boolean,
): Promise<void> {
  const bar = progressBar(Math.max(1, source.bytes));
  const progress = (doing: string) =>
    bar.at(source.progress(), doing === "reading" ? "rows" : "what follows from them");
  const { performancePool } = config;
  const done = await importSnapshots({
    ...{ db, clock: systemClock, source, understood, span, log, performancePool, progress },
  }).finally(() => bar.end());
  const { id, position: rows, stored, present, refused, refusals, firstAt, lastAt } = done.row;
  const [from, to] = [firstAt, lastAt].map((time) => (time === null ? null : toIso(time)));
  process.stdout.write(
    json
      ? `${JSON.stringify({ id, state: done.kind, rows, stored, present, refused, refusals, from, to })}\n`
      : `${stored} samples were stored; ${present} of ${rows} rows were there already${from === null ? "" : `; all are from ${from} to ${to}`}.\n${refusalLines(refused, refusals)}`,
  );
  if (done.kind === "failed") fail(`${path}: ${done.reason}`);
}
