import { rm } from "node:fs/promises";
import { openInsightDesk } from "#analysis/insight-desk.ts";
import { inlineDesk } from "#analysis/text-desk.ts";
import { readExportFilter } from "#api/files/export-filter.ts";
import { tableOf } from "#api/files/export-tables.ts";
import { systemClock } from "#clock.ts";
import { between, type Instant, inSeconds } from "#domain/time.ts";
import type { FileFormat } from "#exports/datasets.ts";
import { writeExport } from "#exports/write-export.ts";
import { openDatabase } from "#storage/database.ts";
import { unitsSpentOver } from "#storage/export-reads.ts";

/* One export in a process of its own, so that its memory is its own: told what to do by its arguments, tells by a message. */

const [connectionString = "", directory = "", format = "csv", now = "0"] = process.argv.slice(2);

const clock = { ...systemClock, now: () => Number(now) as Instant };
const db = openDatabase({ connectionString, connectionsMax: 2 });
const desk = openInsightDesk({
  reads: db,
  patient: db,
  clock,
  timeout: clock.timeout,
  texts: inlineDesk(db),
  failed: () => undefined,
});
const read = readExportFilter("snapshots", {});
if (read.kind === "refused") throw new Error("no filter is refused");
const table = await tableOf(read.filter, { patient: db, clock, desk, performancePool: 3 });

const before = process.memoryUsage.rss();
const began = systemClock.now();
let longestMs = 0;
let last = began;
const manifest = await writeExport(
  table,
  { dataset: "snapshots", format: format as FileFormat, filter: {}, idsOnly: false, pseudonyms: false },
  {
    clock,
    directory,
    versions: { viewcurve: "0", schema: 0 },
    pseudonymKey: "",
    unitsSpent: () => unitsSpentOver(db, clock.now(), clock.now()),
    progress: () => {
      const at = systemClock.now();
      longestMs = Math.max(longestMs, between(last, at));
      last = at;
    },
  },
);
const wallSeconds = inSeconds(between(began, systemClock.now()));
await rm(directory, { recursive: true });
await db.destroy();
process.send?.({
  rows: manifest.rows,
  wallSeconds,
  cpuSeconds: (process.cpuUsage().user + process.cpuUsage().system) / 1e6,
  bytes: manifest.files[0]?.bytes ?? 0,
  rssMaxMb: process.resourceUsage().maxRSS / 1024,
  grownMb: process.resourceUsage().maxRSS / 1024 - before / 2 ** 20,
  longestPartMs: longestMs,
});
