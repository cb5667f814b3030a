import { sql } from "kysely";
import { dayOf } from "#domain/day-gain.ts";
import type { ImportedSample } from "#domain/imported.ts";
import { toIso } from "#domain/iso-time.ts";
import { earliest, type Instant, latest } from "#domain/time.ts";
import { ONLY_SHARD } from "#storage/collecting/lease.ts";
import type { Db } from "#storage/database.ts";
import { inTransaction } from "#storage/sql/transaction.ts";
import { ensurePartitions } from "#storage/videos/partitions.ts";
import { advanceImport } from "./import-rows.ts";
import { storeTexts } from "./store-texts.ts";

/** A part of a file, in its order. */
export interface ImportPart {
  /** Where the import stood before it. */
  readonly from: number;
  /** Rows of the file, the refused among them. */
  readonly taken: number;
  readonly samples: readonly ImportedSample[];
  /** Those of them that may say something new of their video. */
  readonly telling: readonly ImportedSample[];
  readonly refusals: Readonly<Record<string, number>>;
}

/** `taken`: another process is importing the same file; nothing was stored. */
export type StoredPart = { readonly kind: "stored"; readonly stored: number } | { readonly kind: "takenOver" };

/**
 * Stores a part of an import in one transaction with how far it has come, so that a kill loses nothing and repeats nothing.
 * A sample that is there already (same video, same millisecond) stays as it is. Videos with new samples wait for what follows
 * from them (`deriveImported`). `made` remembers the months that have a table.
 */
export async function storeSamples(
  db: Db,
  importId: string,
  part: ImportPart,
  made: Set<string>,
  now: Instant,
): Promise<StoredPart> {
  await makeMonths(db, part.samples, made);
  return unlessTakenOver(() =>
    inTransaction(db, async (trx) => {
      // A crash of the server loses what it had not written down together with how far the import had come.
      await sql`set local synchronous_commit = off`.execute(trx);
      // Settlements lock the same row: two transactions that write videos' rows must not cross.
      await sql`select from lease where shard = ${ONLY_SHARD} for no key update`.execute(trx);
      const stored = await insertSamples(trx, part.samples);
      await storeTexts(trx, part.telling);
      const times = part.samples.map(({ capturedAt }) => capturedAt);
      const step = {
        taken: part.taken,
        stored,
        present: part.samples.length - stored,
        refusals: part.refusals,
        firstAt: times.reduce<Instant | null>((first, time) => earliest(first ?? time, time), null),
        lastAt: times.reduce<Instant | null>((last, time) => latest(last ?? time, time), null),
      };
      if (await advanceImport(trx, importId, part.from, step, now)) return { kind: "stored", stored } as const;
      throw new TakenOver();
    }),
  );
}

/** Thrown within a transaction, it undoes it: another process is importing the same file. */
export class TakenOver extends Error {}

/** What `store` gives, or that its import was taken over. */
export async function unlessTakenOver(store: () => Promise<StoredPart>): Promise<StoredPart> {
  try {
    return await store();
  } catch (error) {
    if (error instanceof TakenOver) return { kind: "takenOver" };
    throw error;
  }
}

/** Only months that hold a sample: between two of them may lie many that need no table. */
async function makeMonths(db: Db, samples: readonly ImportedSample[], made: Set<string>): Promise<void> {
  for (const { capturedAt } of samples) {
    const month = dayOf(capturedAt).slice(0, 7);
    if (made.has(month)) continue;
    await ensurePartitions(db, capturedAt, capturedAt);
    made.add(month);
  }
}

async function insertSamples(trx: Db, samples: readonly ImportedSample[]): Promise<number> {
  if (samples.length === 0) return 0;
  const column = (values: readonly (string | number | null)[]) => sql`${`{${values.join(",")}}`}::text`;
  const counts = (name: "views" | "likes" | "comments") => column(samples.map((sample) => sample[name] ?? "null"));
  // Arrays as text, of which nothing needs a quote: as JSON the same rows would take the server twice as long.
  const incoming = sql`unnest(${column(samples.map(({ videoId }) => videoId))}::text[],
    ${column(samples.map(({ capturedAt }) => toIso(capturedAt)))}::timestamptz[],
    ${counts("views")}::bigint[], ${counts("likes")}::bigint[], ${counts("comments")}::bigint[])
    as i(video_id, captured_at, views, likes, comments)`;
  const result = await sql<{ stored: number }>`
    with stored as (
      insert into snapshot (video_id, captured_at, views, likes, comments, source)
      select video_id, captured_at, views, likes, comments, 'import' from ${incoming}
      on conflict do nothing
      returning video_id
    ), waiting as (
      insert into import_video (video_id) select distinct video_id from stored order by video_id
      on conflict do nothing
    )
    select count(*)::integer as stored from stored`.execute(trx);
  return result.rows[0]?.stored ?? 0;
}
