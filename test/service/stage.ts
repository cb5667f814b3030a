import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { inject } from "vitest";
import { type ChannelRef, refKey } from "#domain/channel.ts";
import { type Duration, hours, type Instant, instant, milliseconds, minutes, plus, seconds } from "#domain/time.ts";
import type { Event } from "#events.ts";
import { type ServingParts, startServing } from "#main.ts";
import type { VirtualProject } from "#simulation/books.ts";
import type { Fault } from "#simulation/faults.ts";
import { share } from "#simulation/random.ts";
import { startVirtualYouTube, type VirtualYouTube } from "#simulation/server.ts";
import { type VirtualClock, virtualClock } from "#simulation/virtual-clock.ts";
import type { World } from "#simulation/world.ts";
import { tokenHash } from "#storage/access/tokens.ts";
import { AS_BEFORE, requestTracking } from "#storage/channels/track-requests.ts";
import { type Db, openDatabase } from "#storage/database.ts";
import { addKey } from "#storage/keys/keys.ts";
import { acknowledgeSeveralProjects } from "#storage/keys/projects.ts";
import { openVault, type Vault } from "#storage/keys/vault.ts";
import { ApiKey } from "#youtube/api-key.ts";
import { prepare } from "../harness/databases.ts";
import { openNative } from "../harness/native-database.ts";

/** The midnight (UTC) at which every world of these tests begins; the Pacific quota day begins seven hours later. */
export const FROM = instant(Date.UTC(2026, 8, 1));

export const KEY = "virtual-key-one";
export const PROJECT: VirtualProject = { consumer: "projects/1000000000001", keys: [KEY] };
const TOKEN = "token-of-the-tests";

export interface StageChoice {
  readonly world: World;
  readonly seed?: number;
  readonly faults?: readonly Fault[];
  /** The projects as YouTube knows them, and the keys that the service is given, each with our name of its project. */
  readonly projects?: readonly VirtualProject[];
  readonly keys?: readonly (readonly [project: string, key: string])[];
  /** What is tracked from the start; all channels of the world when left out. */
  readonly track?: readonly ChannelRef[];
  readonly pace?: ServingParts["pace"];
  /** Whether the hub can reach the services. */
  readonly pushed?: boolean;
}

/** A service that runs, and all it reported. */
export interface Running {
  readonly url: string;
  readonly events: readonly Event[];
  /** Reads a path of the API; a body that is no JSON is a failure. */
  get<Body>(path: string): Promise<{ readonly status: number; readonly body: Body; readonly text: string }>;
  send(method: "POST" | "PATCH" | "DELETE", path: string, body?: unknown): Promise<number>;
  /** Asks as an administrator, and gives everything that came back. */
  ask(method: string, path: string, body: unknown): Promise<{ readonly status: number; readonly text: string }>;
  /** Reads a path that only an administrator may. */
  admin<Body>(path: string): Promise<Body>;
  stop(): Promise<void>;
}

/** A virtual YouTube, an empty database and one service that collects from it, on one virtual clock that stands. */
export interface Stage extends AsyncDisposable {
  readonly world: World;
  readonly clock: VirtualClock;
  readonly db: Db;
  readonly connectionString: string;
  readonly vault: Vault;
  readonly youtube: VirtualYouTube;
  readonly service: Running;
  /** Starts another service on the same database, as another process would. */
  serve(changes?: Partial<ServingParts>): Promise<Running>;
  /** Lets time pass; when it stands again everything that was due has been done and recorded. */
  pass(span: Duration): Promise<void>;
}

/** How rarely the database is looked at while nothing else is to do: often enough for minutes to be told apart. */
export const PACE = { leaseTerm: hours(1), changePoll: minutes(5) };

export async function raise(choice: StageChoice): Promise<Stage> {
  const { world, seed = 1, faults = [], projects = [PROJECT], keys = [["main", KEY]] } = choice;
  const database = await openNative(inject("runDirectory"), prepare);
  const { connectionString } = database;
  const clock = virtualClock(world.startsAt);
  const vault = openVault("of no worth: it seals virtual keys");
  const youtube = await startVirtualYouTube({ world, clock, projects, faults });
  if (keys.length > 1) await acknowledgeSeveralProjects(database.db, clock.now());
  for (const [projectId, text] of keys) {
    const key = ApiKey.parse(text);
    if (!key) throw new Error("That is no key.");
    await addKey(database.db, vault, { projectId, key }, clock.now());
  }
  const refs = choice.track ?? world.channels.map(({ id }) => ({ kind: "id", id }) as const);
  const sorted = refs.toSorted((a, b) => (refKey(a) < refKey(b) ? -1 : 1));
  await requestTracking(database.db, sorted, AS_BEFORE, clock.now());

  const closers: (() => Promise<unknown>)[] = [];
  const serve = async (changes: Partial<ServingParts> = {}): Promise<Running> => {
    // Pools of its own, as a process has them.
    const db = openDatabase({ connectionString, connectionsMax: 4, prepares: "all" });
    const reads = openDatabase({ connectionString, connectionsMax: 2, statementTimeout: seconds(10) });
    const events: Event[] = [];
    let draws = 0;
    const serving = await startServing({
      db,
      reads,
      patient: reads,
      databaseAddress: () => connectionString,
      reviveDatabase: async () => undefined,
      clock,
      vault,
      report: (event) => void events.push(event),
      pace: choice.pace ?? PACE,
      youtubeUrl: youtube.url,
      feedsUrl: youtube.url,
      samplesPerVideo: 100,
      performancePool: 3,
      adminTokenHash: tokenHash(TOKEN),
      publicUrl: null,
      hubUrl: youtube.url,
      random: () => share("jitter", seed, draws++),
      host: "127.0.0.1",
      port: 0,
      ...(choice.pushed ? await reachable() : {}),
      ...changes,
    });
    let stopped: Promise<void> | null = null;
    const stop = () => {
      stopped ??= serving.stop().then(async () => {
        await Promise.all([db.destroy(), reads.destroy()]);
      });
      return stopped;
    };
    closers.push(stop);
    return { url: serving.url, events, stop, ...client(serving.url) };
  };

  const service = await serve();
  return {
    world,
    clock,
    db: database.db,
    connectionString,
    vault,
    youtube,
    service,
    serve,
    pass: (span) => pass(clock, plus(clock.now(), span)),
    async [Symbol.asyncDispose]() {
      await Promise.all(closers.map((close) => close()));
      await youtube.close();
      await database.close();
    },
  };
}

/** An address that the hub can be told before anybody listens there: a port that was free a moment ago. */
async function reachable(): Promise<Pick<ServingParts, "port" | "publicUrl">> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return { port, publicUrl: `http://127.0.0.1:${port}` };
}

/**
 * Lets time pass to `to` and a millisecond more: a clock wakes one waiter at a time, so whoever waited for `to` has
 * finished before we are woken.
 */
async function pass(clock: VirtualClock, to: Instant): Promise<void> {
  clock.setPace("leaping");
  await clock.task(async () => {
    await clock.until(plus(to, milliseconds(1)));
    clock.setPace("standing");
  });
}

function client(url: string): Pick<Running, "get" | "send" | "ask" | "admin"> {
  return {
    async ask(method, path, body) {
      const headers = { authorization: `Bearer ${TOKEN}`, ...(body ? { "content-type": "application/json" } : {}) };
      const response = await fetch(`${url}/api/v1${path}`, {
        method,
        headers,
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      const text = await response.text();
      return { status: response.status, text: `${response.status} ${JSON.stringify([...response.headers])} ${text}` };
    },
    async admin(path) {
      const headers = { authorization: `Bearer ${TOKEN}` };
      const response = await fetch(`${url}/api/v1${path}`, { headers });
      if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
      return JSON.parse(await response.text());
    },
    async get(path) {
      const response = await fetch(`${url}/api/v1${path}`);
      const text = await response.text();
      return { status: response.status, text, body: JSON.parse(text) };
    },
    async send(method, path, body) {
      const headers = { authorization: `Bearer ${TOKEN}`, ...(body ? { "content-type": "application/json" } : {}) };
      const response = await fetch(`${url}/api/v1${path}`, {
        method,
        headers,
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      await response.arrayBuffer();
      return response.status;
    },
  };
}
