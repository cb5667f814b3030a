import type { Instant } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import type { Db } from "#storage/database.ts";
import { inTransaction } from "#storage/sql/transaction.ts";
import { requestVideos } from "#storage/videos/video-requests.ts";
import { advanceImport } from "./import-rows.ts";
import { type StoredPart, TakenOver, unlessTakenOver } from "./store-samples.ts";

/** A part of a list of videos. */
export interface VideosPart {
  readonly from: number;
  readonly taken: number;
  readonly refs: readonly VideoId[];
  readonly refusals: Readonly<Record<string, number>>;
}

/**
 * Asks for the videos of a part to be followed, in one transaction with how far the import has come; `ask` says for which of
 * them.
 */
export function storeVideos(
  db: Db,
  importId: string,
  part: VideosPart,
  now: Instant,
  ask: typeof requestVideos = requestVideos,
): Promise<StoredPart> {
  return unlessTakenOver(() =>
    inTransaction(db, async (trx) => {
      const { from, taken, refs, refusals } = part;
      const stored = await ask(trx, refs, now);
      const step = { taken, stored, present: refs.length - stored, refusals, firstAt: null, lastAt: null };
      if (!(await advanceImport(trx, importId, from, step, now))) throw new TakenOver();
      return { kind: "stored", stored } as const;
    }),
  );
}
