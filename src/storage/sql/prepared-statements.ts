import { createHash } from "node:crypto";
import { sql } from "kysely";
import type pg from "pg";

/** A statement is prepared from its third use on: what is asked once or twice is not worth a plan kept for good. */
const PREPARED_FROM = 3;

/**
 * The server keeps prepared statements until the connection ends, so their number is bounded. The collector asks about
 * fifty different statements, over and over; more than this would be lists of changing length.
 */
const PREPARED_MAX = 200;

/** Texts that were met once or twice are remembered up to this many, so that texts that never come again fill no memory. */
const SEEN_MAX = 1000;

const MARK = "/* one plan */";

/** Written into a statement (`select ${ONE_PLAN} …`) that is best run in one way whatever its values are. */
export const ONE_PLAN = sql.raw(MARK);

/**
 * Makes the connections of a pool prepare what they are asked again and again. Parsing and planning took more than half
 * of a settlement's time, and its statements are always the same. `which` = all, or only those that say `ONE_PLAN`: a
 * list's best plan depends on the values that it is filtered by.
 */
export function prepareStatements(pool: pg.Pool, which: "all" | "marked"): void {
  const uses = new Map<string, number>();
  const names = new Map<string, string>();
  const nameOf = (text: string): string | null => {
    if (which === "marked" && !text.includes(MARK)) return null;
    const known = names.get(text);
    if (known !== undefined) return known;
    if (names.size >= PREPARED_MAX) return null;
    const count = (uses.get(text) ?? 0) + 1;
    if (uses.size >= SEEN_MAX) uses.clear();
    uses.set(text, count);
    if (count < PREPARED_FROM) return null;
    uses.delete(text);
    const name = createHash("sha256").update(text).digest("hex").slice(0, 32);
    names.set(text, name);
    return name;
  };
  pool.on("connect", (client) => {
    const ask = client.query.bind(client);
    const prepared = (text: unknown, values: unknown): unknown => {
      const name = typeof text === "string" && Array.isArray(values) ? nameOf(text) : null;
      return name === null
        ? ask(text as string, values as unknown[])
        : ask({ name, text: text as string, values: values as unknown[] });
    };
    client.query = prepared as typeof client.query;
  });
}
