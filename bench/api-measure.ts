import type { KeptConnection } from "./api-client.ts";
import type { ApiServer } from "./api-server-process.ts";
import type { Shape } from "./api-shapes.ts";
import type { BareSql, Waves } from "./api-statements.ts";

/** Milliseconds. `sqlP50`: the same statements through `pg` alone; `null` where nothing is asked one at a time. */
export interface ShapeRow {
  readonly shape: string;
  readonly videos: number;
  readonly p50: number;
  readonly p99: number;
  readonly sqlP50: number | null;
  readonly requestsPerSecond?: number;
}

/** Of each shape, so that its 99th percentile is the sixth worst; fewer when they take longer than this together. */
const REQUESTS = 600;
const REQUESTS_MIN = 200;
const LONGEST_MS = 15_000;

/** Statements are prepared from their third use on. */
const USES_BEFORE_PREPARED = 3;

/** So many one way, then so many the other: one client of each kind stays as warm as a client is that asks on and on. */
const IN_A_ROW = 20;

/**
 * Asks every question of a shape until its statements are prepared, hears what the server then asks of the database, and asks
 * again and again, in turn over HTTP and in bare SQL. So both meet what the cache holds after such questions, and the same
 * neighbours.
 */
export async function measureShape(
  server: ApiServer,
  client: KeptConnection,
  bare: BareSql,
  shape: Shape,
  videos: number,
): Promise<ShapeRow> {
  const heard: Waves[] = [];
  for (let i = 0; i < USES_BEFORE_PREPARED; i++) {
    for (const [n, path] of shape.paths.entries()) {
      await server.order({ kind: "hear" });
      const { status, body } = await client.get(path);
      heard[n] = await server.order({ kind: "heard" });
      if (status !== 200) throw new Error(`${path} answered ${status}: ${body}`);
    }
  }
  for (const waves of heard) await bare.ask(waves);
  const http: number[] = [];
  const sql: number[] = [];
  const until = performance.now() + LONGEST_MS;
  for (let i = 0; i < REQUESTS && (i < REQUESTS_MIN || performance.now() < until); i += IN_A_ROW) {
    const some = Array.from({ length: IN_A_ROW }, (_, k) => (i + k) % shape.paths.length);
    const overHttp = async () => {
      for (const n of some) http.push(await timed(() => client.get(shape.paths[n] ?? "")));
    };
    const inSql = async () => {
      for (const n of some) sql.push(await timed(() => bare.ask(heard[n] ?? [])));
    };
    if ((i / IN_A_ROW) % 2 === 0) {
      await overHttp();
      await inSql();
    } else {
      await inSql();
      await overHttp();
    }
  }
  const [p50, p99] = [percentile(http, 0.5), percentile(http, 0.99)];
  return { shape: shape.name, videos, p50, p99, sqlP50: percentile(sql, 0.5) };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Number((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(3));
}
