import { sql } from "kysely";
import type { ChannelId } from "#domain/channel.ts";
import type { Db } from "#storage/database.ts";
import { ONE_PLAN } from "#storage/sql/prepared-statements.ts";

/** The first-hour views at some places among all those of a channel, from 1 for the fewest; `null` beyond the last. */
export async function readFirstHoursAt(
  db: Db,
  id: ChannelId,
  places: readonly number[],
): Promise<readonly (number | null)[]> {
  if (places.length === 0) return [];
  const parts = places.map(
    (place) => sql`(select first_hour_views from video_counter
      where channel_id = ${id} and first_hour_views is not null
      order by first_hour_views limit 1 offset ${place - 1}::int4)`,
  );
  const columns = sql.join(parts.map((part, i) => sql`${part} as ${sql.id(`v${i}`)}`));
  const { rows } = await sql<Record<string, number | null>>`select ${ONE_PLAN} ${columns}`.execute(db);
  return places.map((_, i) => rows[0]?.[`v${i}`] ?? null);
}

/** Quantiles (0 to 1) of a channel's first-hour views, with linear interpolation, and over how many they are. */
export async function readFirstHourQuantiles(
  db: Db,
  id: ChannelId,
  shares: readonly number[],
): Promise<{ readonly n: number; readonly values: readonly number[] | null }> {
  const { rows } = await sql<{ n: number; values: number[] | null }>`
    select ${ONE_PLAN} count(*) as n,
      percentile_cont(${[...shares]}::float8[]) within group (order by first_hour_views) as values
    from video_counter where channel_id = ${id} and first_hour_views is not null`.execute(db);
  return rows[0] ?? { n: 0, values: null };
}
