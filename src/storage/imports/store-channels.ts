import { sql } from "kysely";
import { type ChannelRef, refKey } from "#domain/channel.ts";
import type { Instant } from "#domain/time.ts";
import { requestTracking, type Wish } from "#storage/channels/track-requests.ts";
import type { Db } from "#storage/database.ts";
import { inTransaction } from "#storage/sql/transaction.ts";
import { advanceImport } from "./import-rows.ts";
import { type StoredPart, TakenOver, unlessTakenOver } from "./store-samples.ts";

/** A part of a list of channels. */
export interface ChannelsPart {
  readonly from: number;
  readonly taken: number;
  readonly refs: readonly ChannelRef[];
  readonly refusals: Readonly<Record<string, number>>;
}

/**
 * Asks for the channels of a part to be tracked, in one transaction with how far the import has come. Those that are tracked,
 * or asked for already, count as present; a wish (weight, watched) reaches them all the same.
 */
export function storeChannels(
  db: Db,
  importId: string,
  part: ChannelsPart,
  wish: Wish,
  now: Instant,
): Promise<StoredPart> {
  return unlessTakenOver(() =>
    inTransaction(db, async (trx) => {
      const keys = [...new Set(part.refs.map(refKey))];
      const { rows } = await sql<{ known: number }>`
        select count(*)::integer as known from unnest(${keys}::text[]) as k(ref)
        where exists (select from track_request r where r.ref = k.ref and r.state <> 'refused')
          or exists (select from channel c where (c.id = k.ref or c.handle = k.ref) and c.state = 'tracked')`.execute(
        trx,
      );
      await requestTracking(trx, part.refs, wish, now);
      const stored = keys.length - (rows[0]?.known ?? 0);
      const { from, taken, refs, refusals } = part;
      const step = { taken, stored, present: refs.length - stored, refusals, firstAt: null, lastAt: null };
      if (!(await advanceImport(trx, importId, from, step, now))) throw new TakenOver();
      return { kind: "stored", stored } as const;
    }),
  );
}
