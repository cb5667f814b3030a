import { KeptChannelRows } from "#storage/channels/kept-channel-rows.ts";
import type { Db } from "#storage/database.ts";
import type { Position } from "#storage/sql/keyset.ts";
import { readOwnRows, type VideoRow } from "./listed-videos.ts";
import { PLACES } from "./picked.ts";
import { pickPage, type VideoOrder, type VideoQuestion } from "./videos.ts";

/** Rows read at a time: enough that asking costs little beside reading. A thousand were no faster and took half as much memory more. */
const CHUNK = 250;

/** Chunks that are read while one is used: PostgreSQL puts one together, the answer of another is on its way. */
const AHEAD = 2;

/** Places are picked for many chunks at once: a chunk whose ids are known is asked for without waiting. */
const PICKED = 20_000;

/** Where the order is no index's, every picking sorts all that match: fewer of them, then. Ids are all that is kept. */
const SORTED_PICKED = 100_000;

/**
 * Every video that answers a question, in an order, chunk by chunk; while one is used the next are read. Each chunk is
 * queries of its own, so that an export of hours holds no transaction open, and one that is broken off ends with its chunk.
 */
export async function* streamVideos(
  db: Db,
  question: VideoQuestion,
  order: Omit<VideoOrder, "after">,
): AsyncGenerator<readonly VideoRow[]> {
  const channels = new KeptChannelRows();
  const under: Promise<readonly VideoRow[]>[] = [];
  for await (const ids of chunksOfIds(db, question, order)) {
    const reading = readOwnRows(db, ids).then((rows) => channels.beside(db, rows));
    // The pieces before may be used for long, or nobody comes back: a failure is told when its turn comes.
    reading.catch(() => undefined);
    under.push(reading);
    if (under.length <= AHEAD) continue;
    const rows = await under.shift();
    if (rows) yield rows;
  }
  for (const reading of under) yield await reading;
}

/** The ids of all that answer a question, in an order, chunk by chunk. */
export async function* chunksOfIds(
  db: Db,
  question: VideoQuestion,
  order: Omit<VideoOrder, "after">,
): AsyncGenerator<readonly string[]> {
  const sorts = question.terms !== null && order.sort !== "publishedAt";
  const limit = sorts ? SORTED_PICKED : PICKED;
  for (let after: Position | null = null; ; ) {
    const picks: readonly Position[] = (await pickPage(db, question, { ...order, after, limit }, PLACES)).picks;
    for (let from = 0; from < picks.length; from += CHUNK) {
      yield picks.slice(from, from + CHUNK).map(({ id }) => id);
    }
    if (picks.length < limit) return;
    after = picks.at(-1) ?? null;
  }
}
