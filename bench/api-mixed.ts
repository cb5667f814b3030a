import { Chance } from "#simulation/random.ts";
import { KeptConnection } from "./api-client.ts";
import { percentile, type ShapeRow } from "./api-measure.ts";
import type { ApiServer } from "./api-server-process.ts";
import type { Shape } from "./api-shapes.ts";

const CLIENTS = 16;
const WARM_UP_MS = 2000;
const SECONDS = 15;
/** Batches of 50 that are recorded a second meanwhile. */
const BATCHES = 10;

/** Of a hundred requests. */
const MIX: readonly (readonly [shape: string, share: number])[] = [
  ["newest", 25],
  ["next", 25],
  ["video", 20],
  ["series", 15],
  ["tag-common", 5],
  ["tag-rare", 5],
  ["text-common", 2],
  ["text-rare", 1],
  ["text-phrase", 1],
  ["text-japanese", 1],
];

/** 16 clients at once, each asking the next thing as soon as it is answered, while samples are recorded. */
export async function measureMixed(
  server: ApiServer,
  shapes: readonly Shape[],
  videos: number,
): Promise<ShapeRow & { readonly batchesPerSecond: number }> {
  const paths = MIX.flatMap(([name, share]) => {
    const shape = shapes.find((one) => one.name === name);
    if (!shape) throw new Error(`${name} is no shape`);
    return Array.from({ length: share }, () => shape.paths);
  });
  const recording = server.order({
    kind: "ingest",
    choice: { seconds: SECONDS + WARM_UP_MS / 1000 + 1, rate: BATCHES },
  });
  const took: number[] = [];
  const from = performance.now() + WARM_UP_MS;
  const until = from + SECONDS * 1000;
  const clientAt = async (number: number): Promise<void> => {
    const chance = new Chance(61, number);
    const client = await KeptConnection.open(server.url);
    for (let now = performance.now(); now < until; ) {
      const kind = paths[chance.integer(0, paths.length - 1)] ?? [];
      const { status } = await client.get(kind[chance.integer(0, kind.length - 1)] ?? "");
      if (status !== 200) throw new Error(`a request of the mix answered ${status}`);
      const then = performance.now();
      if (now >= from) took.push(then - now);
      now = then;
    }
    client.close();
  };
  await Promise.all(Array.from({ length: CLIENTS }, (_, number) => clientAt(number)));
  return {
    shape: `mixed-${CLIENTS}`,
    videos,
    p50: percentile(took, 0.5),
    p99: percentile(took, 0.99),
    sqlP50: null,
    requestsPerSecond: took.length / SECONDS,
    batchesPerSecond: await recording,
  };
}
