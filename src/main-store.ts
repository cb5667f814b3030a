import { systemClock } from "#clock.ts";
import { type Instant, seconds } from "#domain/time.ts";
import { type Db, openDatabase } from "#storage/database.ts";
import { startEmbedded } from "#storage/embedded/start-embedded.ts";
import { migrate } from "#storage/migrate.ts";

/*
 * Puts together the database that a process works on: the operator's own, or the embedded one.
 */

export interface StoreChoice {
  /** A PostgreSQL of the operator's own; `null` = the embedded one in `dataDirectory`. */
  readonly databaseUrl: string | null;
  readonly dataDirectory: string;
  readonly kind: "real" | "virtual";
  /** When a fresh database is said to have been made. */
  readonly now: Instant;
  /** Told what an operator should know, a sentence a line. */
  readonly log: (line: string) => void;
  /** The embedded cluster is worth nothing when its last process is gone. */
  readonly disposable?: boolean;
}

export interface Store {
  readonly kind: "open";
  readonly db: Db;
  /** The same database for whoever waits for an answer: a query that takes too long there is ended. */
  readonly reads: Db;
  /** The same for what takes its time: exports, and reading planning's memory. */
  readonly patient: Db;
  /** Where it is now, for whoever needs a connection of their own. It may hold a password: never log it. */
  address(): string;
  /**
   * Starts the embedded server again if it is gone (killed for its memory, say); harmless while it runs. A server of
   * the operator's own is the operator's to start.
   */
  revive(): Promise<void>;
  close(): Promise<void>;
}

/** Two lanes, housekeeping and the lease. */
const COLLECTOR_CONNECTIONS_MAX = 4;
const API_CONNECTIONS_MAX = 8;
/** Every question is a walk of an index: one that takes so long is not, and keeps a connection that others want. */
const ANSWER_QUERY_MAX = seconds(1);
/** An export may first sort all it exports, and planning's memory is read by pages of many rows. */
const PATIENT_CONNECTIONS_MAX = 3;
const PATIENT_QUERY_MAX = seconds(10);

/** Opens the database, starting the embedded one if need be, and brings its schema up to date. */
export async function openStore(
  choice: StoreChoice,
): Promise<Store | { readonly kind: "refused"; readonly message: string }> {
  let server = choice.databaseUrl === null ? await openEmbedded(choice) : null;
  if (server?.kind === "refused") return server;
  const connectionString = server?.connectionString ?? choice.databaseUrl ?? "";
  const db = openDatabase({ connectionString, connectionsMax: COLLECTOR_CONNECTIONS_MAX, prepares: "all" });
  const reads = openDatabase({
    connectionString,
    connectionsMax: API_CONNECTIONS_MAX,
    statementTimeout: ANSWER_QUERY_MAX,
    prepares: "marked",
  });
  const patient = openDatabase({
    connectionString,
    connectionsMax: PATIENT_CONNECTIONS_MAX,
    statementTimeout: PATIENT_QUERY_MAX,
  });
  const address = () => (server?.kind === "running" ? server.connectionString : connectionString);
  const revive = async (): Promise<void> => {
    if (server?.kind !== "running") return;
    const again = await openEmbedded(choice);
    if (again.kind === "refused") return choice.log(again.message);
    const former = server;
    server = again;
    await former.stop();
  };
  const close = async (): Promise<void> => {
    await Promise.all([db.destroy(), reads.destroy(), patient.destroy()]);
    if (server?.kind === "running") await server.stop();
  };
  try {
    const migrated = await migrate(db, choice.kind, choice.now);
    if (migrated.kind === "migrated") return { kind: "open", db, reads, patient, address, revive, close };
    await close();
    return { kind: "refused", message: migrated.reason };
  } catch (error) {
    await close();
    const which = choice.databaseUrl === null ? "The embedded database" : "The database of DATABASE_URL";
    return { kind: "refused", message: `${which} cannot be used: ${reasonOf(error)}.` };
  }
}

/** A database that answers, as far as anybody has tried. */
export interface Reached {
  readonly kind: "reached";
  /** It may hold a password: never log it. */
  readonly connectionString: string;
  close(): Promise<void>;
}

/** Starts the embedded server if need be, and leaves what is in the database as it is, for backups and their return. */
export async function reachDatabase(
  choice: Pick<StoreChoice, "databaseUrl" | "dataDirectory" | "log">,
): Promise<Reached | { readonly kind: "refused"; readonly message: string }> {
  if (choice.databaseUrl !== null) {
    return { kind: "reached", connectionString: choice.databaseUrl, close: async () => undefined };
  }
  const server = await openEmbedded(choice);
  if (server.kind === "refused") return server;
  return { kind: "reached", connectionString: server.connectionString, close: () => server.stop() };
}

/** The server lives by the machine's clock, whatever clock the service lives by. */
const openEmbedded = ({
  dataDirectory,
  log,
  disposable = false,
}: Pick<StoreChoice, "dataDirectory" | "log" | "disposable">) =>
  startEmbedded({
    dataDirectory,
    log,
    clock: systemClock,
    durable: !disposable,
    ...(disposable ? { discard: dataDirectory } : {}),
  });

/** In words. A host of several addresses fails by an error without any, which holds one for each address. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(", ");
  return error instanceof Error ? error.message : String(error);
}
