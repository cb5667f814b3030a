import { Readable } from "node:stream";
import { setFlagsFromString } from "node:v8";
import { systemClock } from "#clock.ts";
import { PERFORMANCE_POOL_MIN } from "#domain/performance.ts";
import { between, type Instant, inSeconds } from "#domain/time.ts";
import { importSnapshots } from "#imports/import-snapshots.ts";
import { RefusalLog } from "#imports/refusal-log.ts";
import { BrokenFile } from "#imports/row.ts";
import { openSource } from "#imports/source-file.ts";
import { understand } from "#imports/understand.ts";
import { openDatabase } from "#storage/database.ts";

/* One import in a process of its own, as the command does it, so that its memory is its own: tells by a message. */

// As open-import.ts has it.
setFlagsFromString("--semi-space-growth-factor=1");

const [connectionString = "", path = "", now = "0"] = process.argv.slice(2);
const db = openDatabase({ connectionString, connectionsMax: 2 });
await db.selectFrom("import").select("id").execute();
const before = process.memoryUsage.rss();
const began = systemClock.now();
const told = await tell().catch((error: unknown) => {
  if (error instanceof BrokenFile) return { state: "broken", reason: error.message };
  throw error;
});
await db.destroy();
process.send?.({
  ...told,
  seconds: inSeconds(between(began, systemClock.now())),
  grownMb: process.resourceUsage().maxRSS / 1024 - before / 2 ** 20,
});

async function tell() {
  const source = await openSource(path, Readable.from([]));
  const understood = await understand(source, { columns: new Map(), dateOrder: null });
  if (understood.kind === "unclear") return { state: "unclear", reason: understood.reason };
  const log = new RefusalLog(`${path}.refused.ndjson`);
  const done = await importSnapshots({
    ...{ db, clock: systemClock, source, understood, log, performancePool: PERFORMANCE_POOL_MIN },
    span: { now: Number(now) as Instant, keptFrom: null },
    progress: () => undefined,
  });
  await log.end();
  const { state, position, stored, present, refused, refusals } = done.row;
  return { state, rows: position, stored, present, refused, reasons: Object.keys(refusals).length };
}
