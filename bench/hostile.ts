import { fork } from "node:child_process";
import { once } from "node:events";
import { rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { systemClock } from "#clock.ts";
import { instant } from "#domain/time.ts";
import { openDatabase } from "#storage/database.ts";
import { startEmbedded } from "#storage/embedded/start-embedded.ts";
import { temporaryDirectory } from "#storage/embedded/temporary-directory.ts";
import { migrate } from "#storage/migrate.ts";
import { HOSTILE_FILES, writeHostile } from "./hostile-files.ts";

const NOW = instant(Date.UTC(2026, 10, 1));

/**
 * Imports files that want to harm whoever reads them, each in a process of its own, and tells what became of it: its state,
 * the rows that were stored and refused, and how much memory the process grew by at most.
 */
export async function hostile(args: readonly string[]): Promise<object> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      megabytes: { type: "string", default: "1024" },
      rows: { type: "string", default: "10000000" },
      json: { type: "boolean" },
    },
  });
  const size = { megabytes: Number(values.megabytes), rows: Number(values.rows) };
  const dataDirectory = await temporaryDirectory();
  const choice = { dataDirectory, discard: dataDirectory, clock: systemClock, durable: false, log: () => undefined };
  const server = await startEmbedded(choice);
  if (server.kind === "refused") throw new Error(server.message);
  const db = openDatabase({ connectionString: server.connectionString, connectionsMax: 1 });
  try {
    await migrate(db, "virtual", NOW);
    const rows: object[] = [];
    for (const { what, name, pieces } of HOSTILE_FILES) {
      const path = join(dataDirectory, name);
      await writeHostile(path, pieces(size));
      const { size: bytes } = await stat(path);
      const child = fork(new URL("hostile-process.ts", import.meta.url), [server.connectionString, path, String(NOW)]);
      const [told] = await Promise.race([once(child, "message"), once(child, "exit").then(() => [{ state: "died" }])]);
      rows.push({ what, bytes, ...told });
      await rm(path);
    }
    return { rows };
  } finally {
    await db.destroy();
    await server.stop();
    await rm(dataDirectory, { recursive: true, force: true });
  }
}
