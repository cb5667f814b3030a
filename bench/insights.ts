import { parseArgs } from "node:util";
import { systemClock } from "#clock.ts";
import { plus, seconds } from "#domain/time.ts";
import { type Db, openDatabase } from "#storage/database.ts";
import { KeptConnection } from "./api-client.ts";
import { openApiSet } from "./api-load.ts";
import { percentile } from "./api-measure.ts";
import { presentOf } from "./api-present.ts";
import { type ApiServer, startServer } from "./api-server-process.ts";

/** Milliseconds. `first`: asked for the first time, before anything was kept. */
interface EndpointRow {
  readonly endpoint: string;
  readonly scope: string;
  readonly first: number;
  readonly p50: number;
  readonly p95: number;
}

/** Of each endpoint and scope, once it is warm. */
const REQUESTS = 100;

/**
 * `insights`: how long each insight takes over HTTP, asked for the first time and then warm, over everything and over smaller
 * scopes; and how long it takes each night to learn anew and to make the kept answers again. `--videos` says of how many; the
 * data stays in its directory for the next run.
 */
export async function insights(args: readonly string[]): Promise<object> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      videos: { type: "string", default: "1000000" },
      directory: { type: "string" },
      json: { type: "boolean" },
    },
  });
  const videos = Number(values.videos);
  const set = await openApiSet({ videos, snapshots: videos * 20, directory: values.directory, say });
  const db = openDatabase({ connectionString: set.connectionString, connectionsMax: 2 });
  // What an earlier run has kept and learned would be found again.
  for (const table of ["insight_answer", "engagement_prior", "forecast_model"] as const) {
    await db.deleteFrom(table).execute();
  }
  const server = await startServer({
    directory: set.directory,
    videos,
    base: await presentOf(db),
    realBase: systemClock.now(),
  });
  try {
    const client = await KeptConnection.open(server.url);
    // Learned first, as every installation has: forecasts and rates rest on it.
    const learning = await server.order({ kind: "learn" });
    say(`learned in ${(learning / 1000).toFixed(1)} s`);
    const rows: EndpointRow[] = [];
    for (const { endpoint, scope, path } of await questionsOf(db)) {
      rows.push({ endpoint, scope, ...(await measured(client, path)) });
      say(JSON.stringify(rows.at(-1)));
    }
    client.close();
    const refresh = await refreshed(server);
    return {
      worstP50: Math.max(...rows.map(({ p50 }) => p50)),
      nightlySeconds: (learning + refresh) / 1000,
      learningSeconds: learning / 1000,
      rows,
    };
  } finally {
    await db.destroy();
    await server.stop();
    await set.close();
  }
}

/** Makes all kept answers again, as after an hour in which everything changed. */
const refreshed = (server: ApiServer): Promise<number> => server.order({ kind: "refresh" });

async function measured(client: KeptConnection, path: string): Promise<Pick<EndpointRow, "first" | "p50" | "p95">> {
  const ask = async (): Promise<{ readonly took: number; readonly status: number; readonly body: string }> => {
    const from = performance.now();
    const { status, body } = await client.get(path);
    return { took: performance.now() - from, status, body };
  };
  const begin = performance.now();
  let answer = await ask();
  // What takes longer than people wait for is made all the same.
  while (answer.status === 503) {
    await systemClock.until(plus(systemClock.now(), seconds(1)));
    answer = await ask();
  }
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${answer.body}`);
  const first = performance.now() - begin;
  // Statements are prepared from their third use on.
  for (let i = 0; i < 3; i++) await ask();
  const times: number[] = [];
  for (let i = 0; i < REQUESTS; i++) times.push((await ask()).took);
  return { first: Number(first.toFixed(1)), p50: percentile(times, 0.5), p95: percentile(times, 0.95) };
}

interface Question {
  readonly endpoint: string;
  readonly scope: string;
  readonly path: string;
}

/** Every endpoint over everything, and over one scope of each kind: of the largest, so that none is spared. */
async function questionsOf(db: Db): Promise<readonly Question[]> {
  const tag = await db.selectFrom("tag").select("tag").orderBy("videos", "desc").limit(1).executeTakeFirstOrThrow();
  const newest = await db
    .selectFrom("video_counter")
    .select(["video_id", "channel_id", "category_id"])
    .where("published_at", "is not", null)
    .where("gain_24h", "is not", null)
    .orderBy("published_at", "desc")
    .limit(1)
    .executeTakeFirstOrThrow();
  const scopes: Readonly<Record<string, string>> = {
    everything: "",
    channel: `channel=${newest.channel_id}`,
    tag: `tag=${encodeURIComponent(tag.tag)}`,
    category: `category=${newest.category_id ?? "1"}`,
    format: "format=short",
  };
  const endpoints: Readonly<Record<string, string>> = {
    trending: "/insights/trending",
    outliers: "/insights/outliers?window=7d",
    typical: "/insights/typical",
    engaging: "/insights/engaging",
    views: "/insights/views",
    rising: "/insights/keywords?kind=rising",
    top: "/insights/keywords?kind=top",
    performing: "/insights/keywords?kind=performing",
    network: "/insights/keywords/network",
    accuracy: "/insights/forecasts/accuracy",
  };
  return [
    ...Object.entries(endpoints).flatMap(([endpoint, path]) =>
      Object.entries(scopes).map(([scope, query]) => ({
        endpoint,
        scope,
        path: `/api/v1${path}${query === "" ? "" : `${path.includes("?") ? "&" : "?"}${query}`}`,
      })),
    ),
    { endpoint: "forecast", scope: "a video", path: `/api/v1/videos/${newest.video_id}/forecast` },
  ];
}

function say(line: string): void {
  if (process.stderr.isTTY) process.stderr.write(`${line}\n`);
}
