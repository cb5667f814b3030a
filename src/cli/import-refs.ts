import { systemClock } from "#clock.ts";
import { importList, type ListImport, refsIn } from "#imports/import-list.ts";
import { type List, openList, type ReadRef } from "#imports/open-list.ts";
import { countReasons, partsOf } from "#imports/read-rows.ts";
import type { RefusalLog } from "#imports/refusal-log.ts";
import type { Db } from "#storage/database.ts";
import { EXIT, fail } from "./exit.ts";
import { refusalLines } from "./import-words.ts";
import { withImport } from "./open-import.ts";
import { withInstallation } from "./open-installation.ts";

export interface ListOptions {
  readonly dryRun: boolean;
  readonly rejects?: string;
  readonly json: boolean;
}

/** What a list is of, and what becomes of it. */
interface ListKind<Ref> {
  readonly kind: "channels" | "videos";
  readonly what: "channel" | "video";
  readonly verb: "tracked" | "followed";
  readonly wish: Readonly<Record<string, unknown>>;
  readonly read: ReadRef<Ref>;
  readonly keyOf: (ref: Ref) => string;
  readonly store: (db: Db, ...args: Parameters<ListImport<Ref>["store"]>) => ReturnType<ListImport<Ref>["store"]>;
}

/** Asks for everything that a file names, or says what it names. */
export async function importRefs<Ref>(path: string, options: ListOptions, of: ListKind<Ref>): Promise<void> {
  const { kind, what, verb, wish, store } = of;
  const { json } = options;
  const refusal = `names no ${what} by its id${what === "channel" ? ", @handle" : ""} or URL`;
  await withImport(path, options.rejects, async (source, log) => {
    const list = await openList(source, of.read, what);
    if (list.kind === "unclear") return fail(`${path}: ${list.reason}`, EXIT.usage);
    if (options.dryRun) return sayWhatItNames(list, of, log, refusal, json);
    await withInstallation(async ({ db }) => {
      const done = await importList<Ref>({
        ...{ db, clock: systemClock, kind, source, list, wish, log, refusal },
        store: (id, part) => store(db, id, part),
      });
      const { id, position: rows, stored: asked, present, refused, refusals } = done.row;
      process.stdout.write(
        json
          ? `${JSON.stringify({ id, state: done.kind, rows, asked, present, refused, refusals })}\n`
          : `To be ${verb}: ${asked} more ${kind}; ${present} of ${rows} rows name one that was asked for already.\n${refusalLines(refused, refusals)}`,
      );
      if (done.kind === "failed") fail(`${path}: ${done.reason}`);
    });
  });
}

async function sayWhatItNames<Ref>(
  list: List<Ref>,
  { kind, keyOf }: ListKind<Ref>,
  log: RefusalLog,
  refusal: string,
  json: boolean,
): Promise<void> {
  await log.begin();
  const named = new Set<string>();
  const refusals: Record<string, number> = {};
  let rows = 0;
  let refused = 0;
  for await (const part of partsOf(list.table, 1_000)) {
    const read = refsIn(part, list, refusal);
    for (const ref of read.refs) named.add(keyOf(ref));
    for (const [reason, n] of Object.entries(countReasons(read.refused)))
      refusals[reason] = (refusals[reason] ?? 0) + n;
    await log.write(read.refused);
    rows += part.length;
    refused += read.refused.length;
  }
  const { format } = list.table;
  process.stdout.write(
    json
      ? `${JSON.stringify({ format, column: list.column, rows, [kind]: named.size, refused, refusals })}\n`
      : `${format}, by its column "${list.column}": ${rows} rows name ${named.size} ${kind}. Nothing was asked for.\n${refusalLines(refused, refusals)}`,
  );
}
