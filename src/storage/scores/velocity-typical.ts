import { sql } from "kysely";
import type { TypicalVelocity } from "#domain/heat.ts";
import { typicalVelocities, velocityBin } from "#domain/heat-histogram.ts";
import { toIso } from "#domain/iso-time.ts";
import { type Duration, days, type Instant, minus } from "#domain/time.ts";
import type { Format } from "#domain/video.ts";
import { at, type Db } from "#storage/database.ts";
import { rowSet } from "#storage/sql/row-set.ts";
import { inTransaction } from "#storage/sql/transaction.ts";

/** A velocity as it was seen: at a step of age (`ageBin`), in views per hour. */
export interface VelocitySeen {
  readonly at: Instant;
  readonly format: Format;
  readonly ageBin: number;
  readonly viewsPerHour: number;
}

/**
 * What is typical is taken over so much: long enough for an ordinary installation to have seen some dozen videos at each
 * age, short enough to follow how YouTube counts.
 */
const TYPICAL_OVER: Duration = days(28);

const utcDay = (at: Instant): string => toIso(at).slice(0, 10);

/** Counts velocities in the histograms of their day; those of one settlement, in its transaction, once. */
export async function countVelocities(trx: Db, seen: readonly VelocitySeen[]): Promise<void> {
  if (seen.length === 0) return;
  const histograms = new Map<string, { day: string; format: Format; age_bin: number; counts: number[] }>();
  for (const { at, format, ageBin, viewsPerHour } of seen) {
    const day = utcDay(at);
    const key = `${day} ${format} ${ageBin}`;
    const histogram = histograms.get(key) ?? { day, format, age_bin: ageBin, counts: [] };
    histograms.set(key, histogram);
    const bin = velocityBin(viewsPerHour);
    while (histogram.counts.length <= bin) histogram.counts.push(0);
    histogram.counts[bin] = (histogram.counts[bin] ?? 0) + 1;
  }
  const incoming = rowSet("i", [...histograms.values()], {
    day: "date",
    format: "text",
    age_bin: "smallint",
    counts: "integer[]",
  });
  await sql`
    insert into velocity_day (day, format, age_bin, counts)
    select day, format, age_bin, counts from ${incoming} order by day, format, age_bin
    on conflict (day, format, age_bin) do update set counts = (
      select array_agg(coalesce(u.stored, 0) + coalesce(u.more, 0) order by u.bin)
      from unnest(velocity_day.counts, excluded.counts) with ordinality as u(stored, more, bin)
    )`.execute(trx);
}

/** A typical velocity as it is kept. */
interface StoredTypical extends TypicalVelocity {
  readonly computedAt: Instant;
}

/** What is typical where velocities were seen; `null` where nothing has been counted yet. */
export async function readTypicalVelocities(
  db: Db,
  where: readonly Pick<VelocitySeen, "format" | "ageBin">[],
): Promise<(of: Pick<VelocitySeen, "format" | "ageBin">) => StoredTypical | null> {
  if (where.length === 0) return () => null;
  const rows = await db
    .selectFrom("velocity_typical")
    .select(["format", "age_bin as ageBin", "median", "n", "computed_at as computedAt"])
    .where(sql<boolean>`format = any(${[...new Set(where.map(({ format }) => format))]}::text[])`)
    .where(sql<boolean>`age_bin = any(${[...new Set(where.map(({ ageBin }) => ageBin))]}::smallint[])`)
    .execute();
  const typical = new Map(rows.map((row) => [`${row.format} ${row.ageBin}`, row]));
  return ({ format, ageBin }) => typical.get(`${format} ${ageBin}`) ?? null;
}

/**
 * Takes the typical velocities in force anew from what was counted in the last 28 days, and lets go of older days. Heats
 * that are stored keep the typical velocity of their sample's time.
 */
export async function refreshVelocityTypical(db: Db, now: Instant): Promise<void> {
  const first = utcDay(minus(now, TYPICAL_OVER));
  const { rows } = await sql<{ format: Format; age_bin: number; bin: number; count: number }>`
    select d.format, d.age_bin, (u.bin - 1)::integer as bin, sum(u.count)::integer as count
    from velocity_day d, unnest(d.counts) with ordinality as u(count, bin)
    where d.day >= ${first}::date and u.count > 0
    group by d.format, d.age_bin, u.bin`.execute(db);
  const byFormat = new Map<Format, Map<number, number[]>>();
  for (const { format, age_bin, bin, count } of rows) {
    const byAge = byFormat.get(format) ?? new Map<number, number[]>();
    byFormat.set(format, byAge);
    const counts = byAge.get(age_bin) ?? [];
    byAge.set(age_bin, counts);
    counts[bin] = count;
  }
  const taken = [...byFormat].flatMap(([format, byAge]) =>
    [...typicalVelocities(byAge)].map(([age_bin, { median, n }]) => ({ format, age_bin, median, n })),
  );
  const incoming = rowSet("i", taken, {
    format: "text",
    age_bin: "smallint",
    median: "double precision",
    n: "integer",
  });
  await inTransaction(db, async (trx) => {
    await sql`delete from velocity_day where day < ${first}::date`.execute(trx);
    await sql`delete from velocity_typical`.execute(trx);
    await sql`
      insert into velocity_typical (format, age_bin, median, n, computed_at)
      select format, age_bin, median, n, ${at(now)} from ${incoming}`.execute(trx);
  });
}
