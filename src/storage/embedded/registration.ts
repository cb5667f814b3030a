import pg from "pg";
import { PORT } from "./postmaster.ts";

/**
 * Every process that uses a server holds this advisory lock, shared; one that can have it alone is the last. The
 * server forgets the lock of a process that dies, so no stale entry ever keeps a server alive.
 */
const IN_USE = "(1986291060, 1)";

/** A process's place among the users of a server. */
export interface Registration {
  readonly kind: "registered";
  /**
   * Gives the place up. True when nobody else has one: newcomers then wait for the registration to be closed, and the
   * caller stops the server. False as well when the server is gone already.
   */
  leave(): Promise<boolean>;
  close(): Promise<void>;
}

/** Why there is none: a server that starts or stops says so too, and is worth asking again. */
export interface Unanswered {
  readonly kind: "unanswered" | "wrong-password";
  readonly said: string;
}

/** The address of a server for node-postgres, with everything said, so that no PG… variable changes it. */
export const addressOf = (user: string, password: string, sockets: string): string =>
  `postgresql://${user}:${encodeURIComponent(password)}@${encodeURIComponent(sockets)}:${PORT}/postgres?sslmode=disable`;

/** Registers with the server at the address. */
export async function register(connectionString: string): Promise<Registration | Unanswered> {
  const client = new pg.Client({
    connectionString,
    application_name: `viewcurve ${process.pid}`,
    connectionTimeoutMillis: 5000,
  });
  // The server may go at any time; leave() finds out.
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query(`select pg_advisory_lock_shared${IN_USE}`);
  } catch (error) {
    await client.end().catch(() => undefined);
    const { code, message } = error as pg.DatabaseError;
    return { kind: code === "28P01" ? "wrong-password" : "unanswered", said: message };
  }
  // The registration alone keeps no process from ending. (The types do not know of these two methods.)
  const { ref, unref } = client as pg.Client & { ref(): void; unref(): void };
  unref.call(client);
  return {
    kind: "registered",
    async leave() {
      ref.call(client);
      try {
        await client.query(`select pg_advisory_unlock_shared${IN_USE}`);
        const { rows } = await client.query<{ last: boolean }>(`select pg_try_advisory_lock${IN_USE} as last`);
        return rows[0]?.last === true;
      } catch {
        return false;
      }
    },
    close: () => client.end().catch(() => undefined),
  };
}
