import { Piscina } from "piscina";
import { type Db, openDatabase } from "#storage/database.ts";
import { inlineLines, type LineDesk, type LinesTask } from "./video-lines.ts";

/* The thread of the pool (lines-pool.ts): it writes parts of exports, over connections of its own. */

/** Why lines could not be written. */
export interface LinesFailure {
  readonly message: string;
  readonly code: string;
}

/** One reads while another's answer is taken apart. */
const CONNECTIONS = 2;

interface Opened {
  readonly address: string;
  readonly db: Db;
  readonly desk: LineDesk;
}

let opened: Opened | null = null;

/** The database of an address: it moves when the service revives it. */
function deskOf(address: string): LineDesk {
  if (opened?.address === address) return opened.desk;
  // The server that it led to may be gone: how its connections end tells nobody anything.
  opened?.db.destroy().catch(() => undefined);
  const db = openDatabase({ connectionString: address, connectionsMax: CONNECTIONS, prepares: "marked" });
  opened = { address, db, desk: inlineLines(db) };
  return opened.desk;
}

// biome-ignore lint/style/noDefaultExport: piscina calls what a file exports by default.
export default async function work({
  address,
  task,
}: {
  readonly address: string;
  readonly task: LinesTask;
}): Promise<Uint8Array | LinesFailure> {
  try {
    // Handed over, and not copied: piscina gives what is within.
    return Piscina.move(await deskOf(address).write(task)) as unknown as Uint8Array;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    return { message: String(error instanceof Error ? error.stack : error), code };
  }
}
