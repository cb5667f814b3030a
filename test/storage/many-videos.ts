import { sql } from "kysely";
import { TIME_SCALES } from "#domain/search-terms.ts";
import { days, instant, minus } from "#domain/time.ts";
import { at, type Db } from "#storage/database.ts";

/** The newest video's publication. */
export const MANY_UNTIL = instant(Date.UTC(2026, 10, 20));

/**
 * `count` videos of 400 channels over three years, made by the database itself: as many as it takes for PostgreSQL to
 * prefer an index. Every measure is missing where it would be missing of most videos; tag1 is on a tenth, `third` in a
 * third of all; tag777 and rare777 on a few.
 */
export async function fillManyVideos(db: Db, count: number): Promise<void> {
  const numbered = sql`generate_series(1, ${count}::int) as n`;
  const id = sql`'v' || lpad(n::text, 10, '0')`;
  const channel = sql`'UC' || lpad((n % 400)::text, 22, '0')`;
  // Spread by a step that shares no divisor with the count: neighbours by number are not neighbours by date.
  const published = sql`${at(minus(MANY_UNTIL, days(1095)))} + ((n * 7919) % ${count}) * (interval '1095 days' / ${count})`;
  const measured = (share: number, value: ReturnType<typeof sql>) =>
    sql`case when (n * 31) % 100 < ${sql.lit(share)} then ${value} end`;
  await sql`
    insert into channel (id, title, description, state, tracked_since, described_at)
    select ${channel}, 'Channel ' || n, '', 'tracked', ${at(MANY_UNTIL)}, ${at(MANY_UNTIL)}
    from generate_series(1, 400) as n`.execute(db);
  await sql`
    insert into video (id, channel_id, first_seen_at, source, published_at, described_at, title, description, tags, tag_keys,
      format)
    select ${id}, ${channel}, ${published}, 'uploads', ${published}, ${published}, 'A title of video ' || n,
      repeat('Some words of its description. ', 20), tags, tags, 'long'
    from ${numbered}, lateral (select array_remove(array['tag' || n % 2000, case when n % 10 = 1 then 'tag1' end, case when n % 3 = 0 then 'third' end], null) as tags)
      tagged`.execute(db);
  await sql`
    insert into video_counter (video_id, shard, channel_id, start_at, views, likes, comments, captured_at, describe_why,
      gone_at, first_hour_views, performance, outlier, published_at, format, category_id, language, duration_seconds,
      live_state, changed_at, gain_1h, gain_24h, gain_7d, velocity, heat, engagement, performance_in_format)
    select ${id}, 0, ${channel}, ${published}, (n::int8 * 104729) % 1000003, ${measured(95, sql`n % 5003`)}, n % 509,
      ${at(MANY_UNTIL)} - (n % 30000) * interval '1 minute', 'refresh', ${measured(1, published)},
      ${measured(30, sql`(n % 997)::float8`)}, ${measured(30, sql`((n * 17) % 500) / 100.0`)}, (n % 1009) / 100.0, ${published},
      (array['long', 'short', 'live'])[1 + n % 3], (n % 20)::text, (array['en', 'ja', 'de', 'pt-BR'])[1 + n % 4], n % 3600,
      'none', ${measured(5, published)}, ${measured(10, sql`n % 100`)}, ${measured(10, sql`n % 1000`)},
      ${measured(10, sql`n % 3000`)}, ${measured(10, sql`n % 300`)}, ${measured(10, sql`(n % 40) / 10.0`)}, (n % 50) / 1000.0,
      ${measured(25, sql`((n * 13) % 500) / 100.0`)}
    from ${numbered}`.execute(db);
  const times = TIME_SCALES.map(
    (length, scale) =>
      sql`quote_literal(${`~${scale}:`}::text || floor(extract(epoch from v.published_at) / 86400 / ${length}::int)::int)`,
  );
  await sql`
    insert into video_search (video_id, published_at, terms)
    select v.id, v.published_at, (concat_ws(' ', ${sql.join(times)},
      (select string_agg(quote_literal('#' || tag), ' ') from unnest(v.tag_keys) tag),
      'title:1A', case when right(v.id, 9)::int % 3 = 0 then 'third:2A word:3A' end,
      'rare' || right(v.id, 9)::int % 2000 || ':5D', 'common:9D'))::tsvector
    from video v`.execute(db);
  await sql`
    insert into video_tag (tag, published_at, video_id)
    select distinct key, published_at, id from video, unnest(tag_keys) key`.execute(db);
  await sql`insert into tag (tag, label, videos) select tag, tag, count(*) from video_tag group by tag`.execute(db);
  await sql`
    insert into watch_video (watch_id, video_id, published_at, first_seen_at, last_seen_at, last_rank)
    select 'bC3dE4fG5hI6', ${id}, ${published}, ${published}, ${published}, 1 from ${numbered} where n % 100 = 0`.execute(
    db,
  );
  for (const table of ["channel", "video", "video_counter", "video_search", "video_tag", "tag", "watch_video"]) {
    await sql`vacuum analyze ${sql.table(table)}`.execute(db);
  }
}
