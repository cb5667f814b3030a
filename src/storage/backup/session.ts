import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import { type Db, DRIVER_TYPES } from "#storage/database.ts";
import type { Database } from "#storage/tables.ts";

/** One connection, for queries and for COPY, which has to run in the same transaction. */
export interface Session {
  readonly client: pg.Client;
  readonly db: Db;
  close(): Promise<void>;
}

/**
 * What COPY's text depends on is fixed, whatever the server's own settings are: it is read back by another server, and
 * numbers must come back to the last bit.
 */
const SETTINGS = [
  "timezone=UTC",
  "datestyle=ISO",
  "intervalstyle=postgres",
  "extra_float_digits=1",
  "bytea_output=hex",
];

/** Opens a connection of its own. Throws the driver's error when nobody answers. */
export async function openSession(connectionString: string): Promise<Session> {
  const client = new pg.Client({
    connectionString,
    options: SETTINGS.map((setting) => `-c ${setting}`).join(" "),
    types: DRIVER_TYPES,
  });
  // A connection that breaks fails what runs on it; without a listener its error would end the process besides.
  client.on("error", () => undefined);
  await client.connect();
  const lent = Object.assign(client, { release: () => undefined });
  const pool = { options: {}, connect: async () => lent, end: async () => undefined };
  return {
    client,
    db: new Kysely<Database>({ dialect: new PostgresDialect({ pool }) }),
    close: () => client.end(),
  };
}
