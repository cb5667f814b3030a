import { openInsightDesk } from "#analysis/insight-desk.ts";
import { textPool } from "#analysis/text-pool.ts";
import { buildApi } from "#api/app.ts";
import { planningReader } from "#api/operations/read-planning.ts";
import { inlineLines } from "#api/videos/video-lines.ts";
import { systemClock } from "#clock.ts";
import { PERFORMANCE_POOL_MIN } from "#domain/performance.ts";
import { SCOPES, type Scope } from "#domain/scope.ts";
import { instant } from "#domain/time.ts";
import { DEFAULT_POLICY } from "#planning/policy.ts";
import { scaledClock } from "#simulation/scaled-clock.ts";
import { createToken } from "#storage/access/tokens.ts";
import { openVault } from "#storage/keys/vault.ts";
import { ApiKey } from "#youtube/api-key.ts";
import { openStore } from "../src/main-store.ts";

/** What the parent tells the process at its start. */
export interface FuzzServerChoice {
  readonly directory: string;
  readonly base: number;
  readonly realBase: number;
}

/** What the process says once it listens; every event of the API follows. */
export interface FuzzServerReady {
  readonly url: string;
  readonly tokens: Readonly<Record<Scope, readonly string[]>>;
}

/** So many of a scope that none of them meets the limit of requests a minute. */
const TOKENS_A_SCOPE = 40;

/*
 * The API of `viewcurve start` in a process of its own, without a collector: what is asked of it stays asked. It believes
 * X-Forwarded-For, so that wrong tokens can come from many addresses.
 */
const choice: FuzzServerChoice = JSON.parse(process.argv[2] ?? "");
const clock = scaledClock(instant(choice.base), instant(choice.realBase), 1);
const store = await openStore({
  databaseUrl: null,
  dataDirectory: choice.directory,
  kind: "virtual",
  now: clock.now(),
  log: () => undefined,
});
if (store.kind === "refused") throw new Error(store.message);
const { db, reads, patient, close } = store;
const tokens: Record<Scope, string[]> = { read: [], write: [], admin: [] };
for (const scope of SCOPES) {
  for (let n = 0; n < TOKENS_A_SCOPE; n += 1) {
    tokens[scope].push((await createToken(db, { name: "fuzz", scope, expiresAt: null }, clock.now())).token);
  }
}
const api = await buildApi({
  db: reads,
  patient,
  lines: inlineLines(patient),
  desk: openInsightDesk({
    reads,
    patient: patient,
    clock,
    timeout: systemClock.timeout,
    texts: textPool(store.address),
    failed: (message) => process.stderr.write(`${message}\n`),
  }),
  clock,
  report: (event) => process.send?.({ event }),
  loopback: true,
  publicHost: "tracker.example",
  adminTokenHash: null,
  policy: DEFAULT_POLICY,
  readPlanning: planningReader({ db: patient, clock, live: () => null }),
  performancePool: PERFORMANCE_POOL_MIN,
  pushSecrets: { tokenOf: (id) => id, secretOf: (id) => id },
  keyIntake: { vault: openVault("of no worth: it seals no keys"), parse: (text) => ApiKey.parse(text) },
  corsOrigins: ["https://tools.example.org"],
  secureCookies: false,
});
const url = await api.listen({ host: "127.0.0.1", port: 0 });
process.on("message", async () => {
  await api.close();
  await close();
  process.disconnect();
});
process.send?.({ ready: { url, tokens } satisfies FuzzServerReady });
