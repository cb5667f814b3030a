import { importAnswer } from "#api/files/imports.ts";
import { listImports } from "#storage/imports/import-rows.ts";
import { withInstallation } from "./open-installation.ts";
import { table } from "./table.ts";

/** `viewcurve import status`: the newest imports, as `GET /imports` gives them. */
export const importStatus = ({ limit, json }: { readonly limit: number; readonly json: boolean }): Promise<void> =>
  withInstallation(async ({ db }) => {
    const imports = (await listImports(db, null, limit)).map(importAnswer);
    if (json) for (const each of imports) process.stdout.write(`${JSON.stringify(each)}\n`);
    else if (imports.length === 0) process.stdout.write("Nothing has been imported yet.\n");
    else process.stdout.write(table(HEADER, imports.map(cells)));
  });

const HEADER = ["begun", "what", "file", "state", "rows", "stored", "present", "refused", "moved", "why"];

const cells = (row: ReturnType<typeof importAnswer>): string[] => [
  row.startedAt,
  row.kind,
  row.name.replaceAll(/\p{Cc}/gu, " "),
  row.state,
  ...[row.rows, row.stored, row.present, row.refused].map(String),
  row.updatedAt,
  row.reason ?? "",
];
