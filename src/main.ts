import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { buildApi } from "#api/app.ts";
import type { PushSecrets } from "#api/push.ts";
import { planningReader } from "#api/read-planning.ts";
import { type Clock, systemClock } from "#clock.ts";
import { type Collector, startCollector } from "#collector/collect.ts";
import type { CollectorPace } from "#collector/holding.ts";
import type { RetentionChoice } from "#domain/retention.ts";
import { type Duration, type Instant, seconds } from "#domain/time.ts";
import type { Report } from "#events.ts";
import { DEFAULT_POLICY, policyUnder } from "#planning/policy.ts";
import { type Db, openDatabase } from "#storage/database.ts";
import { startEmbedded } from "#storage/embedded/start-embedded.ts";
import { migrate } from "#storage/migrate.ts";
import type { Vault } from "#storage/vault.ts";
import { ApiKey } from "#youtube/api-key.ts";
import { dataApi } from "#youtube/data-api.ts";
import type { Hub } from "#youtube/hub.ts";
import { readPushedNews } from "#youtube/hub-message.ts";

/*
 * The only place that builds things. Commands say what they want; here it is put together.
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

export interface ServingParts {
  readonly db: Db;
  readonly reads: Db;
  readonly patient: Db;
  /** `Store.revive` */
  readonly reviveDatabase: () => Promise<void>;
  readonly clock: Clock;
  readonly vault: Vault;
  readonly report: Report;
  readonly pace: CollectorPace;
  readonly youtubeUrl: string;
  readonly feedsUrl: string;
  /** The least time between two feeds, `null` = none is read; absent = as the policy says. */
  readonly feedSpacing?: Duration | null;
  readonly samplesPerVideo: number;
  readonly performancePool: number;
  /** `CollectorDeps.retention` */
  readonly retention?: RetentionChoice;
  /** The SHA-256 of a token from the settings, beside those in the database. */
  readonly adminTokenHash: Uint8Array | null;
  /** `ApiDependencies.corsOrigins`; absent = none. */
  readonly corsOrigins?: readonly string[];
  /** The address by which a reverse proxy serves us and the hub reaches us; `null` = none does. */
  readonly publicUrl: string | null;
  /** The hub that pushes news of channels to the public address. */
  readonly hubUrl: string;
  /** Numbers from 0 up to 1, for the jitter of back-offs. */
  readonly random: () => number;
  readonly host: string;
  readonly port: number;
}

export interface Serving {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * How long an answer of YouTube's may take. Its slowest real ones take a few seconds; a longer wait would cost the
 * next first hour its second.
 */
const ANSWER_MAX = seconds(10);

/** Starts the API and the collector on an open database. Throws when the address cannot be listened on. */
export async function startServing(parts: ServingParts): Promise<Serving> {
  const { db, reads, patient, clock, vault, report, pace, random, youtubeUrl, feedsUrl, host, port } = parts;
  const { samplesPerVideo, feedSpacing = DEFAULT_POLICY.discovery.feedSpacing } = parts;
  const policy = policyUnder({ samplesPerVideo, feedSpacing, reachable: parts.publicUrl !== null });
  // The API is there before the collector is, and asks it from then on.
  let collector: Collector | null = null;
  const pushSecrets = pushSecretsOf(vault);
  const api = await buildApi({
    db: reads,
    patient,
    clock,
    report,
    loopback: isLoopback(host),
    publicHost: parts.publicUrl === null ? null : new URL(parts.publicUrl).host,
    adminTokenHash: parts.adminTokenHash,
    policy,
    readPlanning: planningReader({ db: patient, clock, live: () => collector?.look() ?? null }),
    performancePool: parts.performancePool,
    ...(parts.retention ? { retention: parts.retention } : {}),
    pushSecrets,
    keyIntake: { vault, parse: (text) => ApiKey.parse(text) },
    corsOrigins: parts.corsOrigins ?? [],
    secureCookies: parts.publicUrl?.startsWith("https:") ?? false,
  });
  const url = await api.listen({ host, port });
  const started = startCollector({
    db,
    clock,
    vault,
    report,
    pace,
    policy,
    performancePool: parts.performancePool,
    ...(parts.retention ? { retention: parts.retention } : {}),
    reviveDatabase: parts.reviveDatabase,
    random,
    youtube: dataApi({ youtubeUrl, feedsUrl, hub: hubOf(parts, pushSecrets), clock, timeout: ANSWER_MAX }),
    readPushedNews,
    holder: `${hostname()} ${process.pid} ${randomBytes(4).toString("hex")}`,
  });
  collector = started;
  return {
    url,
    async stop() {
      await Promise.all([started.stop(), api.close()]);
    },
  };
}

/** Derived and never stored: what a channel's callback is told by, and what the hub signs its messages with. */
const pushSecretsOf = (vault: Vault): PushSecrets => ({
  tokenOf: (channelId) => vault.derive(`callback:${channelId}`).slice(0, 32),
  secretOf: (channelId) => vault.derive(`push:${channelId}`),
});

function hubOf({ publicUrl, hubUrl }: ServingParts, { tokenOf, secretOf }: PushSecrets): Hub | null {
  if (publicUrl === null) return null;
  return { url: hubUrl, secretOf, callbackOf: (id) => `${publicUrl}/push/${id}/${tokenOf(id)}` };
}

/** Whether only this machine can reach an address we listen on. */
const isLoopback = (host: string): boolean => host === "localhost" || host === "::1" || /^127\./.test(host);

/** In words. A host of several addresses fails by an error without any, which holds one for each address. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(", ");
  return error instanceof Error ? error.message : String(error);
}
