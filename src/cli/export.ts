import { readdir } from "node:fs/promises";
import { resolve } from "node:path";
import { oddWish, readExportFilter } from "#api/files/export-filter.ts";
import { tableOf } from "#api/files/export-tables.ts";
import { systemClock } from "#clock.ts";
import type { Dataset, FileFormat } from "#exports/datasets.ts";
import type { ExportWish } from "#exports/manifest.ts";
import { withOpenApi } from "./ask-api.ts";
import { EXIT, fail } from "./exit.ts";
import { stopSignal } from "./stop-signal.ts";
import { writeInto } from "./write-into.ts";

interface ExportOptions {
  readonly format: FileFormat;
  readonly out: string;
  readonly filter: string;
  readonly idsOnly: boolean;
  readonly pseudonyms: boolean;
  readonly json: boolean;
}

/** `viewcurve export`: writes rows into a directory, whether or not a service runs. */
export async function exportRows(
  dataset: Dataset,
  { out, filter: query, json, ...options }: ExportOptions,
): Promise<void> {
  const given = parametersOf(query);
  const wish: ExportWish = { dataset, filter: given, ...options };
  const odd = oddWish(wish);
  if (odd) return fail(`--${odd.name === "idsOnly" ? "ids-only" : odd.name} ${odd.message}.`, EXIT.usage);
  const read = readExportFilter(dataset, given);
  if (read.kind === "refused") {
    const wrong = read.issues.map((issue) =>
      issue.code === "unrecognized_keys"
        ? `${issue.keys.join(", ")} is no parameter of ${dataset}`
        : `${issue.path.join(".")} ${issue.message}`,
    );
    return fail(`--filter cannot be used: ${wrong.join("; ")}.`, EXIT.usage);
  }
  const directory = resolve(out);
  const there = await readdir(directory).catch((): string[] => []);
  // Also what is no export's: a list that was downloaded may have the same name.
  const taken = [`${dataset}.${options.format}`, "dictionary.csv", "manifest.json"].find((name) =>
    there.includes(name),
  );
  if (taken !== undefined) {
    return fail(`${directory} holds a ${taken} already, which would be lost: name another directory.`, EXIT.usage);
  }
  const stopping = new AbortController();
  void stopSignal().then(() => stopping.abort(new Error("stopped")));
  await withOpenApi(async ({ installation: { db, patient, config, vault }, desk }) => {
    const sources = { patient, clock: systemClock, desk, performancePool: config.performancePool };
    const table = await tableOf(read.filter, sources);
    const manifest = await writeInto(directory, table, wish, { db, vault, signal: stopping.signal });
    if (manifest === null) return;
    if (json) process.stdout.write(`${JSON.stringify(manifest)}\n`);
    else process.stdout.write(`${manifest.rows.toLocaleString("en")} rows of ${dataset} are in ${directory}.\n`);
  });
}

/** A query's parameters, those that are repeated as lists. */
function parametersOf(query: string): Readonly<Record<string, string | string[]>> {
  const parameters = new URLSearchParams(query);
  return Object.fromEntries(
    [...new Set(parameters.keys())].map((name) => {
      const values = parameters.getAll(name);
      return [name, values.length === 1 ? (values[0] ?? "") : values];
    }),
  );
}
