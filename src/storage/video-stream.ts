import type { Db } from "./database.ts";
import type { Position } from "./keyset.ts";
import { readListedVideos, type VideoRow } from "./listed-videos.ts";
import { PLACES } from "./picked.ts";
import { pickPage, type VideoOrder, type VideoQuestion } from "./videos.ts";

/** Rows read at a time: enough that asking costs little beside reading, and a megabyte or two in memory. */
const CHUNK = 2000;

/** Where the order is no index's, every picking sorts all that match: fewer of them, then. Ids are all that is kept. */
const SORTED_CHUNK = 100_000;

/**
 * Every video that answers a question, in an order, chunk by chunk; while one is used the next is read. Each chunk is
 * queries of its own, so that an export of hours holds no transaction open, and one that is broken off ends with its chunk.
 */
export const streamVideos = (
  db: Db,
  question: VideoQuestion,
  order: Omit<VideoOrder, "after">,
): AsyncGenerator<readonly VideoRow[]> => oneAhead(chunksOf(db, question, order));

async function* chunksOf(
  db: Db,
  question: VideoQuestion,
  order: Omit<VideoOrder, "after">,
): AsyncGenerator<readonly VideoRow[]> {
  const sorts = question.terms !== null && order.sort !== "publishedAt";
  const limit = sorts ? SORTED_CHUNK : CHUNK;
  for (let after: Position | null = null; ; ) {
    const picks: readonly Position[] = (await pickPage(db, question, { ...order, after, limit }, PLACES)).picks;
    for (let from = 0; from < picks.length; from += CHUNK) {
      const ids = picks.slice(from, from + CHUNK).map(({ id }) => id);
      yield await readListedVideos(db, ids);
    }
    if (picks.length < limit) return;
    after = picks.at(-1) ?? null;
  }
}

/** What a source gives, asked for one piece before it is wanted. */
async function* oneAhead<Piece>(source: AsyncGenerator<Piece>): AsyncGenerator<Piece> {
  let next = source.next();
  try {
    for (;;) {
      const { value, done } = await next;
      if (done) return;
      next = source.next();
      // The piece before may be used for long, or nobody comes back: a failure is told when its turn comes.
      next.catch(() => undefined);
      yield value;
    }
  } finally {
    await source.return(undefined);
  }
}
