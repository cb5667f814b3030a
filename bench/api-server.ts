import { openInsightDesk } from "#analysis/insight-desk.ts";
import { textPool } from "#analysis/text-pool.ts";
import { buildApi } from "#api/app.ts";
import { linesPool } from "#api/videos/lines-pool.ts";
import { systemClock } from "#clock.ts";
import { keepForecasts } from "#collector/forecasts.ts";
import { readState } from "#collector/read-state.ts";
import { PERFORMANCE_POOL_MIN } from "#domain/performance.ts";
import { days, type Instant, instant } from "#domain/time.ts";
import { budgetsOf } from "#planning/budgets.ts";
import { DEFAULT_POLICY } from "#planning/policy.ts";
import { scaledClock } from "#simulation/scaled-clock.ts";
import { readPulse } from "#storage/collecting/planning-changes.ts";
import { at } from "#storage/database.ts";
import { openVault } from "#storage/keys/vault.ts";
import { refreshEngagementPriors } from "#storage/scores/engagement-priors.ts";
import { refreshVelocityTypical } from "#storage/scores/velocity-typical.ts";
import { ApiKey } from "#youtube/api-key.ts";
import { openStore } from "../src/main-store.ts";
import { type IngestChoice, ingest } from "./api-ingest.ts";
import { apiSet } from "./api-set.ts";
import { hearStatements, type Waves } from "./api-statements.ts";

/** What the parent tells the process at its start. */
export interface ServerChoice {
  readonly directory: string;
  readonly videos: number;
  /** The present by the server's clock, and the machine's time at which it is so. */
  readonly base: Instant;
  readonly realBase: Instant;
}

/** What the parent may ask for; each is answered once. */
export type ServerOrder =
  | { readonly kind: "hear" }
  | { readonly kind: "heard" }
  | { readonly kind: "watchMemory" }
  | { readonly kind: "memory" }
  | { readonly kind: "ingest"; readonly choice: IngestChoice }
  | { readonly kind: "record"; readonly choice: Required<IngestChoice> }
  /** Has words counted over and over in the pool's thread, or ends that when the one under way is done. */
  | { readonly kind: "keywords"; readonly on: boolean }
  /** Has rates and forecasts learned anew, as once a day. */
  | { readonly kind: "learn" }
  /** Has all kept answers made anew, as if none held any more. */
  | { readonly kind: "refresh" }
  | { readonly kind: "stop" };

export interface ServerAnswers {
  readonly hear: null;
  readonly heard: Waves;
  readonly watchMemory: null;
  /** By how much the process grew at most, in bytes. */
  readonly memory: number;
  /** Settlements recorded a second. */
  readonly ingest: number;
  /** Of each batch, how many milliseconds after it was due it had been recorded. */
  readonly record: readonly number[];
  /** How many times they were counted. */
  readonly keywords: number;
  /** Milliseconds. */
  readonly learn: number;
  readonly refresh: number;
  readonly stop: null;
}

const MEMORY_LOOK_MS = 20;

/*
 * The API of `viewcurve start` in a process of its own, on the connections that `start` gives it, with planning's memory as
 * the collector of the process would hold it. It records settlements when it is told to, as that collector would.
 */
const choice: ServerChoice = JSON.parse(process.argv[2] ?? "");
const statements = hearStatements();
const clock = scaledClock(instant(choice.base), instant(choice.realBase), 1);
const store = await openStore({
  databaseUrl: null,
  dataDirectory: choice.directory,
  kind: "virtual",
  now: clock.now(),
  log: () => undefined,
});
if (store.kind === "refused") throw new Error(store.message);
const { db, reads, close } = store;
const state = await readState(db, async () => undefined);
const { budgets, testable } = await readPulse(db, clock.now());
const view = { state, budgets: budgetsOf(budgets, testable) };
const vault = openVault("of no worth: it seals no keys");
const texts = textPool(store.address);
const lines = linesPool(store.address);
const desk = openInsightDesk({
  reads,
  patient: store.patient,
  clock,
  timeout: systemClock.timeout,
  texts,
  failed: (message) => process.stderr.write(`${message}\n`),
});
const api = await buildApi({
  db: reads,
  patient: store.patient,
  lines,
  desk,
  clock,
  report: (event) => process.stderr.write(`${JSON.stringify(event)}\n`),
  loopback: true,
  publicHost: null,
  adminTokenHash: null,
  policy: DEFAULT_POLICY,
  readPlanning: async () => view,
  performancePool: PERFORMANCE_POOL_MIN,
  pushSecrets: { tokenOf: (id) => id, secretOf: (id) => id },
  keyIntake: { vault, parse: (text) => ApiKey.parse(text) },
  corsOrigins: [],
  secureCookies: false,
});
const url = await api.listen({ host: "127.0.0.1", port: 0 });

async function timed(work: () => Promise<void>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

let counting: Promise<void> | null = null;
const counted = { wanted: false, times: 0 };
/** Of few enough videos that it ends soon after it is to end. */
const WORDS_OF = days(120);
async function countWords(): Promise<void> {
  counted.wanted = true;
  counted.times = 0;
  const scope = { channels: [], watch: null, tag: null, categories: [], formats: [] };
  while (counted.wanted) {
    await texts.keywords({ scope, window: { span: WORDS_OF }, kind: "rising" }, clock.now());
    counted.times += 1;
  }
}

let memory = { before: 0, most: 0 };
const look = setInterval(() => {
  memory.most = Math.max(memory.most, process.memoryUsage.rss());
}, MEMORY_LOOK_MS);

async function carryOut(order: ServerOrder): Promise<ServerAnswers[ServerOrder["kind"]]> {
  switch (order.kind) {
    case "hear":
      statements.begin();
      return null;
    case "heard":
      return statements.end();
    case "watchMemory":
      memory = { before: process.memoryUsage.rss(), most: 0 };
      return null;
    case "memory":
      return memory.most - memory.before;
    case "ingest":
      return ingest(db, clock, apiSet(choice.videos), order.choice);
    case "record": {
      const late: number[] = [];
      await ingest(db, clock, apiSet(choice.videos), order.choice, (ms) => late.push(ms));
      return late;
    }
    case "keywords":
      if (order.on) {
        counting = countWords();
        return 0;
      }
      counted.wanted = false;
      await counting;
      return counted.times;
    case "learn":
      return timed(async () => {
        await refreshVelocityTypical(db, clock.now());
        await refreshEngagementPriors(db, clock.now());
        await keepForecasts({ db, clock }, { over: new AbortController() });
      });
    case "refresh":
      // Older than the present hour, and made of something else.
      await db
        .updateTable("insight_answer")
        .set({ stamp: "another", computed_at: at(instant(0)) })
        .execute();
      return timed(() => desk.refresh(() => false));
    case "stop":
      await texts.close();
      await lines.close();
      clearInterval(look);
      await api.close();
      await close();
      return null;
    default:
      throw new Error(`${order satisfies never} is no order`);
  }
}

process.on("message", (order: ServerOrder) => {
  carryOut(order).then(
    (answer) => {
      process.send?.({ answer });
      if (order.kind === "stop") process.disconnect();
    },
    (error: unknown) => process.send?.({ failed: error instanceof Error ? error.stack : String(error) }),
  );
});
process.send?.({ answer: url });
