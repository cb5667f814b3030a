import { systemClock } from "#clock.ts";
import { type Duration, milliseconds, plus, seconds } from "#domain/time.ts";
import { openDatabase } from "#storage/database.ts";
import { keywordsOf, networkOf } from "./keywords.ts";
import type { TextOutcome, TextTask } from "./text-task.ts";
import { yieldToServer } from "./yield-to-server.ts";

/* A thread of the pool (text-pool.ts): it works on one task at a time, each over a connection of its own. */

yieldToServer();

/** Reading the texts of the largest sample takes a few seconds; a query that takes so long is lost. */
const QUERY_MAX: Duration = seconds(60);

/**
 * A part of the texts takes the database ten milliseconds of a processor: at least three times as long it is left to others.
 * The thread itself yields by its priority; what the database does for it has none.
 */
const REST: Duration = milliseconds(30);
const rest = (): Promise<void> => systemClock.until(plus(systemClock.now(), REST));

// biome-ignore lint/style/noDefaultExport: piscina calls what a file exports by default.
export default async function work(task: TextTask): Promise<TextOutcome> {
  const db = openDatabase({
    connectionString: task.address,
    connectionsMax: 1,
    statementTimeout: QUERY_MAX,
    prepares: "marked",
  });
  try {
    switch (task.kind) {
      case "keywords":
        return { kind: "answered", answer: await keywordsOf(db, task.question, task.now, rest) };
      case "network":
        return { kind: "answered", answer: await networkOf(db, task.question, task.now) };
      default:
        throw new Error(`${task satisfies never} is nothing to do`);
    }
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    return { kind: "failed", message: String(error instanceof Error ? error.stack : error), code };
  } finally {
    await db.destroy();
  }
}
