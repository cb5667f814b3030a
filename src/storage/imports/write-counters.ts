import { sql } from "kysely";
import type { Instant } from "#domain/time.ts";
import { at, type Db } from "#storage/database.ts";
import {
  AS_OF_THE_NEWEST,
  COUNTER_COLUMNS,
  counterRow,
  following,
  names,
  OF_THE_NEWEST,
  OUTLIER_WITH_BASIS,
} from "#storage/scores/counter-columns.ts";
import { measureForeign } from "#storage/scores/measures.ts";
import { outliersAtAge } from "#storage/scores/outliers.ts";
import { rowSet } from "#storage/sql/row-set.ts";
import type { Replayed } from "./replay-samples.ts";

/**
 * Writes what lists show of videos: the counters of the newest sample, and the measures as of it. An older sample changes
 * these as well: it may be the one that a gain begins from. A video that is new to us waits to be described, which happens
 * when its channel is tracked.
 */
export async function writeImportedCounters(trx: Db, replayed: readonly Replayed[], now: Instant): Promise<void> {
  const sampled = replayed.map(({ video, newest, previous }) => ({
    ...video,
    last: { at: newest.capturedAt, views: newest.views },
    previous: previous && { at: previous.capturedAt, views: previous.views },
  }));
  const samples = new Map(replayed.map(({ video, newest }) => [video.id, newest]));
  const measures = await measureForeign(trx, sampled, samples);
  const outliers = await outliersAtAge(trx, sampled, samples);
  const rows = replayed.map(({ video, newest, previous }) => {
    const counted = { ...newest, ...video, previous: previous && { at: previous.capturedAt, views: previous.views } };
    return counterRow(counted, measures.get(video.id), outliers.get(video.id));
  });
  const incoming = rowSet("c", rows, COUNTER_COLUMNS);
  const described = (column: string) => sql`case when v.described_at is not null then v.${sql.id(column)} end`;
  const sampledColumns = [...OF_THE_NEWEST, ...AS_OF_THE_NEWEST];
  // One that is not stored any more may be newer than all that are.
  await sql`
    insert into video_counter (video_id, shard, channel_id, start_at, describe_at, describe_why, ${names(LISTED)},
      ${names(sampledColumns)}, outlier, outlier_basis)
    select c.video_id, c.shard, v.channel_id, c.start_at, ${at(now)}, 'new', ${sql.join(LISTED.map(described))},
      ${names(sampledColumns, "c")}, ${OUTLIER_WITH_BASIS}
    from ${incoming} join video v on v.id = c.video_id left join channel_score s on s.channel_id = v.channel_id
    order by c.video_id
    on conflict (video_id) do update set start_at = coalesce(video_counter.start_at, excluded.start_at),
      ${sql.join(LISTED.map((column) => sql`${sql.id(column)} = excluded.${sql.id(column)}`))},
      ${following(">=", AS_OF_THE_NEWEST)},
      ${following(">", [...OF_THE_NEWEST, "outlier", "outlier_basis"])}`.execute(trx);
}

/** The copies of what a video's description says (listing.ts). */
const LISTED = [
  "published_at",
  "format",
  "category_id",
  "language",
  "duration_seconds",
  "made_for_kids",
  "live_state",
] as const;
