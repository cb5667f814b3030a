import { sql } from "kysely";
import { toIso } from "#domain/iso-time.ts";
import { shardOf } from "#domain/shard.ts";
import type { Instant } from "#domain/time.ts";
import { at, type Db } from "../database.ts";
import { measureForeign } from "../measures.ts";
import { outliersAtAge } from "../outliers.ts";
import { isoOrNull, rowSet } from "../row-set.ts";
import { OUTLIER } from "../score-formulas.ts";
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
    const measured = measures.get(video.id);
    return {
      video_id: video.id,
      shard: shardOf(video.id),
      start_at: isoOrNull(video.startAt),
      views: newest.views,
      likes: newest.likes,
      comments: newest.comments,
      captured_at: toIso(newest.capturedAt),
      previous_views: previous?.views ?? null,
      previous_at: isoOrNull(previous?.capturedAt ?? null),
      gain_1h: measured?.gain_1h ?? null,
      gain_24h: measured?.gain_24h ?? null,
      gain_7d: measured?.gain_7d ?? null,
      velocity: measured?.velocity ?? null,
      velocity_hours: measured?.velocity_hours ?? null,
      heat: measured?.heat ?? null,
      engagement: measured?.engagement ?? null,
      outlier_at_age: outliers.get(video.id) ?? null,
    };
  });
  const incoming = rowSet("c", rows, {
    video_id: "text",
    shard: "smallint",
    start_at: "timestamptz",
    views: "bigint",
    likes: "bigint",
    comments: "bigint",
    captured_at: "timestamptz",
    previous_views: "bigint",
    previous_at: "timestamptz",
    gain_1h: "double precision",
    gain_24h: "double precision",
    gain_7d: "double precision",
    velocity: "double precision",
    velocity_hours: "smallint",
    heat: "double precision",
    engagement: "double precision",
    outlier_at_age: "double precision",
  });
  const described = (column: string) => sql`case when v.described_at is not null then v.${sql.id(column)} end`;
  await sql`
    insert into video_counter (video_id, shard, channel_id, start_at, describe_at, describe_why, ${names(LISTED)},
      ${names(OF_THE_NEWEST)}, ${names(AS_OF_THE_NEWEST)}, outlier, outlier_basis)
    select c.video_id, c.shard, v.channel_id, c.start_at, ${at(now)}, 'new', ${sql.join(LISTED.map(described))},
      ${sql.join([...OF_THE_NEWEST, ...AS_OF_THE_NEWEST].map((column) => sql`c.${sql.id(column)}`))},
      coalesce(c.outlier_at_age, ${OUTLIER}),
      case when c.outlier_at_age is not null then 'age' when ${OUTLIER} is not null then 'lifetime' end
    from ${incoming} join video v on v.id = c.video_id left join channel_score s on s.channel_id = v.channel_id
    order by c.video_id
    on conflict (video_id) do update set start_at = coalesce(video_counter.start_at, excluded.start_at),
      ${sql.join(LISTED.map((column) => sql`${sql.id(column)} = excluded.${sql.id(column)}`))},
      ${sql.join(AS_OF_THE_NEWEST.map((column) => when(sql`>=`, column)))},
      ${sql.join([...OF_THE_NEWEST, "outlier", "outlier_basis"].map((column) => when(sql`>`, column)))}`.execute(trx);
}

const names = (columns: readonly string[]) => sql.join(columns.map((column) => sql.id(column)));

/** A column that follows the newest sample only: one that is not stored any more may be newer than all that are. */
const when = (compared: ReturnType<typeof sql>, column: string) => sql`${sql.id(column)} = case
  when excluded.captured_at ${compared} coalesce(video_counter.captured_at, '-infinity')
  then excluded.${sql.id(column)} else video_counter.${sql.id(column)} end`;

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

const OF_THE_NEWEST = [
  "views",
  "likes",
  "comments",
  "captured_at",
  "previous_views",
  "previous_at",
  "engagement",
] as const;

/** What samples before the newest have a part in. */
const AS_OF_THE_NEWEST = ["gain_1h", "gain_24h", "gain_7d", "velocity", "velocity_hours", "heat"] as const;
