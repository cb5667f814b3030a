import { systemClock } from "#clock.ts";
import { openDatabase } from "#storage/database.ts";
import { KeptConnection } from "./api-client.ts";
import { openApiSet } from "./api-load.ts";
import { percentile } from "./api-measure.ts";
import { type ApiServer, startServer } from "./api-server-process.ts";
import { PRESENT } from "./api-set.ts";
import { drawShapes } from "./api-shapes.ts";

/** Milliseconds in which 99 of 100 requests were answered. */
export interface LoadRow {
  readonly p99Without: number;
  readonly p99With: number;
  readonly p99Ratio: number;
  /** The median of each pair of rounds, which one busy moment of the machine does not move. */
  readonly p99RatioOfRounds: number;
  readonly p50Ratio: number;
  /** After they were due 99 of 100 batches of samples were recorded within so many milliseconds. */
  readonly latenessWithout: number;
  readonly latenessWith: number;
  /** How often all words of some thousand videos were counted meanwhile. */
  readonly counted: number;
}

const CLIENTS = 4;
const ROUND_MS = 6000;
const WARM_UP_MS = 1000;
/** Batches of 50 samples a second that are recorded meanwhile, as a busy collector does. */
const BATCHES = 5;
const SHAPES = ["newest", "tag-common", "performance", "video", "series"];

/**
 * What clients wait for, and how late samples are recorded, while the same process counts words without a break, beside what they wait for otherwise: in turn, for
 * the machine is never quiet for long.
 */
export async function measureUnderLoad(videos: number, rounds: number): Promise<LoadRow> {
  const set = await openApiSet({ videos, snapshots: videos * 4, say: () => undefined });
  const db = openDatabase({ connectionString: set.connectionString, connectionsMax: 2 });
  const server = await startServer({ directory: set.directory, videos, base: PRESENT, realBase: systemClock.now() });
  try {
    const drawn = await drawShapes(db, set.set);
    const paths = drawn.filter(({ name }) => SHAPES.includes(name)).flatMap((shape) => shape.paths);
    const took = { without: [] as number[], with: [] as number[] };
    const p99 = { without: [] as number[], with: [] as number[] };
    const late = { without: [] as number[], with: [] as number[] };
    const seconds = (ROUND_MS + WARM_UP_MS) / 1000;
    let counted = 0;
    await ask(server, paths);
    for (let round = 0; round < rounds; round++) {
      for (const which of round % 2 === 0 ? (["without", "with"] as const) : (["with", "without"] as const)) {
        if (which === "with") await server.order({ kind: "keywords", on: true });
        const recording = server.order({ kind: "record", choice: { seconds, rate: BATCHES } });
        const round = await ask(server, paths);
        took[which].push(...round);
        p99[which].push(percentile(round, 0.99));
        late[which].push(...(await recording));
        if (which === "with") counted += await server.order({ kind: "keywords", on: false });
      }
    }
    const ratio = (share: number) => percentile(took.with, share) / percentile(took.without, share);
    return {
      p99Without: percentile(took.without, 0.99),
      p99With: percentile(took.with, 0.99),
      p99Ratio: ratio(0.99),
      p99RatioOfRounds: percentile(
        p99.with.map((value, i) => value / (p99.without[i] ?? value)),
        0.5,
      ),
      p50Ratio: ratio(0.5),
      latenessWithout: percentile(late.without, 0.99),
      latenessWith: percentile(late.with, 0.99),
      counted,
    };
  } finally {
    await db.destroy();
    await server.stop();
    await set.close();
  }
}

/** Some clients at once, each asking the next thing as soon as it is answered; gives how long each answer took. */
async function ask(server: ApiServer, paths: readonly string[]): Promise<readonly number[]> {
  const took: number[] = [];
  const from = performance.now() + WARM_UP_MS;
  const clientAt = async (number: number): Promise<void> => {
    const client = await KeptConnection.open(server.url);
    let now = performance.now();
    for (let i = number; now < from + ROUND_MS; i += 1) {
      const { status } = await client.get(paths[i % paths.length] ?? "");
      if (status !== 200) throw new Error(`${paths[i % paths.length]} answered ${status}`);
      const then = performance.now();
      if (now >= from) took.push(then - now);
      now = then;
    }
    client.close();
  };
  await Promise.all(Array.from({ length: CLIENTS }, (_, number) => clientAt(number * 7)));
  return took;
}
