import type { VideoItem } from "#api/contract.ts";
import type { VideoId } from "#domain/video.ts";
import type { Table } from "#exports/table.ts";
import { KeptChannelRows } from "#storage/channels/kept-channel-rows.ts";
import { readOwnRows, type VideoRow } from "#storage/videos/listed-videos.ts";
import { countRefusedVideos } from "#storage/videos/video-requests.ts";
import type { TableSources } from "./export-tables.ts";
import { tableOfVideos } from "./export-videos.ts";

/** What is known of the videos of a set: ids = known + awaited + refused. */
export interface Hydration {
  ids: number;
  known: number;
  /** Of the known ones: deleted or private by now. */
  gone: number;
  /** The collector is to fetch them. */
  awaited: number;
  /** YouTube does not have them, or not to be read. */
  refused: number;
}

/**
 * The videos of a set as their list has them, in the order of the ids, each of which comes once; the others are counted.
 * `found` is whole when all rows were read.
 */
export function hydratedTable(
  ids: AsyncIterable<readonly VideoId[]>,
  { patient, clock, performancePool: pool }: Pick<TableSources, "patient" | "clock" | "performancePool">,
): { readonly table: Table<VideoItem>; readonly found: Readonly<Hydration> } {
  const found: Hydration = { ids: 0, known: 0, gone: 0, awaited: 0, refused: 0 };
  const channels = new KeptChannelRows();
  async function* read(): AsyncGenerator<readonly VideoRow[]> {
    for await (const part of ids) {
      const rows = await channels.beside(patient, await readOwnRows(patient, part));
      const known = new Set(rows.map(({ id }) => id));
      const others = part.filter((id) => !known.has(id));
      const refused = others.length === 0 ? 0 : await countRefusedVideos(patient, others);
      found.ids += part.length;
      found.known += rows.length;
      found.gone += rows.filter(({ goneAt }) => goneAt !== null).length;
      found.awaited += others.length - refused;
      found.refused += refused;
      yield rows;
    }
  }
  const table = tableOfVideos(read(), { fields: null, rowsAbout: null, now: clock.now(), pool });
  const { coverage } = table;
  return {
    found,
    table: coverage
      ? { ...table, coverage: { look: coverage.look, counts: () => ({ ...coverage.counts(), ...found }) } }
      : table,
  };
}
