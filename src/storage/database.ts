import { Kysely, PostgresDialect, type RawBuilder, sql } from "kysely";
import pg from "pg";
import { fromPostgres } from "#domain/iso-time.ts";
import type { Duration, Instant } from "#domain/time.ts";
import { askByCallback } from "#storage/sql/ask-by-callback.ts";
import { prepareStatements } from "#storage/sql/prepared-statements.ts";
import type { Database } from "./tables.ts";

/** Every query's first argument: a pool, or a transaction of it. */
export type Db = Kysely<Database>;

/** An instant as SQL takes it. Instants are read as numbers and must be written through this. */
export const at = (instant: Instant): RawBuilder<Instant> =>
  sql<Instant>`${new Date(instant).toISOString()}::timestamptz`;

/**
 * How both engines' text output becomes our values: int8 and float8 as numbers (counters stay far below 2^53),
 * timestamps as instants, dates as the text they are. Node-postgres would give strings and Dates, PGlite Dates.
 */
export const TYPE_PARSERS: Readonly<Record<number, (text: string) => unknown>> = {
  20: Number,
  700: Number,
  701: Number,
  1082: (text) => text,
  1184: fromPostgres,
};

/** The same as node-postgres takes it. */
export const DRIVER_TYPES: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: "text" | "binary") =>
    TYPE_PARSERS[oid] ?? pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
};

const SESSION = "-c timezone=UTC";

/**
 * Readers come many at a time: one that takes several cores for itself takes them from the others. A page is read faster
 * than any plan is compiled.
 */
const FOR_MANY = "-c max_parallel_workers_per_gather=0 -c jit=off";

/** A pool on a PostgreSQL server. Sessions are pinned to UTC, so that no answer depends on the server's zone. */
export function openDatabase(config: {
  readonly connectionString: string;
  readonly connectionsMax: number;
  /** The server ends a statement that takes longer (SQLSTATE 57014); without it statements may take their time. */
  readonly statementTimeout?: Duration;
  /** Which statements that are asked over and over are prepared; absent = none. */
  readonly prepares?: "all" | "marked";
  /** The server refuses whatever would change something. */
  readonly readOnly?: boolean;
}): Db {
  const pool = new pg.Pool({
    connectionString: config.connectionString,
    max: config.connectionsMax,
    options: [
      SESSION,
      ...(config.prepares === "marked" ? [FOR_MANY] : []),
      ...(config.readOnly ? ["-c default_transaction_read_only=on"] : []),
    ].join(" "),
    ...(config.statementTimeout === undefined ? {} : { statement_timeout: config.statementTimeout }),
    types: DRIVER_TYPES,
  });
  // A broken idle connection is dropped by the pool; the next query gets a fresh one or an error of its own.
  pool.on("error", () => undefined);
  // One that breaks while it is used fails its query; without a listener its error would end the process besides.
  pool.on("connect", (client) => client.on("error", () => undefined));
  pool.on("connect", askByCallback);
  if (config.prepares) prepareStatements(pool, config.prepares);
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
}
