import { parseArgs } from "node:util";
import { systemClock } from "#clock.ts";
import { openDatabase } from "#storage/database.ts";
import { KeptConnection } from "./api-client.ts";
import { openApiSet } from "./api-load.ts";
import { measureShape, type ShapeRow } from "./api-measure.ts";
import { measureMixed } from "./api-mixed.ts";
import { drawPages } from "./api-pages.ts";
import { presentOf } from "./api-present.ts";
import { type ApiServer, startServer } from "./api-server-process.ts";
import { drawShapes, type Shape } from "./api-shapes.ts";
import { BareSql } from "./api-statements.ts";

const INGEST_SECONDS = 10;
const ORDER = [
  ..."newest next deep tag-common tag-rare tags-all tag+performance performance channel-outlier month-views".split(" "),
  ..."text-rare text-common text-phrase text-japanese video series channel autocomplete".split(" "),
];

interface Measured {
  readonly rows: readonly ShapeRow[];
  readonly ingest: { readonly batchesPerSecond: number };
  readonly csv: { readonly rows: number; readonly rowsPerSecond: number; readonly memoryGrowthMb: number };
}

/**
 * How fast the API answers over a large embedded database: each shape over HTTP and, in turn with it, the same statements
 * through `pg` alone; a mix by 16 clients while samples are recorded; recording by itself; all videos as CSV. The data
 * stays in its directory for the next run. `--growth` measures a tenth of the size before, and gives the ratios.
 */
export async function api(args: readonly string[]): Promise<object> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      videos: { type: "string", default: "1000000" },
      snapshots: { type: "string" },
      directory: { type: "string" },
      shapes: { type: "string" },
      growth: { type: "boolean" },
      json: { type: "boolean" },
    },
  });
  const videos = Number(values.videos);
  const snapshots = Number(values.snapshots ?? videos * 20);
  const shapes = values.shapes?.split(",") ?? null;
  if (!values.growth) return measure({ videos, snapshots, directory: values.directory, shapes });
  const small = await measure({ videos: videos / 10, snapshots: snapshots / 10, shapes: shapes ?? ORDER });
  const large = await measure({ videos, snapshots, directory: values.directory, shapes });
  const p50 = new Map(small.rows.map((row) => [row.shape, row.p50]));
  const rows = large.rows.map((row) => {
    const before = p50.get(row.shape);
    return before === undefined ? row : { ...row, growth: Number((row.p50 / before).toFixed(2)) };
  });
  return { ...large, rows, small: small.rows };
}

interface Choice {
  readonly videos: number;
  readonly snapshots: number;
  readonly directory?: string | undefined;
  /** Only these; `null` = all, and then the mix, recording and CSV, too. */
  readonly shapes: readonly string[] | null;
}

async function measure({ videos, snapshots, directory, shapes }: Choice): Promise<Measured> {
  const set = await openApiSet({ videos, snapshots, directory, say });
  const { connectionString } = set;
  const db = openDatabase({ connectionString, connectionsMax: 2 });
  const bare = new BareSql(connectionString, 8);
  const base = await presentOf(db);
  const server = await startServer({ directory: set.directory, videos, base, realBase: systemClock.now() });
  try {
    const client = await KeptConnection.open(server.url);
    const pages = await drawPages(db, set.set, client);
    const drawn = [...(await drawShapes(db, set.set)), ...pages];
    const wanted = shapes ?? ORDER;
    const rows: ShapeRow[] = [];
    for (const name of wanted) {
      const shape = shapeOf(drawn, name);
      rows.push(await measureShape(server, client, bare, shape, videos));
      say(JSON.stringify(rows.at(-1)));
    }
    client.close();
    if (shapes !== null) return { rows, ingest: { batchesPerSecond: 0 }, csv: NO_CSV };
    const { batchesPerSecond: _, ...mixed } = await measureMixed(server, drawn, videos);
    say(JSON.stringify(mixed));
    const batchesPerSecond = await server.order({ kind: "ingest", choice: { seconds: INGEST_SECONDS } });
    say(`${batchesPerSecond} batches a second`);
    return { rows: [...rows, mixed], ingest: { batchesPerSecond }, csv: await measureCsv(server) };
  } finally {
    await bare.close();
    await db.destroy();
    await server.stop();
    await set.close();
  }
}

const NO_CSV = { rows: 0, rowsPerSecond: 0, memoryGrowthMb: 0 };

const shapeOf = (shapes: readonly Shape[], name: string): Shape => {
  const shape = shapes.find((one) => one.name === name);
  if (!shape) throw new Error(`${name} is none of ${shapes.map((one) => one.name).join(", ")}`);
  return shape;
};

const NEWLINE = 0x0a;

/** Every video as CSV, as fast as the server gives them. */
async function measureCsv(server: ApiServer): Promise<Measured["csv"]> {
  const client = await KeptConnection.open(server.url);
  await server.order({ kind: "watchMemory" });
  let lines = 0;
  const from = performance.now();
  const { status } = await client.get("/api/v1/videos.csv", (piece) => {
    for (let at = piece.indexOf(NEWLINE); at >= 0; at = piece.indexOf(NEWLINE, at + 1)) lines += 1;
  });
  const took = (performance.now() - from) / 1000;
  const grown = await server.order({ kind: "memory" });
  client.close();
  if (status !== 200) throw new Error(`the CSV answered ${status}`);
  return { rows: lines - 1, rowsPerSecond: (lines - 1) / took, memoryGrowthMb: grown / 2 ** 20 };
}

function say(line: string): void {
  if (process.stderr.isTTY) process.stderr.write(`${line}\n`);
}
