-- GET /readyz
select "version"
  from "migration";

-- GET /api/v1/videos
select /* one plan */ c.video_id as "id", v.title as "title", v.tags as "tags", v.thumbnail_url as "thumbnailUrl", v.format as "format", v.language as "language", v.category_id as "categoryId", v.made_for_kids as "madeForKids", v.published_at as "publishedAt", v.duration_seconds as "durationSeconds", v.live_state as "liveState", c.changed_at as "changedAt", c.channel_id as "channelId", c.start_at as "startAt", c.views as "views", c.likes as "likes", c.comments as "comments", c.captured_at as "capturedAt", c.gone_at as "goneAt", c.first_hour_views as "firstHourViews", c.first_hour_method as "firstHourMethod", c.first_hour_offset as "firstHourOffset", c.first_hour_error as "firstHourError", c.performance as "performance", c.performance_in_format as "performanceInFormat", c.outlier as "outlier", c.outlier_basis as "outlierBasis", c.gain_1h as "gain1h", c.gain_24h as "gain24h", c.gain_7d as "gain7d", c.velocity as "velocity", c.velocity_hours as "velocityHours", c.heat as "heat", c.engagement as "engagement", ch.title as "channelTitle", ch.state as "channelState", s.median_in_force as "medianInForce", s.first_hour_n as "firstHourN", s.median_first_hour as "medianFirstHour", s.median_mature as "medianMature", s.mature_n as "matureN", s.computed_at as "scoresComputedAt", t.state as "backfillState", f.median_in_force as "formatMedian", f.n as "formatN", picked.value
  from ( select /* one plan */ c.video_id as id, "c"."published_at" as value
  from video_counter c
  where c.published_at is not null and "c"."published_at" is not null
  order by "c"."published_at" desc nulls first, "c"."video_id" desc
  limit 51) picked
  join (video_counter c
  join video v on v.id = c.video_id
  left join channel ch on ch.id = c.channel_id
  left join channel_score s on s.channel_id = c.channel_id
  left join channel_format_score f on f.channel_id = c.channel_id and f.format = c.format and f.epoch = case c.format when 'long' then (c.start_at >= '2026-08-24T00:00:00.000Z'::timestamptz)::integer when 'short' then (c.start_at >= '2025-03-31T00:00:00.000Z'::timestamptz)::integer + (c.start_at >= '2026-08-24T00:00:00.000Z'::timestamptz)::integer when 'live' then (c.start_at >= '2026-08-24T00:00:00.000Z'::timestamptz)::integer end
  left join task t on t.kind = 'backfill' and t.subject = c.channel_id) on c.video_id = picked.id
  order by picked.value desc nulls first, picked.id desc;

-- GET /api/v1/videos?sort=-views&limit=5
select c.video_id as id, "c"."views" as value
  from video_counter c
  where c.published_at is not null and "c"."views" is not null
  order by "c"."views" desc nulls last, "c"."video_id" desc
  limit ?;

select /* one plan */ c.video_id as "id", v.title as "title", v.tags as "tags", v.thumbnail_url as "thumbnailUrl", v.format as "format", v.language as "language", v.category_id as "categoryId", v.made_for_kids as "madeForKids", v.published_at as "publishedAt", v.duration_seconds as "durationSeconds", v.live_state as "liveState", c.changed_at as "changedAt", c.channel_id as "channelId", c.start_at as "startAt", c.views as "views", c.likes as "likes", c.comments as "comments", c.captured_at as "capturedAt", c.gone_at as "goneAt", c.first_hour_views as "firstHourViews", c.first_hour_method as "firstHourMethod", c.first_hour_offset as "firstHourOffset", c.first_hour_error as "firstHourError", c.performance as "performance", c.performance_in_format as "performanceInFormat", c.outlier as "outlier", c.outlier_basis as "outlierBasis", c.gain_1h as "gain1h", c.gain_24h as "gain24h", c.gain_7d as "gain7d", c.velocity as "velocity", c.velocity_hours as "velocityHours", c.heat as "heat", c.engagement as "engagement", ch.title as "channelTitle", ch.state as "channelState", s.median_in_force as "medianInForce", s.first_hour_n as "firstHourN", s.median_first_hour as "medianFirstHour", s.median_mature as "medianMature", s.mature_n as "matureN", s.computed_at as "scoresComputedAt", t.state as "backfillState", f.median_in_force as "formatMedian", f.n as "formatN"
  from (video_counter c
  join video v on v.id = c.video_id
  left join channel ch on ch.id = c.channel_id
  left join channel_score s on s.channel_id = c.channel_id
  left join channel_format_score f on f.channel_id = c.channel_id and f.format = c.format and f.epoch = case c.format when 'long' then (c.start_at >= '2026-08-24T00:00:00.000Z'::timestamptz)::integer when 'short' then (c.start_at >= '2025-03-31T00:00:00.000Z'::timestamptz)::integer + (c.start_at >= '2026-08-24T00:00:00.000Z'::timestamptz)::integer when 'live' then (c.start_at >= '2026-08-24T00:00:00.000Z'::timestamptz)::integer end
  left join task t on t.kind = 'backfill' and t.subject = c.channel_id)
  where c.video_id = any(?::text[]) and v.described_at is not null;

select c.video_id as id, "c"."views" as value
  from video_counter c
  where c.published_at is not null and ("c"."views", "c"."video_id") < (?::int8, ?)
  order by "c"."views" desc nulls last, "c"."video_id" desc
  limit ?;

-- GET /api/v1/videos?sort=views&viewsMin=10&page=2
select c.video_id as id, "c"."views" as value
  from video_counter c
  where c.published_at is not null and "c"."views" >= ?::int8 and "c"."views" is not null
  order by "c"."views" asc nulls first, "c"."video_id" asc
  limit ?;

select count(*) as total
  from (select
  from video_counter c
  where c.published_at is not null and "c"."views" >= ?::int8
  limit ?) counted;

-- GET /api/v1/videos?tag=bread
select /* one plan */ tag, videos
  from tag
  where tag = any(?::text[])
  order by videos, tag;

select /* one plan */ c.video_id as "id", v.title as "title", v.tags as "tags", v.thumbnail_url as "thumbnailUrl", v.format as "format", v.language as "language", v.category_id as "categoryId", v.made_for_kids as "madeForKids", v.published_at as "publishedAt", v.duration_seconds as "durationSeconds", v.live_state as "liveState", c.changed_at as "changedAt", c.channel_id as "channelId", c.start_at as "startAt", c.views as "views", c.likes as "likes", c.comments as "comments", c.captured_at as "capturedAt", c.gone_at as "goneAt", c.first_hour_views as "firstHourViews", c.first_hour_method as "firstHourMethod", c.first_hour_offset as "firstHourOffset", c.first_hour_error as "firstHourError", c.performance as "performance", c.performance_in_format as "performanceInFormat", c.outlier as "outlier", c.outlier_basis as "outlierBasis", c.gain_1h as "gain1h", c.gain_24h as "gain24h", c.gain_7d as "gain7d", c.velocity as "velocity", c.velocity_hours as "velocityHours", c.heat as "heat", c.engagement as "engagement", ch.title as "channelTitle", ch.state as "channelState", s.median_in_force as "medianInForce", s.first_hour_n as "firstHourN", s.median_first_hour as "medianFirstHour", s.median_mature as "medianMature", s.mature_n as "matureN", s.computed_at as "scoresComputedAt", t.state as "backfillState", f.median_in_force as "formatMedian", f.n as "formatN", picked.value
  from ( select /* one plan */ t.video_id as id, t.published_at as value
  from video_tag t
  where t.tag = ? and "t"."published_at" is not null
  order by "t"."published_at" desc nulls first, "t"."video_id" desc
  limit 51) picked
  join (video_counter c
  join video v on v.id = c.video_id
  left join channel ch on ch.id = c.channel_id
  left join channel_score s on s.channel_id = c.channel_id
  left join channel_format_score f on f.channel_id = c.channel_id and f.format = c.format and f.epoch = case c.format when 'long' then (c.start_at >= '2026-08-24T00:00:00.000Z'::timestamptz)::integer when 'short' then (c.start_at >= '2025-03-31T00:00:00.000Z'::timestamptz)::integer + (c.start_at >= '2026-08-24T00:00:00.000Z'::timestamptz)::integer when 'live' then (c.start_at >= '2026-08-24T00:00:00.000Z'::timestamptz)::integer end
  left join task t on t.kind = 'backfill' and t.subject = c.channel_id) on c.video_id = picked.id
  order by picked.value desc nulls first, picked.id desc;

-- GET /api/v1/videos?tag=bread&tag=baking&tagMode=all&performanceMin=2&sort=-performance
select c.video_id as id, "c"."performance" as value
  from video_tag t
  join video_counter c on c.video_id = t.video_id
  where t.tag = ? and exists ( select
  from video_tag o
  where o.tag = ? and o.published_at = "t"."published_at" and o.video_id = "t"."video_id" offset 0) and c.published_at is not null and "c"."performance" >= ?::float8 and "c"."performance" is not null
  order by "c"."performance" desc nulls first, "c"."video_id" desc
  limit ?;

-- GET /api/v1/videos?tagPrefix=br
select /* one plan */ reltuples as videos
  from pg_class
  where oid = 'video_search'::regclass;

explain select
  from video_search s
  where s.terms @@ ?::tsquery;

select /* one plan */ s.video_id as id, s.published_at as value, 0::float8 as score
  from video_search s
  where s.terms @@ ?::tsquery
  order by s.published_at desc, s.video_id desc
  limit ?;

-- GET /api/v1/videos?q=bread -"how rises"
-- GET /api/v1/videos?q=bread&sort=relevance
select /* one plan */ min(published_at) as first, max(published_at) as last
  from video_counter;

select /* one plan */ s.video_id as id, s.published_at as value, ts_rank_cd(s.terms, ?::tsquery)::float8 as score
  from video_search s
  where s.terms @@ ?::tsquery
  order by s.published_at desc, s.video_id desc
  limit ?;

-- GET /api/v1/videos?q=bread&channel=UCuAXFkgsw1L7xaCfnd5JJOw&sort=-outlier
select c.video_id as id, "c"."outlier" as value
  from video_counter c
  join video_search s on s.video_id = c.video_id
  where c.published_at is not null and c.channel_id = ? and s.terms @@ ?::tsquery and "c"."outlier" is not null
  order by "c"."outlier" desc nulls last, "c"."video_id" desc
  limit ?;

select c.video_id as id, "c"."outlier" as value
  from video_counter c
  join video_search s on s.video_id = c.video_id
  where c.published_at is not null and c.channel_id = ? and s.terms @@ ?::tsquery and "c"."outlier" is null
  order by "c"."outlier" desc nulls last, "c"."video_id" desc
  limit ?;

-- GET /api/v1/videos?channel=UCuAXFkgsw1L7xaCfnd5JJOw&format=short&language=pt&category=10&publishedAfter=2026-11-01&age=7d&gone=false&changed=true&live=false&madeForKids=false
select c.video_id as id, "c"."published_at" as value
  from video_counter c
  where c.published_at is not null and c.channel_id = ? and "c"."format" = any(?::text[]) and "c"."category_id" = any(?::text[]) and (lower(c.language) = any(?::text[]) or split_part(lower(c.language), '-', 1) = any(?::text[])) and c.published_at >= ?::timestamptz and c.start_at >= ?::timestamptz and c.live_state <> 'live' and "c"."gone_at" is null and "c"."changed_at" is not null and c.made_for_kids = ? and "c"."published_at" is not null
  order by "c"."published_at" desc nulls first, "c"."video_id" desc
  limit ?;

-- GET /api/v1/videos?watch=WATCH
select c.video_id as id, "c"."published_at" as value
  from video_counter c
  where c.published_at is not null and exists (select
  from watch_video m
  where m.watch_id = ? and m.video_id = c.video_id) and "c"."published_at" is not null
  order by "c"."published_at" desc nulls first, "c"."video_id" desc
  limit ?;

-- GET /api/v1/videos.csv?heatMin=1
select c.video_id as id, "c"."published_at" as value
  from video_counter c
  where c.published_at is not null and "c"."heat" >= ?::float8 and "c"."published_at" is not null
  order by "c"."published_at" desc nulls first, "c"."video_id" desc
  limit ?;

select /* one plan */ c.video_id as "id", v.title as "title", v.tags as "tags", v.thumbnail_url as "thumbnailUrl", v.format as "format", v.language as "language", v.category_id as "categoryId", v.made_for_kids as "madeForKids", v.published_at as "publishedAt", v.duration_seconds as "durationSeconds", v.live_state as "liveState", c.changed_at as "changedAt", c.channel_id as "channelId", c.start_at as "startAt", c.views as "views", c.likes as "likes", c.comments as "comments", c.captured_at as "capturedAt", c.gone_at as "goneAt", c.first_hour_views as "firstHourViews", c.first_hour_method as "firstHourMethod", c.first_hour_offset as "firstHourOffset", c.first_hour_error as "firstHourError", c.performance as "performance", c.performance_in_format as "performanceInFormat", c.outlier as "outlier", c.outlier_basis as "outlierBasis", c.gain_1h as "gain1h", c.gain_24h as "gain24h", c.gain_7d as "gain7d", c.velocity as "velocity", c.velocity_hours as "velocityHours", c.heat as "heat", c.engagement as "engagement"
  from video_counter c
  join video v on v.id = c.video_id
  where c.video_id = any(?::text[]) and v.described_at is not null;

select /* one plan */ c.id, ch.title as "channelTitle", ch.state as "channelState", s.median_in_force as "medianInForce", s.first_hour_n as "firstHourN", s.median_first_hour as "medianFirstHour", s.median_mature as "medianMature", s.mature_n as "matureN", s.computed_at as "scoresComputedAt", t.state as "backfillState"
  from unnest(?::text[]) c(id)
  left join channel ch on ch.id = c.id
  left join channel_score s on s.channel_id = c.id
  left join task t on t.kind = 'backfill' and t.subject = c.id;

select /* one plan */ f.channel_id as id, f.format, f.epoch, f.median_in_force as "formatMedian", f.n as "formatN"
  from channel_format_score f
  where f.channel_id = any(?::text[]);

-- GET /api/v1/videos/facets?tag=bread
explain select
  from video_counter c
  join video_search s on s.video_id = c.video_id
  where c.published_at is not null and s.terms @@ ?::tsquery
  order by c.published_at desc, c.video_id desc
  limit 1001;

select t.video_id as id, t.published_at as value
  from video_tag t
  where t.tag = ? and "t"."published_at" is not null
  order by "t"."published_at" desc nulls first, "t"."video_id" desc
  limit ?;

with counted as ( select c.category_id as category, c.format, split_part(lower(c.language), '-', 1) as language, c.channel_id as channel
  from video_counter c
  where c.video_id = any(?::text[]) ), channels as ( select channel, count(*) as videos
  from counted
  group by 1
  order by 2 desc, 1
  limit 20 ) select facet, value, label, videos
  from ( select 'category' as facet, category as value, null::text as label, count(*) as videos
  from counted
  group by 2
  union all select 'format', format, null, count(*)
  from counted
  group by 2
  union all select 'language', language, null, count(*)
  from counted
  group by 2
  union all select 'channel', n.channel, ch.title, n.videos
  from channels n
  left join channel ch on ch.id = n.channel ) facets
  order by facet, videos desc, value;

with counted as ( select key, count(distinct v.id) as videos
  from video v, unnest(v.tag_keys) as key
  where v.id = any(?::text[])
  group by 1
  order by 2 desc, 1
  limit 20 ) select n.key as value, t.label, n.videos
  from counted n
  left join tag t on t.tag = n.key
  order by n.videos desc, n.key;

-- GET /api/v1/saved-views
select "name", "path", "query", "created_at" as "createdAt", "changed_at" as "changedAt", "saved_by" as "savedBy"
  from "saved_view"
  order by "name"
  limit ?;

-- GET /api/v1/videos/vid00000000
select /* one plan */ c.video_id as "id", v.title as "title", v.tags as "tags", v.thumbnail_url as "thumbnailUrl", v.format as "format", v.language as "language", v.category_id as "categoryId", v.made_for_kids as "madeForKids", v.published_at as "publishedAt", v.duration_seconds as "durationSeconds", v.live_state as "liveState", c.changed_at as "changedAt", c.channel_id as "channelId", c.start_at as "startAt", c.views as "views", c.likes as "likes", c.comments as "comments", c.captured_at as "capturedAt", c.gone_at as "goneAt", c.first_hour_views as "firstHourViews", c.first_hour_method as "firstHourMethod", c.first_hour_offset as "firstHourOffset", c.first_hour_error as "firstHourError", c.performance as "performance", c.performance_in_format as "performanceInFormat", c.outlier as "outlier", c.outlier_basis as "outlierBasis", c.gain_1h as "gain1h", c.gain_24h as "gain24h", c.gain_7d as "gain7d", c.velocity as "velocity", c.velocity_hours as "velocityHours", c.heat as "heat", c.engagement as "engagement", ch.title as "channelTitle", ch.state as "channelState", s.median_in_force as "medianInForce", s.first_hour_n as "firstHourN", s.median_first_hour as "medianFirstHour", s.median_mature as "medianMature", s.mature_n as "matureN", s.computed_at as "scoresComputedAt", t.state as "backfillState", f.median_in_force as "formatMedian", f.n as "formatN", v.description, v.first_seen_at as "firstSeenAt", v.described_at as "describedAt"
  from (video_counter c
  join video v on v.id = c.video_id
  left join channel ch on ch.id = c.channel_id
  left join channel_score s on s.channel_id = c.channel_id
  left join channel_format_score f on f.channel_id = c.channel_id and f.format = c.format and f.epoch = case c.format when 'long' then (c.start_at >= '2026-08-24T00:00:00.000Z'::timestamptz)::integer when 'short' then (c.start_at >= '2025-03-31T00:00:00.000Z'::timestamptz)::integer + (c.start_at >= '2026-08-24T00:00:00.000Z'::timestamptz)::integer when 'live' then (c.start_at >= '2026-08-24T00:00:00.000Z'::timestamptz)::integer end
  left join task t on t.kind = 'backfill' and t.subject = c.channel_id)
  where c.video_id = ? and v.described_at is not null;

select /* one plan */ distinct on (t.place) t.place, s.captured_at as "capturedAt", s.views, s.likes, s.comments, s.source
  from snapshot s
  join (values (?::int4, ?::timestamptz, ?::float8), …) as t(place, at, reach) on abs(extract(epoch from s.captured_at - t.at)) * 1000 <= t.reach
  where s.video_id = ? and s.captured_at >= ?::timestamptz and s.captured_at <= ?::timestamptz and s.source <> 'feed'
  order by t.place, abs(extract(epoch from s.captured_at - t.at)), s.captured_at;

select "seen_at" as "seenAt", "before"
  from "video_revision"
  where "video_id" = ?
  order by "seen_at" desc
  limit ?;

select *
  from "typical"
  where "channel_id" = ?
  order by "format";

select "format", "age_bin" as "ageBin", "median", "n", "computed_at" as "computedAt"
  from "velocity_typical"
  where format = any(?::text[]) and age_bin = any(?::smallint[]);

with keyed as ( select p.*, exists (select
  from api_key k
  where k.project_id = p.id and k.state = 'usable' and k.paused_at is null) as usable
  from project p
  where exists (select
  from api_key k
  where k.project_id = p.id and k.paused_at is null) ), daily as ( select id, usable, bucket, case bucket when 'default' then default_limit when 'search' then search_limit else batch_limit end as daily_limit
  from keyed, unnest(?::text[]) as bucket ) select change.version, daily.id as "projectId", daily.usable, daily.bucket, case when l.spent_at is not null and l.probe_at <= ?::timestamptz then greatest(l.used, daily.daily_limit) else coalesce(l.allowance, daily.daily_limit) end as "limit", coalesce(l.used, 0) as used, case when l.used > 0 then l.last_used_at end as "lastUsedAt"
  from planning_change change
  left join daily on true
  left join ledger l on l.project_id = daily.id and l.bucket = daily.bucket and l.day = ?::date
  where change.shard = ?
  order by daily.id, daily.bucket;

set local work_mem = '128MB';

set local cursor_tuple_fraction = 1;

declare planner_video no scroll cursor for select v.id, c.channel_id, v.published_at, c.start_at, v.format, v.shorts_link, case when ch.state = 'tracked' then ch.weight else 1::real end as weight, coalesce(ch.watched and ch.state = 'tracked', false) as watched, c.searched, v.first_seen_at, c.captured_at, c.views, c.previous_at, c.previous_views, c.describe_at, c.describe_why, c.missing_since
  from video_counter c
  join video v on v.id = c.video_id
  left join channel ch on ch.id = c.channel_id
  where c.gone_at is null and (ch.state = 'tracked' or c.searched);

fetch forward 20000
  from planner_video;

close planner_video;

select "w".*, "p".*
  from "watch" as "w" inner
  join "watch_progress" as "p" on "p"."watch_id" = "w"."id"
  where w.state <> 'removed'
  order by "w"."id";

select *
  from "watch_task"
  where watch_id = any(?::text[])
  order by "watch_id", "opened_at", "published_after", "published_before";

select coalesce("p"."described_at", "c"."described_at") as "described_at", "c"."id", "c"."weight", "c"."watched", "c"."uploads_playlist_id", "c"."tracked_since", "c"."trouble", "p"."video_count", "p"."counted_at", "p"."counted_before", "p"."look_at", "p"."snapshot_at", "p"."news_since", "p"."news_not_before", "p"."news_attempts", "p"."listed_at", "p"."subscribe_at", "p"."subscribe_attempts", "p"."subscribed_until", "p"."pushed_at", "t"."state", "t"."cursor", "t"."progress", "t"."total", "t"."not_before", "t"."attempts", "t"."reason"
  from "channel" as "c"
  left join "channel_poll" as "p" on "p"."channel_id" = "c"."id"
  left join "task" as "t" on "t"."subject" = "c"."id" and "t"."kind" = ?
  where c.state = 'tracked'
  order by "c"."id";

select "ref", "requested_at", "weight", "watched"
  from "track_request"
  where "state" = ?
  order by "ref";

select "video_id"
  from "video_request"
  where "state" = ?
  order by "video_id";

select *
  from "pause"
  order by "subject";

select *
  from "learned"
  order by "subject";

select "fingerprint", "project_id", "state", "test_at", "test_attempts"
  from "api_key"
  where "test_at" is not null and "paused_at" is null
  order by "fingerprint";

select v.watch_id as "watchId", v.video_id as "videoId", v.published_at as "publishedAt"
  from jsonb_to_recordset(?::text::jsonb) as i(watch_id text, seen_from timestamptz)
  join watch_video v on v.watch_id = i.watch_id and v.published_at >= i.seen_from
  order by v.watch_id, v.video_id;

select "d".*, "p"."going", "p"."chance"
  from "discovery" as "d" inner
  join "discovery_progress" as "p" on "p"."discovery_id" = "d"."id"
  where d.state <> 'removed'
  order by "d"."id";

select distinct v.channel_id as id
  from video_counter v
  where not exists (select
  from channel c
  where c.id = v.channel_id and c.state = 'tracked')
  order by id;

select *
  from "discovery_day"
  where "discovery_id" = ?
  order by "day" desc
  limit ?;

select *
  from "discovery_source"
  where "discovery_id" = ?
  order by "source";

select *
  from "discovery_node"
  where "discovery_id" = ?
  order by "source", "subject";

select "measure", "class", "sum", "weight"
  from "discovery_class"
  where "discovery_id" = ?
  order by "measure", "class";

select "channel", "owner", "seen", "fits", "hint", "path", "shown_by"
  from "discovery_channel"
  where "discovery_id" = ?
  order by "channel";

select channel_id as id, described_at as "describedAt", gone, language, country, categories, shown_categories as "shownCategories", subscribers
  from found_channel
  where exists (select
  from discovery
  where state <> 'removed')
  order by channel_id;

-- GET /api/v1/videos/vid00000000/series
select /* one plan */ "v"."channel_id", "v"."format", "v"."tag_keys", "v"."published_at", "v"."first_seen_at", "c"."start_at"
  from "video" as "v" inner
  join "video_counter" as "c" on "c"."video_id" = "v"."id"
  where "v"."id" = ? and "v"."described_at" is not null;

select /* one plan */ "captured_at" as "capturedAt", "views", "likes", "comments", "source"
  from "snapshot"
  where "video_id" = ? and "captured_at" >= ?::timestamptz
  order by "captured_at"
  limit ?;

-- GET /api/v1/videos/vid00000000/series?bucket=1d
select "captured_at" as "capturedAt", "views", "likes", "comments", "source", date_bin(make_interval(secs => ?::float8), captured_at, 'epoch'::timestamptz) as "bucketAt", count(*) over (partition by date_bin(make_interval(secs => ?::float8), captured_at, 'epoch'::timestamptz)) as "snapshots", row_number() over (partition by date_bin(make_interval(secs => ?::float8), captured_at, 'epoch'::timestamptz)
  order by source = 'feed', captured_at desc) as "place"
  from "snapshot"
  where "video_id" = ? and "captured_at" >= ?::timestamptz;

select /* one plan */ "bucketAt", "snapshots", "capturedAt", "views", "likes", "comments", "source"
  from (select "captured_at" as "capturedAt", "views", "likes", "comments", "source", date_bin(make_interval(secs => ?::float8), captured_at, 'epoch'::timestamptz) as "bucketAt", count(*) over (partition by date_bin(make_interval(secs => ?::float8), captured_at, 'epoch'::timestamptz)) as "snapshots", row_number() over (partition by date_bin(make_interval(secs => ?::float8), captured_at, 'epoch'::timestamptz)
  order by source = 'feed', captured_at desc) as "place"
  from "snapshot"
  where "video_id" = ? and "captured_at" >= ?::timestamptz) as "b"
  where "place" = ?
  order by "bucketAt"
  limit ?;

-- GET /api/v1/videos/vid00000000/series?bucket=age
select /* one plan */ "captured_at" as "capturedAt", "views", "likes", "comments", "source"
  from "snapshot"
  where "video_id" = ? and "captured_at" >= ?::timestamptz and "captured_at" < ?::timestamptz
  order by "captured_at"
  limit ?;

-- GET /api/v1/videos/vid00000000/similar
select /* one plan */ tag as key, label as tag, videos
  from tag
  where tag = any(?::text[]) and videos > 1
  order by videos, tag;

select /* one plan */ video_id as id
  from video_tag
  where tag = ?
  order by published_at desc, video_id desc
  limit 100;

select /* one plan */ id, channel_id as "channelId", tag_keys as "tagKeys"
  from video
  where id = any(?::text[]);

-- GET /api/v1/channels
select k.id, "k"."title" as value
  from ( select ch.id, ch.state, ch.title, ch.handle, ch.country, ch.watched, ch.trouble, ch.weight::float8 as weight, ch.tracked_since, ch.published_at, ch.described_at, ch.subscribers, ch.views, ch.video_count, s.median_first_hour, s.first_hour_n, s.median_mature, s.mature_n
  from channel ch
  left join channel_score s on s.channel_id = ch.id) k
  where true and k.state = ? and "k"."title" is not null
  order by "k"."title" asc nulls last, "k"."id" asc
  limit ?;

select /* one plan */ "ch"."id", "ch"."title", "ch"."handle", "ch"."country", "ch"."published_at" as "publishedAt", "ch"."thumbnail_url" as "thumbnailUrl", "ch"."weight", "ch"."watched", "ch"."state", "ch"."trouble", "ch"."tracked_since" as "trackedSince", "ch"."described_at" as "describedAt", "ch"."views", "ch"."subscribers", "ch"."video_count" as "videoCount", "p"."snapshot_at" as "snapshotAt", "p"."counted_at" as "countedAt", "p"."listed_at" as "listedAt", "p"."news_since" as "newsSince", "p"."subscribe_at" as "subscribeAt", "p"."subscribed_until" as "subscribedUntil", "p"."pushed_at" as "pushedAt", "t"."state" as "backfillState", "t"."progress" as "backfillListed", "t"."total" as "backfillTotal", "t"."not_before" as "backfillNotBefore", "t"."reason" as "backfillReason", "s"."median_in_force" as "medianInForce", "s"."median_first_hour" as "medianFirstHour", "s"."first_hour_n" as "firstHourN", "s"."median_mature" as "medianMature", "s"."mature_n" as "matureN", "s"."computed_at" as "scoresComputedAt"
  from "channel" as "ch"
  left join "channel_poll" as "p" on "p"."channel_id" = "ch"."id"
  left join "channel_score" as "s" on "s"."channel_id" = "ch"."id"
  left join "task" as "t" on "t"."subject" = "ch"."id" and "t"."kind" = ?
  where ch.id = any(?::text[]);

-- GET /api/v1/channels?q=bread&country=DE&sort=-subscribers&page=1
select k.id, "k"."subscribers" as value
  from ( select ch.id, ch.state, ch.title, ch.handle, ch.country, ch.watched, ch.trouble, ch.weight::float8 as weight, ch.tracked_since, ch.published_at, ch.described_at, ch.subscribers, ch.views, ch.video_count, s.median_first_hour, s.first_hour_n, s.median_mature, s.mature_n
  from channel ch
  left join channel_score s on s.channel_id = ch.id) k
  where true and k.state = ? and exists (select
  from unnest(?::text[]) as wanted
  where position(wanted in k.title) > 0 or position(wanted in lower(k.title)) > 0 or position(wanted in k.handle) > 0) and k.country = any(?::text[]) and "k"."subscribers" is not null
  order by "k"."subscribers" desc nulls first, "k"."id" desc
  limit ?;

select count(*) as total
  from ( select ch.id, ch.state, ch.title, ch.handle, ch.country, ch.watched, ch.trouble, ch.weight::float8 as weight, ch.tracked_since, ch.published_at, ch.described_at, ch.subscribers, ch.views, ch.video_count, s.median_first_hour, s.first_hour_n, s.median_mature, s.mature_n
  from channel ch
  left join channel_score s on s.channel_id = ch.id) k
  where true and k.state = ? and exists (select
  from unnest(?::text[]) as wanted
  where position(wanted in k.title) > 0 or position(wanted in lower(k.title)) > 0 or position(wanted in k.handle) > 0) and k.country = any(?::text[]);

select k.id, "k"."subscribers" as value
  from ( select ch.id, ch.state, ch.title, ch.handle, ch.country, ch.watched, ch.trouble, ch.weight::float8 as weight, ch.tracked_since, ch.published_at, ch.described_at, ch.subscribers, ch.views, ch.video_count, s.median_first_hour, s.first_hour_n, s.median_mature, s.mature_n
  from channel ch
  left join channel_score s on s.channel_id = ch.id) k
  where true and k.state = ? and exists (select
  from unnest(?::text[]) as wanted
  where position(wanted in k.title) > 0 or position(wanted in lower(k.title)) > 0 or position(wanted in k.handle) > 0) and k.country = any(?::text[]) and "k"."subscribers" is null
  order by "k"."subscribers" desc nulls first, "k"."id" desc
  limit ?;

-- GET /api/v1/channels.csv
-- GET /api/v1/channels/requests
select /* one plan */ "r"."ref", "r"."requested_at" as "requestedAt", "r"."weight", "r"."watched", "r"."state", "r"."channel_id" as "channelId", "r"."reason", "r"."settled_at" as "settledAt", "ch"."title", "t"."state" as "backfillState", "t"."progress" as "backfillListed", "t"."total" as "backfillTotal", "t"."not_before" as "backfillNotBefore", "t"."reason" as "backfillReason"
  from "track_request" as "r"
  left join "channel" as "ch" on "ch"."id" = "r"."channel_id"
  left join "task" as "t" on "t"."subject" = "r"."channel_id" and "t"."kind" = ?
  order by "r"."requested_at" desc, "r"."ref"
  limit ?;

-- GET /api/v1/channels/compare?ids=UCuAXFkgsw1L7xaCfnd5JJOw,UC-lHJZR3Gqxm24_Vd_AJ5Yw
select /* one plan */ "ch"."id", "ch"."title", "ch"."handle", "ch"."country", "ch"."published_at" as "publishedAt", "ch"."thumbnail_url" as "thumbnailUrl", "ch"."weight", "ch"."watched", "ch"."state", "ch"."trouble", "ch"."tracked_since" as "trackedSince", "ch"."described_at" as "describedAt", "ch"."views", "ch"."subscribers", "ch"."video_count" as "videoCount", "p"."snapshot_at" as "snapshotAt", "p"."counted_at" as "countedAt", "p"."listed_at" as "listedAt", "p"."news_since" as "newsSince", "p"."subscribe_at" as "subscribeAt", "p"."subscribed_until" as "subscribedUntil", "p"."pushed_at" as "pushedAt", "t"."state" as "backfillState", "t"."progress" as "backfillListed", "t"."total" as "backfillTotal", "t"."not_before" as "backfillNotBefore", "t"."reason" as "backfillReason", "s"."median_in_force" as "medianInForce", "s"."median_first_hour" as "medianFirstHour", "s"."first_hour_n" as "firstHourN", "s"."median_mature" as "medianMature", "s"."mature_n" as "matureN", "s"."computed_at" as "scoresComputedAt", "ch"."description"
  from "channel" as "ch"
  left join "channel_poll" as "p" on "p"."channel_id" = "ch"."id"
  left join "channel_score" as "s" on "s"."channel_id" = "ch"."id"
  left join "task" as "t" on "t"."subject" = "ch"."id" and "t"."kind" = ?
  where "ch"."id" = ?;

select /* one plan */ (select first_hour_views
  from video_counter
  where channel_id = ? and first_hour_views is not null
  order by first_hour_views
  limit 1 offset ?::int4) as "v0", (select first_hour_views
  from video_counter
  where channel_id = ? and first_hour_views is not null
  order by first_hour_views
  limit 1 offset ?::int4) as "v1";

select /* one plan */ extract(isodow
  from published_at)::int4 as weekday, extract(hour
  from published_at)::int4 as hour, count(*) as uploads, min(published_at) as since
  from ( select published_at
  from video_counter
  where channel_id = ? and published_at is not null
  order by published_at desc, video_id desc
  limit 1000 ) newest
  group by 1, 2
  order by 1, 2;

select /* one plan */ count(*) as uploads
  from video_counter
  where channel_id = ? and published_at >= ?::timestamptz and published_at < ?::timestamptz;

select /* one plan */ count(*) as n, percentile_cont(?::float8[]) within group (order by first_hour_views) as
  values
  from video_counter
  where channel_id = ? and first_hour_views is not null;

select /* one plan */ day, sum(views) as views, sum(likes) as likes, sum(comments) as comments, sum(uploads) as uploads, sum(samples) as samples, sum(open) as open
  from channel_day
  where channel_id = ? and day >= ?::date
  group by day
  order by day;

-- GET /api/v1/channels/UCuAXFkgsw1L7xaCfnd5JJOw
select /* one plan */ count(*) as known, count(published_at) as described, (select count(*)
  from video_counter
  where channel_id = ? and gone_at is not null) as gone, (select count(*)
  from video_counter
  where channel_id = ? and first_hour_views is not null) as "withFirstHour"
  from video_counter
  where channel_id = ?;

select /* one plan */ count(*) as videos, count(*) filter (where first_hour_method = 'measured') as measured, count(*) filter (where first_hour_method = 'interpolated') as interpolated
  from video_counter
  where channel_id = ? and published_at >= ?::timestamptz and start_at >= ?::timestamptz and start_at < ?::timestamptz;

select /* one plan */ distinct on (date_bin('1 day', captured_at, 'epoch'::timestamptz)) captured_at as "capturedAt", views, subscribers, video_count as "videoCount"
  from channel_snapshot
  where channel_id = ? and captured_at >= ?::timestamptz
  order by date_bin('1 day', captured_at, 'epoch'::timestamptz), captured_at desc;

select "seen_at" as "seenAt", "before"
  from "channel_revision"
  where "channel_id" = ?
  order by "seen_at" desc
  limit ?;

-- GET /api/v1/channels/UCuAXFkgsw1L7xaCfnd5JJOw/videos
select c.video_id as id, "c"."published_at" as value
  from video_counter c
  where c.published_at is not null and c.channel_id = ? and "c"."published_at" is not null
  order by "c"."published_at" desc nulls first, "c"."video_id" desc
  limit ?;

-- GET /api/v1/insights/engaging
select "kind", "format", "category_id" as "categoryId", "alpha", "beta", "n"
  from "engagement_prior";

select c.video_id as id, c.format, c.category_id as "categoryId", c.views, c.likes, c.comments
  from video_counter c
  where c.published_at is not null and "c"."published_at" >= ?::timestamptz and "c"."published_at" < ?::timestamptz and c.gone_at is null
  order by c.published_at desc, c.video_id desc
  limit ?;

-- GET /api/v1/insights/engaging?by=comments&format=long&tag=bread
select c.video_id as id, c.format, c.category_id as "categoryId", c.views, c.likes, c.comments
  from video_tag t
  join video_counter c on c.video_id = t.video_id
  where c.published_at is not null and "c"."format" = any(?::text[]) and t.tag = ? and "t"."published_at" >= ?::timestamptz and "t"."published_at" < ?::timestamptz and c.gone_at is null
  order by t.published_at desc, t.video_id desc
  limit ?;

-- GET /api/v1/tags
select /* one plan */ tag, label, videos
  from tag
  where true
  order by videos desc, tag
  limit ?;

-- GET /api/v1/tags?prefix=b
select /* one plan */ tag, label, videos
  from tag
  where left(tag, 1) = ?
  order by videos desc, tag
  limit ?;

-- GET /api/v1/tags/baking
select "tag", "label", "videos"
  from "tag"
  where "tag" = ?;

select /* one plan */ video_id as id
  from video_tag
  where tag = ?
  order by published_at desc, video_id desc
  limit 2000;

with found as materialized ( select channel_id, performance, captured_at
  from video_counter
  where video_id = any(?::text[]) ), used as materialized ( select channel_id, count(*) as videos
  from found
  group by channel_id ), top as ( select u.channel_id as id, h.title, u.videos
  from (select *
  from used
  order by videos desc, channel_id
  limit ?) u
  left join channel h on h.id = u.channel_id ) select (select count(*)
  from used) as channels, (select json_agg(t
  order by t.videos desc, t.id)
  from top t) as top, percentile_cont(0.5) within group (order by performance) as median, count(performance) as n, max(captured_at) filter (where performance is not null) as "asOf"
  from found;

select f.key as tag, t.label, f.videos, t.videos as everywhere
  from ( select k.key, count(*) as videos
  from video v, unnest(v.tag_keys) as k (key)
  where v.id = any(?::text[]) and k.key <> ?
  group by k.key
  order by count(*) desc, k.key
  limit ? ) f
  join tag t on t.tag = f.key
  order by f.videos desc, f.key;

select c.reltuples / greatest(c.relpages, 1) * (pg_relation_size(c.oid) / current_setting('block_size')::int) as about
  from pg_class c
  where c.oid = 'video_search'::regclass;

select count(*) as n
  from video_search;

-- GET /api/v1/insights/keywords?kind=top&tag=bread&window=28d
select "shape", "stamp", "answer", "made_at" as "madeAt", "computed_at" as "computedAt", "asked_at" as "askedAt"
  from "insight_answer"
  where "kind" = ? and "digest" = ?;

select count(*) as videos, coalesce(sum(hashtext(c.video_id)), 0)::float8 as ids, max(c.changed_at) as "changedAt", coalesce(sum(round(100 * ln(nullif(greatest(coalesce(c.performance, case when c.outlier_basis = 'age' then c.outlier end), 0), 0)))), 0)::float8 as scores
  from video_tag t
  join video_counter c on c.video_id = t.video_id
  where c.published_at is not null and t.tag = ? and "t"."published_at" >= ?::timestamptz and "t"."published_at" < ?::timestamptz;

select count(*) as videos, coalesce(sum(hashtext(c.video_id)), 0)::float8 as ids, max(c.changed_at) as "changedAt", coalesce(sum(round(100 * ln(nullif(greatest(coalesce(c.performance, case when c.outlier_basis = 'age' then c.outlier end), 0), 0)))), 0)::float8 as scores
  from video_counter c
  where "c"."published_at" >= ?::timestamptz and "c"."published_at" < ?::timestamptz and (c.published_at is not null and exists ( select
  from video_tag o
  where o.tag = ? and o.published_at = "c"."published_at" and o.video_id = "c"."video_id" offset 0)) is not true;

select p.id, p."channelId", p.score
  from ( select c.video_id as id, c.channel_id as "channelId", c.published_at as "publishedAt", coalesce(c.performance, case when c.outlier_basis = 'age' then c.outlier end) as score
  from video_tag t
  join video_counter c on c.video_id = t.video_id
  where c.published_at is not null and t.tag = ? and "t"."published_at" >= ?::timestamptz and "t"."published_at" < ?::timestamptz
  order by hashtext(c.video_id), c.video_id
  limit ?) p
  order by p."publishedAt" desc, p.id;

select /* one plan */ id, title, tags, language, left(description, 2000) as description
  from video
  where id = any(?::text[]);

select p.id, p."channelId", p.score
  from ( select c.video_id as id, c.channel_id as "channelId", c.published_at as "publishedAt", coalesce(c.performance, case when c.outlier_basis = 'age' then c.outlier end) as score
  from video_counter c
  where "c"."published_at" >= ?::timestamptz and "c"."published_at" < ?::timestamptz and (c.published_at is not null and exists ( select
  from video_tag o
  where o.tag = ? and o.published_at = "c"."published_at" and o.video_id = "c"."video_id" offset 0)) is not true
  order by hashtext(c.video_id), c.video_id
  limit ?) p
  order by p."publishedAt" desc, p.id;

insert into "insight_answer" ("kind", "digest", "question", "asked_at", "shape", "stamp", "answer", "made_at", "computed_at")
  values (?, ?, ?, ?::timestamptz, ?, ?, ?, ?::timestamptz, ?::timestamptz)
  on conflict ("kind", "digest") do update
  set "shape" = ?, "stamp" = ?, "answer" = ?, "made_at" = ?::timestamptz, "computed_at" = ?::timestamptz;

select /* one plan */ id, title
  from video
  where id = any(?::text[]) and title <> '';

-- GET /api/v1/insights/keywords/network?window=28d
select count(*) as videos, coalesce(sum(hashtext(c.video_id)), 0)::float8 as ids, max(c.changed_at) as "changedAt", coalesce(sum(round(100 * ln(nullif(greatest(coalesce(c.performance, case when c.outlier_basis = 'age' then c.outlier end), 0), 0)))), 0)::float8 as scores
  from video_counter c
  where c.published_at is not null and "c"."published_at" >= ?::timestamptz and "c"."published_at" < ?::timestamptz;

select v.tag_keys as tags
  from ( select c.video_id as id, c.channel_id as "channelId", c.published_at as "publishedAt", coalesce(c.performance, case when c.outlier_basis = 'age' then c.outlier end) as score
  from video_counter c
  where c.published_at is not null and "c"."published_at" >= ?::timestamptz and "c"."published_at" < ?::timestamptz
  order by hashtext(c.video_id), c.video_id
  limit ?) p
  join video v on v.id = p.id;

-- GET /api/v1/categories
select count(*) as n
  from (select
  from "video_counter"
  limit ?) counted;

select category_id as category, count(*) filter (where published_at is not null) as n, sum(count(*)) over () as looked
  from video_counter
  group by category_id;

-- GET /api/v1/stats
select (select coalesce(sum(answered), 0)
  from call
  where charged_at > ?::timestamptz and charged_at <= ?::timestamptz and kind in ('sample', 'describe') and outcome = 'answered') as samples, (select count(first_hour_views)
  from ( select first_hour_views
  from video_counter
  where published_at > ?::timestamptz and published_at <= ?::timestamptz
  order by published_at desc, video_id desc
  limit ? ) born) as "firstHours", (select captured_at
  from video_counter
  order by captured_at desc nulls last, video_id desc
  limit 1) as "newestSample";

select count(*) as n, count(*) filter (where captured_at > ?::timestamptz) as "withinHour", count(*) filter (where captured_at > ?::timestamptz) as "withinDay", count(*) filter (where captured_at > ?::timestamptz) as "withinWeek"
  from ( select captured_at
  from video_counter
  where published_at > ?::timestamptz and published_at <= ?::timestamptz and gone_at is null
  order by published_at desc, video_id desc
  limit ? ) young;

select count(*) as n, count(*) filter (where first_hour_method = 'measured') as measured, count(*) filter (where first_hour_method = 'interpolated') as interpolated
  from ( select channel_id, published_at, start_at, first_hour_method
  from video_counter
  where published_at > ?::timestamptz and published_at <= ?::timestamptz
  order by published_at desc, video_id desc
  limit ? ) born
  join channel c on c.id = born.channel_id
  where c.state = 'tracked' and c.tracked_since <= born.published_at and born.start_at <= ?::timestamptz;

select count(*) as n
  from (select
  from "channel"
  limit ?) counted;

select count(*) filter (where true) as "known", count(*) filter (where published_at is not null) as "described", count(*) filter (where gone_at is not null) as "gone", count(*) filter (where format = 'long') as "long", count(*) filter (where format = 'short') as "short", count(*) filter (where format = 'live') as "live", count(*) filter (where format = 'unknown') as "unknown"
  from "video_counter";

select count(*) filter (where state = 'tracked') as "tracked", count(*) filter (where true) as "channels"
  from "channel";

-- GET /api/v1/collector
select count(*) as n, count(*) filter (where method = 'measured') as measured, count(*) filter (where method = 'interpolated') as interpolated, percentile_cont(0.5) within group (order by abs(off)) filter (where method = 'measured') as p50, percentile_cont(0.9) within group (order by abs(off)) filter (where method = 'measured') as p90, array_agg(width_bucket(off, ?::float8[])) filter (where method = 'measured') as places
  from ( select born.first_hour_method as method, born.first_hour_offset as off
  from ( select channel_id, published_at, start_at, first_hour_method, first_hour_offset
  from video_counter
  where published_at > ?::timestamptz and published_at <= ?::timestamptz
  order by published_at desc, video_id desc
  limit ? ) born
  join channel c on c.id = born.channel_id
  where c.state = 'tracked' and c.tracked_since <= born.published_at and born.start_at <= ?::timestamptz ) timed;

select source, count(*) as n, percentile_cont(?::float8) within group (order by delay) as p50, percentile_cont(?::float8) within group (order by delay) as p90, percentile_cont(?::float8) within group (order by delay) as p99
  from ( select v.source, greatest(0, extract(epoch from v.first_seen_at - v.published_at))::float8 as delay
  from ( select video_id, channel_id
  from video_counter
  where published_at > ?::timestamptz and published_at <= ?::timestamptz
  order by published_at desc, video_id desc
  limit ? ) young
  join video v on v.id = young.video_id
  left join channel c on c.id = young.channel_id and c.state = 'tracked' and c.tracked_since <= v.published_at
  where v.source <> 'import' and case when v.source in ('search', 'chart') then v.published_at >= (select min(created_at)
  from watch) else c.id is not null end ) found
  group by source
  order by source;

select count(*) as calls, coalesce(sum(ids), 0) as ids, (select count(*)
  from (select
  from video_counter
  limit ?) known) as room
  from call
  where charged_at > ?::timestamptz and charged_at <= ?::timestamptz and kind = 'sample';

select count(*) as n
  from ( select
  from task
  where kind = 'backfill' and state = 'waiting'
  limit ? ) waiting;

select t.subject as "channelId", c.title, t.progress as listed, t.total, t.not_before as "notBefore", t.attempts, t.reason, t.created_at as "createdAt"
  from ( select subject, progress, total, not_before, attempts, reason, created_at
  from task
  where kind = 'backfill' and state = 'waiting'
  order by not_before
  limit ? ) t
  left join channel c on c.id = t.subject
  order by t.not_before, t.subject;

-- GET /api/v1/watches
select "w"."id", "w"."name", "w"."kind", "w"."filters", "w"."state", "w"."share", "w"."every_seconds" as "everySeconds", "w"."every_min_seconds" as "everyMinSeconds", "w"."every_max_seconds" as "everyMaxSeconds", "w"."since", "w"."created_at" as "createdAt", "w"."changed_version" as "version", "p"."watermark", "p"."ran_at" as "ranAt", "p"."runs", "p"."calls", "p"."found", "p"."trouble", (select count(*)
  from watch_task t
  where t.watch_id = w.id) as "tasksLeft", ( select count(*)
  from watch_video v
  where v.watch_id = w.id and v.first_seen_at >= ?::timestamptz and (w.kind = 'chart' or w.filters ->> 'order' <> 'date' or v.published_at >= w.created_at)) as "newInWeek", ( select count(*)
  from watch_video v
  where v.watch_id = w.id and v.first_seen_at >= ?::timestamptz and (w.kind = 'chart' or w.filters ->> 'order' <> 'date' or v.published_at >= w.created_at)) as "newInMonth", ( select count(*)::float8 / nullif(count(distinct r.run_at), 0)
  from watch_page r
  where r.watch_id = w.id and r.run_at >= ?::timestamptz and r.run_at > (select min(f.run_at)
  from watch_page f
  where f.watch_id = w.id)) as "pagesARun"
  from "watch" as "w" inner
  join "watch_progress" as "p" on "p"."watch_id" = "w"."id"
  where "w"."state" in (?, …) and "w"."created_at" is not null
  order by "w"."created_at" asc nulls last, "w"."id" asc
  limit ?;

select ( select sum("p"."search_limit")::float8
  from project p
  where exists (select
  from api_key k
  where k.project_id = p.id and k.state = 'usable' and k.paused_at is null) ) as units, coalesce(sum(86400.0 / w.every_seconds), 0)::float8 as fixed, coalesce(sum(w.share) filter (where w.every_seconds is null), 0)::float8 as shares
  from watch w
  where w.kind = ? and w.state = 'active' and w.id is distinct from ?;

select ( select sum("p"."default_limit")::float8
  from project p
  where exists (select
  from api_key k
  where k.project_id = p.id and k.state = 'usable' and k.paused_at is null) ) as units, coalesce(sum(86400.0 / w.every_seconds), 0)::float8 as fixed, coalesce(sum(w.share) filter (where w.every_seconds is null), 0)::float8 as shares
  from watch w
  where w.kind = ? and w.state = 'active' and w.id is distinct from ?;

-- GET /api/v1/watches/WATCH
select "w"."id", "w"."name", "w"."kind", "w"."filters", "w"."state", "w"."share", "w"."every_seconds" as "everySeconds", "w"."every_min_seconds" as "everyMinSeconds", "w"."every_max_seconds" as "everyMaxSeconds", "w"."since", "w"."created_at" as "createdAt", "w"."changed_version" as "version", "p"."watermark", "p"."ran_at" as "ranAt", "p"."runs", "p"."calls", "p"."found", "p"."trouble", (select count(*)
  from watch_task t
  where t.watch_id = w.id) as "tasksLeft", ( select count(*)
  from watch_video v
  where v.watch_id = w.id and v.first_seen_at >= ?::timestamptz and (w.kind = 'chart' or w.filters ->> 'order' <> 'date' or v.published_at >= w.created_at)) as "newInWeek", ( select count(*)
  from watch_video v
  where v.watch_id = w.id and v.first_seen_at >= ?::timestamptz and (w.kind = 'chart' or w.filters ->> 'order' <> 'date' or v.published_at >= w.created_at)) as "newInMonth", ( select count(*)::float8 / nullif(count(distinct r.run_at), 0)
  from watch_page r
  where r.watch_id = w.id and r.run_at >= ?::timestamptz and r.run_at > (select min(f.run_at)
  from watch_page f
  where f.watch_id = w.id)) as "pagesARun"
  from "watch" as "w" inner
  join "watch_progress" as "p" on "p"."watch_id" = "w"."id"
  where "w"."id" = ?;

select "published_after" as "publishedAfter", "published_before" as "publishedBefore", "opened_at" as "openedAt", "pages", "not_before" as "notBefore", "attempts", "reason"
  from "watch_task"
  where "watch_id" = ?
  order by "opened_at", "published_after"
  limit ?;

-- GET /api/v1/watches/WATCH/runs
select distinct "run_at"
  from "watch_page"
  where "watch_id" = ?
  order by "run_at" desc
  limit ?;

select "run_at" as "runAt", "page", "asked_at" as "askedAt", "published_after" as "publishedAfter", "published_before" as "publishedBefore", "total_estimate" as "totalEstimate", "video_ids" as "videoIds", "first_rank" as "firstRank", "news"
  from "watch_page"
  where "watch_id" = ? and "run_at" >= ?::timestamptz and "run_at" <= ?::timestamptz
  order by "run_at", "page", "asked_at", coalesce(published_before, 'infinity');

-- GET /api/v1/watches/WATCH/runs.ndjson
select "run_at" as "runAt", "page", "asked_at" as "askedAt", "published_after" as "publishedAfter", "published_before" as "publishedBefore", "total_estimate" as "totalEstimate", "video_ids" as "videoIds", "first_rank" as "firstRank", "news"
  from "watch_page"
  where "watch_id" = ?
  order by "run_at", "page", "asked_at", coalesce(published_before, 'infinity')
  limit ?;

-- GET /api/v1/watches/WATCH/videos
select "m"."video_id" as "id", "v"."title", "v"."channel_id" as "channelId", "ch"."title" as "channelTitle", "m"."published_at" as "publishedAt", "m"."first_seen_at" as "firstSeenAt", "m"."last_seen_at" as "lastSeenAt", "m"."last_rank" as "rank", "m"."first_seen_at" as "sortValue"
  from "watch_video" as "m"
  left join "video" as "v" on "v"."id" = "m"."video_id" and "v"."described_at" is not null
  left join "channel" as "ch" on "ch"."id" = "v"."channel_id"
  where "m"."watch_id" = ? and "m"."first_seen_at" is not null
  order by "m"."first_seen_at" desc nulls first, "m"."video_id" desc
  limit ?;

-- GET /api/v1/discoveries
select d.id as "id", "d"."name", "d"."state", d.filters as "filters", "d"."seed_terms" as "terms", "d"."seed_channels" as "channels", "d"."regions", d.sources as "sources", "d"."units_a_day" as "unitsADay", "d"."searches_a_day" as "searchesADay", "d"."floor", "d"."until", "d"."on_found" as "onFound", "d"."weight", "d"."created_at" as "createdAt", "d"."changed_version" as "version", "p"."going", p.resting as "resting", "p"."resting_why" as "restingWhy", (select coalesce(sum(s."units"), 0)::float8
  from discovery_day s
  where s.discovery_id = d.id) as "units", (select coalesce(sum(s."searches"), 0)::float8
  from discovery_day s
  where s.discovery_id = d.id) as "searches", coalesce(( select s."units"
  from discovery_day s
  where s.discovery_id = d.id and s.day = ?::date), 0) as "unitsToday", coalesce(( select s."searches"
  from discovery_day s
  where s.discovery_id = d.id and s.day = ?::date), 0) as "searchesToday", ( select coalesce(sum(s."fresh"), 0)::float8
  from discovery_source s
  where s.discovery_id = d.id and s.source not in ('seed', 'import')) as "found", ( select coalesce(sum(s."fitting"), 0)::float8
  from discovery_source s
  where s.discovery_id = d.id and s.source not in ('seed', 'import')) as "fitting", (select count(*)
  from discovery_channel c
  where c.discovery_id = d.id and c.fits) as "matching"
  from "discovery" as "d" inner
  join "discovery_progress" as "p" on "p"."discovery_id" = "d"."id"
  where "d"."state" in (?, …) and "d"."created_at" is not null
  order by "d"."created_at" asc nulls last, "d"."id" asc
  limit ?;

-- GET /api/v1/discoveries/DISCOVERY
select d.id as "id", "d"."name", "d"."state", d.filters as "filters", "d"."seed_terms" as "terms", "d"."seed_channels" as "channels", "d"."regions", d.sources as "sources", "d"."units_a_day" as "unitsADay", "d"."searches_a_day" as "searchesADay", "d"."floor", "d"."until", "d"."on_found" as "onFound", "d"."weight", "d"."created_at" as "createdAt", "d"."changed_version" as "version", "p"."going", p.resting as "resting", "p"."resting_why" as "restingWhy", (select coalesce(sum(s."units"), 0)::float8
  from discovery_day s
  where s.discovery_id = d.id) as "units", (select coalesce(sum(s."searches"), 0)::float8
  from discovery_day s
  where s.discovery_id = d.id) as "searches", coalesce(( select s."units"
  from discovery_day s
  where s.discovery_id = d.id and s.day = ?::date), 0) as "unitsToday", coalesce(( select s."searches"
  from discovery_day s
  where s.discovery_id = d.id and s.day = ?::date), 0) as "searchesToday", ( select coalesce(sum(s."fresh"), 0)::float8
  from discovery_source s
  where s.discovery_id = d.id and s.source not in ('seed', 'import')) as "found", ( select coalesce(sum(s."fitting"), 0)::float8
  from discovery_source s
  where s.discovery_id = d.id and s.source not in ('seed', 'import')) as "fitting", (select count(*)
  from discovery_channel c
  where c.discovery_id = d.id and c.fits) as "matching"
  from "discovery" as "d" inner
  join "discovery_progress" as "p" on "p"."discovery_id" = "d"."id"
  where "d"."id" = ?;

select *
  from "discovery_source"
  where "discovery_id" = ?;

select "source", count(*) as "lists"
  from "discovery_node"
  where "discovery_id" = ? and "is_open" = ?
  group by "source";

select count(*) filter (where fits is not null) as "described", count(*) filter (where fits is null) as "waiting"
  from "discovery_channel"
  where "discovery_id" = ? and "owner" is null;

select least(c.seen, ?) as pages, f.subscribers, count(*) as channels
  from discovery_channel c
  left join found_channel f on f.channel_id = c.channel
  where c.discovery_id = ? and c.fits
  group by 1, 2
  order by 1, 2;

-- GET /api/v1/discoveries/DISCOVERY/channels?limit=5
select "id"
  from "discovery"
  where "id" = ?;

select "c"."channel" as "id", "f"."title", "f"."handle", "c"."fits", c.unmet as "unmet", "f"."language", f.language_by as "languageBy", "f"."country", "f"."categories", "f"."shown_categories" as "shownCategories", "f"."subscribers", "f"."views", "f"."video_count" as "videoCount", c.source as "source", "c"."seen", "c"."first_at" as "firstAt", "c"."settled_at" as "settledAt", "f"."described_at" as "describedAt", coalesce(ch.state = 'tracked', false) as "tracked", "c"."seen" as "sortValue"
  from "discovery_channel" as "c"
  left join "found_channel" as "f" on "f"."channel_id" = "c"."channel"
  left join "channel" as "ch" on "ch"."id" = "c"."channel"
  where "c"."discovery_id" = ? and "c"."owner" is null and c.channel not like '@%' and (c.fits) and "c"."seen" is not null
  order by "c"."seen" desc nulls first, "c"."channel" desc
  limit ?;

select "c"."channel" as "id", "f"."title", "f"."handle", "c"."fits", c.unmet as "unmet", "f"."language", f.language_by as "languageBy", "f"."country", "f"."categories", "f"."shown_categories" as "shownCategories", "f"."subscribers", "f"."views", "f"."video_count" as "videoCount", c.source as "source", "c"."seen", "c"."first_at" as "firstAt", "c"."settled_at" as "settledAt", "f"."described_at" as "describedAt", coalesce(ch.state = 'tracked', false) as "tracked", "c"."seen" as "sortValue"
  from "discovery_channel" as "c"
  left join "found_channel" as "f" on "f"."channel_id" = "c"."channel"
  left join "channel" as "ch" on "ch"."id" = "c"."channel"
  where "c"."discovery_id" = ? and "c"."owner" is null and c.channel not like '@%' and (c.fits) and ("c"."seen", "c"."channel") < (?::int8, ?)
  order by "c"."seen" desc nulls first, "c"."channel" desc
  limit ?;

-- GET /api/v1/discoveries/DISCOVERY/channels.csv?matching=all&language=de&country=DE&category=27&source=search&tracked=false&subscribersMin=1&subscribersMax=9000&sort=title
select "c"."channel" as "id", "f"."title", "f"."handle", "c"."fits", c.unmet as "unmet", "f"."language", f.language_by as "languageBy", "f"."country", "f"."categories", "f"."shown_categories" as "shownCategories", "f"."subscribers", "f"."views", "f"."video_count" as "videoCount", c.source as "source", "c"."seen", "c"."first_at" as "firstAt", "c"."settled_at" as "settledAt", "f"."described_at" as "describedAt", coalesce(ch.state = 'tracked', false) as "tracked", "f"."title" as "sortValue"
  from "discovery_channel" as "c"
  left join "found_channel" as "f" on "f"."channel_id" = "c"."channel"
  left join "channel" as "ch" on "ch"."id" = "c"."channel"
  where "c"."discovery_id" = ? and "c"."owner" is null and c.channel not like '@%' and (true) and (f.subscribers >= ?) and (f.subscribers <= ?) and (f.language = ?) and (f.country = any(?::text[])) and ((f.categories && ?::text[] or f.shown_categories && ?::text[])) and (c.source = any(?::text[])) and (coalesce(ch.state = 'tracked', false) = ?) and "f"."title" is not null
  order by "f"."title" asc nulls last, "c"."channel" asc
  limit ?;

select "c"."channel" as "id", "f"."title", "f"."handle", "c"."fits", c.unmet as "unmet", "f"."language", f.language_by as "languageBy", "f"."country", "f"."categories", "f"."shown_categories" as "shownCategories", "f"."subscribers", "f"."views", "f"."video_count" as "videoCount", c.source as "source", "c"."seen", "c"."first_at" as "firstAt", "c"."settled_at" as "settledAt", "f"."described_at" as "describedAt", coalesce(ch.state = 'tracked', false) as "tracked", "f"."title" as "sortValue"
  from "discovery_channel" as "c"
  left join "found_channel" as "f" on "f"."channel_id" = "c"."channel"
  left join "channel" as "ch" on "ch"."id" = "c"."channel"
  where "c"."discovery_id" = ? and "c"."owner" is null and c.channel not like '@%' and (true) and (f.subscribers >= ?) and (f.subscribers <= ?) and (f.language = ?) and (f.country = any(?::text[])) and ((f.categories && ?::text[] or f.shown_categories && ?::text[])) and (c.source = any(?::text[])) and (coalesce(ch.state = 'tracked', false) = ?) and "f"."title" is null
  order by "f"."title" asc nulls last, "c"."channel" asc
  limit ?;

-- GET /api/v1/quota
select "p"."id", "p"."consumer", "p"."default_limit" as "defaultLimit", "p"."search_limit" as "searchLimit", "p"."batch_limit" as "batchLimit", "l"."bucket", "l"."used", "l"."allowance", "l"."spent_at" as "spentAt", "l"."probe_at" as "probeAt", "l"."last_used_at" as "lastUsedAt"
  from "project" as "p"
  left join "ledger" as "l" on "l"."project_id" = "p"."id" and "l"."day" = ?::date
  order by "p"."id";

select "project_id" as "projectId", "masked", case when paused_at is null then state else 'paused' end as "state", "refused_reason" as "refusedReason", "refused_at" as "refusedAt", "added_at" as "addedAt"
  from "api_key"
  order by "project_id", "added_at", "masked";

select "project_id" as "project", "bucket", "purpose", count(*) as "calls", sum(units) as "units", sum(ids) as "ids", count(*) filter (where outcome is distinct from 'answered') as "unanswered"
  from "call"
  where "charged_at" >= ?::timestamptz and "charged_at" < ?::timestamptz
  group by "project_id", "bucket", "purpose"
  order by "project_id", "bucket", "purpose";

select "day", "project_id" as "project", "bucket", "used", "allowance", "spent_at" as "spentAt"
  from "ledger"
  where "day" > ?::date - ?::integer
  order by "day", "project_id", "bucket";

select "day", nullif(project_id, '') as "project", nullif(bucket, '') as "bucket", "purpose", "calls", "units", "ids", "unanswered"
  from "call_day"
  where "day" > ?::date - ?::integer
  order by "day", "project_id", "bucket", "purpose";

select "charged_at" as "at", "kind", "purpose", "project_id" as "projectId", "bucket", "outcome", "detail"
  from "call"
  where "charged_at" >= ?::timestamptz and "outcome" is not null and "outcome" <> ?
  order by "charged_at" desc
  limit ?;

select "subject", "until", "failures", "reason"
  from "pause"
  where "until" > ?::timestamptz
  order by "subject";

select "subject", "at", "reason"
  from "set_aside"
  order by "at" desc, "subject"
  limit ?;

select "retention", "text_retention", "decided_at"
  from "installation";

-- GET /api/v1/calls
select "c"."epoch", "c"."number", "c"."charged_at" as "chargedAt", "c"."ended_at" as "endedAt", "c"."settled_at" as "settledAt", "c"."kind", "c"."purpose", "c"."project_id" as "project", "k"."masked" as "key", "c"."bucket", "c"."units", "c"."why", "c"."ids", "c"."answered", "c"."outcome", "c"."detail"
  from "call" as "c"
  left join "api_key" as "k" on "k"."fingerprint" = "c"."fingerprint"
  order by "c"."charged_at" desc, "c"."epoch" desc, "c"."number" desc
  limit ?;

-- GET /api/v1/keys
select "fingerprint", "project_id", "masked", "state", "paused_at", "refused_reason", "refused_at", "added_at", "test_at", "tested_at", "test_said"
  from "api_key"
  where ?::text is null or fingerprint = ?
  order by "project_id", "added_at", "fingerprint";

-- GET /api/v1/projects
select "p"."id", "p"."consumer", "p"."created_at", "p"."default_limit", "p"."search_limit", "p"."batch_limit", (select count(*) as "n"
  from "api_key" as "k"
  where "k"."project_id" = "p"."id") as "keys"
  from "project" as "p"
  order by "p"."id";

select "project_id", "bucket", "used", "allowance", "spent_at"
  from "ledger"
  where "day" = ?;

-- GET /api/v1/tokens
select "t"."hash", "t"."id", "t"."name", "t"."scope", "t"."kind", "t"."created_at", "t"."last_used_at", "t"."made_by", "maker"."id" as "maker_id", coalesce("t"."revoked_at", "maker"."revoked_at") as "revoked_at", least("t"."expires_at", "maker"."expires_at") as "expires_at"
  from "access_token" as "t"
  left join "access_token" as "maker" on "maker"."hash" = "t"."made_by"
  order by "t"."created_at" desc, "t"."id";

-- POST /api/v1/videos/lookup
-- POST /api/v1/channels
select k.ref
  from unnest(?::text[]) as k(ref)
  where exists ( select
  from task t
  left join channel c on c.id = t.subject
  where t.kind = 'purge' and (t.subject = k.ref or c.handle = k.ref) )
  order by k.ref;

update "planning_change"
  set "version" = "version" + ?
  where "shard" = ?
  returning "version";

with asked as ( select k.ref, case when c.state = 'tracked' then c.id end as channel_id, coalesce(?::real, c.weight, r.weight, 1) as weight, coalesce(?::boolean, c.watched, r.watched, false) as watched
  from unnest(?::text[]) as k(ref)
  left join track_request r on r.ref = k.ref
  left join lateral ( select id, state, weight, watched
  from channel
  where id = k.ref or handle = k.ref
  order by state = 'tracked' desc, id = k.ref desc, id
  limit 1 ) c on true ), weighted as ( update channel c
  set weight = asked.weight, watched = asked.watched, changed_version = ?::bigint
  from asked
  where c.id = asked.channel_id and (c.weight, c.watched) <> (asked.weight, asked.watched) ) insert into track_request (ref, requested_at, weight, watched, state, channel_id, settled_at) select ref, ?::timestamptz, weight, watched, case when channel_id is null then 'waiting' else 'tracked' end, channel_id, case when channel_id is not null then ?::timestamptz end
  from asked
  on conflict (ref) do update
  set requested_at = excluded.requested_at, weight = excluded.weight, watched = excluded.watched, state = excluded.state, channel_id = excluded.channel_id, reason = null, settled_at = excluded.settled_at
  where (track_request.state, track_request.weight, track_request.watched) <> (excluded.state, excluded.weight, excluded.watched);

-- PATCH /api/v1/channels/UCuAXFkgsw1L7xaCfnd5JJOw
update channel
  set weight = coalesce(?::real, weight), watched = coalesce(?::boolean, watched), changed_version = ?::bigint
  where id = ?
  returning id;

select "id"
  from "channel"
  where "id" = ? and "state" = ?;

update "channel"
  set "state" = ?, "changed_version" = ?
  where "id" = ? and "state" = ?
  returning "id";

-- DELETE /api/v1/channels/UC-lHJZR3Gqxm24_Vd_AJ5Yw
-- DELETE /api/v1/channels/UCX6OQ3DkcsbYNE6H8uQQuVA?purge=true
select exists (select
  from channel
  where id = ?) or exists (select
  from video_counter
  where channel_id = ?) or exists (select
  from found_channel
  where channel_id = ?) as known, exists ( select
  from track_request r
  where r.state = 'waiting' and (r.ref = ? or r.ref = (select handle
  from channel
  where id = ?)) ) as awaited;

select "id", "name"
  from "watch"
  where "state" <> ? and filters ->> 'channelId' = ?;

update "channel"
  set "state" = ?, "changed_version" = ?
  where "id" = ?;

insert into "task" ("kind", "subject", "state", "not_before", "progress", "attempts", "created_at", "updated_at")
  values (?, ?, ?, ?::timestamptz, ?, ?, ?::timestamptz, ?::timestamptz)
  on conflict ("kind", "subject") do nothing;

-- POST /api/v1/watches
select id, name
  from watch
  where kind = ? and filters = ?::text::jsonb and state <> 'removed' and id is distinct from ?;

select "id"
  from "watch"
  where "id" = ?;

insert into "watch" ("id", "name", "kind", "filters", "state", "share", "every_seconds", "every_min_seconds", "every_max_seconds", "since", "created_at", "changed_version")
  values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?::timestamptz, ?::timestamptz, ?);

delete
  from "watch_task"
  where "watch_id" = ?;

insert into "watch_progress" ("watch_id", "watermark", "ran_at", "learned", "not_before", "attempts", "trouble", "runs", "calls", "found")
  values (?, ?::timestamptz, ?, '{}'::float8[], ?::timestamptz, ?, ?, ?, ?, ?)
  on conflict ("watch_id") do update
  set "watermark" = ?::timestamptz, "ran_at" = ?, "learned" = '{}'::float8[], "not_before" = ?::timestamptz, "attempts" = ?, "trouble" = ?;

-- PATCH /api/v1/watches/WATCH
select
  from lease
  where shard = ? for no key update;

select *
  from "watch"
  where "id" = ? and "state" <> ?;

update "watch"
  set "changed_version" = ?, "state" = ?, "share" = ?, "every_seconds" = ?, "every_min_seconds" = ?, "every_max_seconds" = ?
  where "id" = ?;

-- DELETE /api/v1/watches/WATCH
select "id"
  from "watch"
  where "id" = ? and "state" <> ?;

update "watch"
  set "state" = ?, "changed_version" = ?
  where "id" = ? and "state" <> ?;

update video_counter c
  set searched = false
  from watch_video v
  where v.watch_id = ? and v.video_id = c.video_id and c.searched and not (exists ( select
  from watch_video held
  join watch keeper on keeper.id = held.watch_id and keeper.state <> 'removed'
  where held.video_id = c.video_id) or exists ( select
  from video_request r
  where r.video_id = c.video_id and r.state = 'followed'));

-- POST /api/v1/discoveries
with usable as ( select sum(p.default_limit)::float8 as units, sum(p.search_limit)::float8 as searches
  from project p
  where exists (select
  from api_key k
  where k.project_id = p.id and k.state = 'usable' and k.paused_at is null) ) select usable.units, usable.searches, coalesce(sum(d.units_a_day), 0)::float8 as "default", coalesce(sum(d.searches_a_day), 0)::float8 as "search"
  from usable
  left join discovery d on d.state = 'active' and d.id is distinct from ?
  group by usable.units, usable.searches;

savepoint part;

insert into "discovery" ("id", "name", "filters", "seed_terms", "seed_channels", "regions", "sources", "units_a_day", "searches_a_day", "floor", "until", "on_found", "weight", "state", "created_at", "changed_version")
  values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::timestamptz, ?);

insert into "discovery_progress" ("discovery_id", "going", "chance")
  values (?, …);

insert into discovery_class (discovery_id, measure, class, sum, weight) select ?, measure, class, sum(sum) * least(1, ?::float8 / sum(weight)), least(sum(weight), ?::float8)
  from discovery_class
  where weight > 0
  group by measure, class
  having sum(weight) > 0;

release savepoint part;

-- PATCH /api/v1/discoveries/DISCOVERY
select "units_a_day", "searches_a_day", "state"
  from "discovery"
  where "id" = ? and "state" <> ?;

select *
  from "discovery"
  where "id" = ? and "state" <> ?;

update "discovery"
  set "changed_version" = ?, "seed_terms" = ?, "seed_channels" = ?, "units_a_day" = ?, "searches_a_day" = ?
  where "id" = ?;

-- DELETE /api/v1/discoveries/DISCOVERY?purge=true
update "discovery"
  set "state" = ?, "changed_version" = ?
  where "id" = ? and ?;

delete
  from "discovery_node"
  where "discovery_id" = ?;

delete
  from "discovery_channel"
  where "discovery_id" = ?;

delete
  from found_channel f
  where not exists (select
  from discovery_channel c
  where c.channel = f.channel_id);

-- POST /api/v1/keys
select "secret_check"
  from "installation" for update;

update "installation"
  set "secret_check" = ?;

select "project_id", "state"
  from "api_key"
  where "fingerprint" = ? for update;

select exists (select
  from api_key
  where project_id <> ?) and not exists (select
  from api_key
  where project_id = ?) and not exists (select
  from installation
  where several_projects_at is not null) as needed;

insert into "project" ("id", "consumer", "default_limit", "search_limit", "batch_limit", "created_at")
  values (?, ?, ?, ?, ?, ?::timestamptz)
  on conflict ("id") do nothing
  returning "id";

select "meant"."id"
  from "project" as "meant" inner
  join "project" as "named" on "named"."consumer" = "meant"."consumer"
  where "named"."id" = ?
  order by "meant"."created_at", "meant"."id"
  limit ?;

select "id"
  from "project"
  where "id" = ? for share;

insert into "api_key" ("fingerprint", "project_id", "sealed", "masked", "state", "added_at")
  values (?, ?, ?, ?, ?, ?::timestamptz)
  on conflict ("fingerprint") do nothing
  returning "fingerprint";

-- PATCH /api/v1/projects/default
select *
  from "project"
  where "id" = ? for update;

update "project"
  set "default_limit" = ?, "search_limit" = ?, "batch_limit" = ?
  where "id" = ?;

insert into ledger (project_id, bucket, day, used, allowance, last_used_at)
  values (?, ?, ?::date, 0, ?, ?::timestamptz)
  on conflict do nothing;

update ledger
  set allowance = greatest(used, case when spent_at is null then ?::integer else least(allowance, ?::integer) end)
  where project_id = ? and bucket = ? and day = ?::date;

update "ledger"
  set "probe_at" = ?::timestamptz
  where "project_id" = ? and "bucket" = ? and "day" = ? and "spent_at" is not null;

select "p"."id", "p"."consumer", "p"."created_at", "p"."default_limit", "p"."search_limit", "p"."batch_limit", (select count(*) as "n"
  from "api_key" as "k"
  where "k"."project_id" = "p"."id") as "keys"
  from "project" as "p"
  where "p"."id" = ?
  order by "p"."id";

-- POST /api/v1/tokens
insert into "access_token" ("hash", "id", "name", "scope", "kind", "created_at", "expires_at", "made_by")
  values (?, ?, ?, ?, ?, ?::timestamptz, ?, ?);

-- the collector takes the lease, charges a call and settles it: a channel
select relname as name
  from pg_class
  where relnamespace = current_schema()::regnamespace and relname = any(?::text[]);

select pg_advisory_xact_lock(?);

create table "snapshot_2026_05" (like "snapshot" including defaults including constraints);

alter table "snapshot" attach partition "snapshot_2026_05" for
  values
  from ('2026-05-01T00:00:00.000Z') to ('2026-06-01T00:00:00.000Z');

create table "channel_snapshot_2026_05" (like "channel_snapshot" including defaults including constraints);

alter table "channel_snapshot" attach partition "channel_snapshot_2026_05" for
  values
  from ('2026-05-01T00:00:00.000Z') to ('2026-06-01T00:00:00.000Z');

create table "snapshot_2026_06" (like "snapshot" including defaults including constraints);

alter table "snapshot" attach partition "snapshot_2026_06" for
  values
  from ('2026-06-01T00:00:00.000Z') to ('2026-07-01T00:00:00.000Z');

create table "channel_snapshot_2026_06" (like "channel_snapshot" including defaults including constraints);

alter table "channel_snapshot" attach partition "channel_snapshot_2026_06" for
  values
  from ('2026-06-01T00:00:00.000Z') to ('2026-07-01T00:00:00.000Z');

create table "snapshot_2026_07" (like "snapshot" including defaults including constraints);

alter table "snapshot" attach partition "snapshot_2026_07" for
  values
  from ('2026-07-01T00:00:00.000Z') to ('2026-08-01T00:00:00.000Z');

create table "channel_snapshot_2026_07" (like "channel_snapshot" including defaults including constraints);

alter table "channel_snapshot" attach partition "channel_snapshot_2026_07" for
  values
  from ('2026-07-01T00:00:00.000Z') to ('2026-08-01T00:00:00.000Z');

insert into "lease" ("shard", "holder", "epoch", "expires_at")
  values (?, ?, ?, ?::timestamptz)
  on conflict ("shard") do update
  set "holder" = ?, "epoch" = "lease"."epoch" + ?, "expires_at" = "excluded"."expires_at"
  where ("lease"."expires_at" <= ?::timestamptz or "lease"."holder" = ?)
  returning *;

with held as ( select epoch from lease
  where shard = ? and holder = ? and epoch = ? and expires_at > ?::timestamptz ), charged as ( select false as probes
  from held ), logged as ( insert into call (epoch, number, charged_at, kind, purpose, project_id, fingerprint, bucket, units, ids, why) select held.epoch, ?::bigint, ?::timestamptz, ?::text, ?::text, ?::text, ?::text, ?::text, ?::integer, ?::integer, ?::text
  from held, charged
  returning number ) select exists (select
  from held) as held, exists (select
  from logged) as logged, coalesce((select probes
  from charged), false) as probes;

with held as ( select epoch from lease
  where shard = ? and holder = ? and epoch = ?
  for no key update ), settled as ( update call
  set ended_at = ?, settled_at = ?::timestamptz, outcome = ?, answered = ?, detail = ?
  from held
  where call.epoch = held.epoch and call.number = ? and call.settled_at is null
  returning call.charged_at ) select exists (select
  from held) as held, (select charged_at
  from settled) as charged_at, exists (select
  from call
  where epoch = ? and number = ?) as known;

insert into channel_revision (channel_id, seen_at, before) select id, ?::timestamptz, before
  from ( select c.id, case when "c"."title" is distinct from "i"."title" then jsonb_build_object('title', "c"."title") else '{}' end || case when "c"."description" is distinct from "i"."description" then jsonb_build_object('description', "c"."description") else '{}' end || case when "c"."handle" is distinct from "i"."handle" then jsonb_build_object('handle', "c"."handle") else '{}' end || case when "c"."thumbnail_url" is distinct from "i"."thumbnail_url" then jsonb_build_object('thumbnail', "c"."thumbnail_url") else '{}' end || case when "c"."country" is distinct from "i"."country" then jsonb_build_object('country', "c"."country") else '{}' end as before
  from jsonb_to_recordset(?::text::jsonb) as i(id text, title text, description text, handle text, country text, published_at timestamptz, thumbnail_url text, uploads_playlist_id text, weight real, watched boolean, state text, tracked_since timestamptz, views bigint, subscribers bigint, video_count bigint)
  join channel c on c.id = i.id
  where c.described_at <= ?::timestamptz and not c.title_only ) as changes
  where before <> '{}'
  on conflict do nothing;

insert into channel (id, title, description, handle, country, published_at, thumbnail_url, uploads_playlist_id, weight, watched, state, tracked_since, described_at, views, subscribers, video_count) select id, title, description, handle, country, published_at, thumbnail_url, uploads_playlist_id, weight, watched, state, tracked_since, ?::timestamptz, views, subscribers, video_count
  from jsonb_to_recordset(?::text::jsonb) as i(id text, title text, description text, handle text, country text, published_at timestamptz, thumbnail_url text, uploads_playlist_id text, weight real, watched boolean, state text, tracked_since timestamptz, views bigint, subscribers bigint, video_count bigint)
  on conflict (id) do update
  set title = excluded.title, description = excluded.description, handle = excluded.handle, country = excluded.country, published_at = excluded.published_at, thumbnail_url = excluded.thumbnail_url, uploads_playlist_id = excluded.uploads_playlist_id, described_at = excluded.described_at, views = excluded.views, subscribers = excluded.subscribers, video_count = excluded.video_count, title_only = false
  where channel.described_at <= excluded.described_at;

with incoming as materialized (select *
  from jsonb_to_recordset(?::text::jsonb) as i(channel_id text, uploads_playlist_id text, trouble text, video_count bigint, counted_at timestamptz, counted_before timestamptz, look_at timestamptz, snapshot_at timestamptz, news_since timestamptz, news_not_before timestamptz, news_attempts integer, listed_at timestamptz, described_at timestamptz, subscribe_at timestamptz, subscribe_attempts integer, subscribed_until timestamptz, pushed_at timestamptz)), changed as ( update channel c
  set uploads_playlist_id = i.uploads_playlist_id, trouble = i.trouble
  from incoming i
  where c.id = i.channel_id and (c.uploads_playlist_id, c.trouble) is distinct from (i.uploads_playlist_id, i.trouble) ) insert into channel_poll (channel_id, video_count, counted_at, counted_before, look_at, snapshot_at, news_since, news_not_before, news_attempts, listed_at, described_at, subscribe_at, subscribe_attempts, subscribed_until, pushed_at) select channel_id, video_count, counted_at, counted_before, look_at, snapshot_at, news_since, news_not_before, news_attempts, listed_at, described_at, subscribe_at, subscribe_attempts, subscribed_until, pushed_at
  from incoming
  on conflict (channel_id) do update
  set video_count = excluded.video_count, counted_at = excluded.counted_at, counted_before = excluded.counted_before, look_at = excluded.look_at, snapshot_at = excluded.snapshot_at, news_since = excluded.news_since, news_not_before = excluded.news_not_before, news_attempts = excluded.news_attempts, listed_at = excluded.listed_at, described_at = excluded.described_at, subscribe_at = excluded.subscribe_at, subscribe_attempts = excluded.subscribe_attempts, subscribed_until = excluded.subscribed_until, pushed_at = excluded.pushed_at;

with incoming as materialized (select *
  from jsonb_to_recordset(?::text::jsonb) as i(subject text, state text, cursor text, progress integer, total bigint, not_before timestamptz, attempts integer, reason text)), before as ( select t.*
  from task t
  join incoming i on i.subject = t.subject
  where t.kind = 'backfill' ), changed as ( update task t
  set state = i.state, cursor = i.cursor, progress = i.progress, total = i.total, not_before = i.not_before, attempts = i.attempts, reason = i.reason, updated_at = ?::timestamptz
  from incoming i
  where t.kind = 'backfill' and t.subject = i.subject and (t.state, t.cursor, t.progress, t.total, t.not_before, t.attempts, t.reason) is distinct from (i.state, i.cursor, i.progress, i.total, i.not_before, i.attempts, i.reason) ), added as ( insert into task (kind, subject, state, cursor, progress, total, not_before, attempts, reason, created_at, updated_at) select 'backfill', i.subject, i.state, i.cursor, i.progress, i.total, i.not_before, i.attempts, i.reason, ?::timestamptz, ?::timestamptz
  from incoming i
  where not exists (select
  from before b
  where b.subject = i.subject) ) select i.subject as id
  from incoming i
  left join before b on b.subject = i.subject
  where i.state = 'done' and b.state is distinct from 'done';

insert into task (kind, subject, state, not_before, created_at, updated_at) select 'rescore', id, 'waiting', ?::timestamptz, ?::timestamptz, ?::timestamptz
  from unnest(?::text[]) as id
  on conflict (kind, subject) do update
  set state = 'waiting', not_before = excluded.not_before, updated_at = excluded.updated_at
  where task.state = 'done';

-- a video is described
select v.id, v.channel_id as "channelId", v.described_at is not null as described, v.title, c.start_at as "startAt", c.captured_at as "capturedAt", c.views, c.first_hour_views as "firstHourViews", c.first_hour_method as "firstHourMethod", c.outlier, c.outlier_basis as "outlierBasis"
  from video v
  join video_counter c on c.video_id = v.id
  where v.id = any(?::text[]) and c.video_id = any(?::text[]);

select c.video_id as id, c.captured_at as at, c.views, c.likes, c.comments, c.start_at as "startAt", v.format, v.first_seen_at as "firstSeenAt", coalesce(d.open, false) as open
  from video_counter c
  join video v on v.id = c.video_id
  left join video_day d on d.video_id = c.video_id and d.day = (c.captured_at at time zone 'UTC')::date
  where c.video_id = any(?::text[]) and v.id = any(?::text[]);

insert into channel_day as d (channel_id, format, day, views, likes, comments, uploads, samples, open) select channel_id, format, day, views, likes, comments, uploads, samples, open
  from jsonb_to_recordset(?::text::jsonb) as i(channel_id text, format text, day date, views double precision, likes double precision, comments double precision, uploads integer, samples integer, open integer)
  on conflict (channel_id, day, format) do update
  set views = d.views + excluded.views, likes = d.likes + excluded.likes, comments = d.comments + excluded.comments, uploads = d.uploads + excluded.uploads, samples = d.samples + excluded.samples, open = d.open + excluded.open;

select "id", "first_seen_at", "published_at", "shorts_link", "format", "source"
  from "video"
  where id = any(?::text[]);

insert into video (id, channel_id, first_seen_at, source, published_at, shorts_link, format) select id, channel_id, first_seen_at, source, published_at, shorts_link, format
  from jsonb_to_recordset(?::text::jsonb) as i(id text, channel_id text, first_seen_at timestamptz, published_at timestamptz, shorts_link boolean, format text, source text)
  on conflict (id) do update
  set published_at = excluded.published_at, shorts_link = excluded.shorts_link, format = excluded.format;

insert into video_counter ("video_id", "shard", "channel_id", "start_at", "describe_at", "describe_why", "missing_since", "gone_at", "searched", "views", "likes", "comments", "captured_at", "previous_views", "previous_at", "engagement", "gain_1h", "gain_24h", "gain_7d", "velocity", "velocity_hours", "heat", outlier, outlier_basis) select "c"."video_id", "c"."shard", "c"."channel_id", "c"."start_at", "c"."describe_at", "c"."describe_why", "c"."missing_since", "c"."gone_at", "c"."searched", "c"."views", "c"."likes", "c"."comments", "c"."captured_at", "c"."previous_views", "c"."previous_at", "c"."engagement", "c"."gain_1h", "c"."gain_24h", "c"."gain_7d", "c"."velocity", "c"."velocity_hours", "c"."heat", coalesce(c.outlier_at_age, case when s.mature_n >= 3 and s.median_mature > 0 then c.views / s.median_mature end), case when c.outlier_at_age is not null then 'age' when case when s.mature_n >= 3 and s.median_mature > 0 then c.views / s.median_mature end is not null then 'lifetime' end
  from jsonb_to_recordset(?::text::jsonb) as c(video_id text, shard smallint, start_at timestamptz, views bigint, likes bigint, comments bigint, captured_at timestamptz, previous_views bigint, previous_at timestamptz, gain_1h double precision, gain_24h double precision, gain_7d double precision, velocity double precision, velocity_hours smallint, heat double precision, engagement double precision, outlier_at_age double precision, channel_id text, describe_at timestamptz, describe_why text, missing_since timestamptz, gone_at timestamptz, searched boolean)
  left join channel_score s on s.channel_id = c.channel_id
  on conflict (video_id) do update
  set start_at = excluded.start_at, describe_at = excluded.describe_at, describe_why = excluded.describe_why, missing_since = excluded.missing_since, gone_at = excluded.gone_at, "views" = case when excluded.captured_at > coalesce(video_counter.captured_at, '-infinity') then excluded."views" else video_counter."views" end, "likes" = case when excluded.captured_at > coalesce(video_counter.captured_at, '-infinity') then excluded."likes" else video_counter."likes" end, "comments" = case when excluded.captured_at > coalesce(video_counter.captured_at, '-infinity') then excluded."comments" else video_counter."comments" end, "captured_at" = case when excluded.captured_at > coalesce(video_counter.captured_at, '-infinity') then excluded."captured_at" else video_counter."captured_at" end, "previous_views" = case when excluded.captured_at > coalesce(video_counter.captured_at, '-infinity') then excluded."previous_views" else video_counter."previous_views" end, "previous_at" = case when excluded.captured_at > coalesce(video_counter.captured_at, '-infinity') then excluded."previous_at" else video_counter."previous_at" end, "engagement" = case when excluded.captured_at > coalesce(video_counter.captured_at, '-infinity') then excluded."engagement" else video_counter."engagement" end, "gain_1h" = case when excluded.captured_at > coalesce(video_counter.captured_at, '-infinity') then excluded."gain_1h" else video_counter."gain_1h" end, "gain_24h" = case when excluded.captured_at > coalesce(video_counter.captured_at, '-infinity') then excluded."gain_24h" else video_counter."gain_24h" end, "gain_7d" = case when excluded.captured_at > coalesce(video_counter.captured_at, '-infinity') then excluded."gain_7d" else video_counter."gain_7d" end, "velocity" = case when excluded.captured_at > coalesce(video_counter.captured_at, '-infinity') then excluded."velocity" else video_counter."velocity" end, "velocity_hours" = case when excluded.captured_at > coalesce(video_counter.captured_at, '-infinity') then excluded."velocity_hours" else video_counter."velocity_hours" end, "heat" = case when excluded.captured_at > coalesce(video_counter.captured_at, '-infinity') then excluded."heat" else video_counter."heat" end, "outlier" = case when excluded.captured_at > coalesce(video_counter.captured_at, '-infinity') then excluded."outlier" else video_counter."outlier" end, "outlier_basis" = case when excluded.captured_at > coalesce(video_counter.captured_at, '-infinity') then excluded."outlier_basis" else video_counter."outlier_basis" end;

with incoming as materialized (select *
  from jsonb_to_recordset(?::text::jsonb) as i(id text, title text, description text, tags text[], tag_keys text[], category_id text, language text, thumbnail_url text, duration_seconds integer, portrait boolean, made_for_kids boolean, privacy text, broadcast boolean, live_state text, scheduled_start_at timestamptz, actual_start_at timestamptz, actual_end_at timestamptz)), changes as ( select v.id, v.channel_id, v.described_at, case when "v"."title" is distinct from "i"."title" then jsonb_build_object('title', "v"."title") else '{}' end || case when "v"."description" is distinct from "i"."description" then jsonb_build_object('description', "v"."description") else '{}' end || case when "v"."tags" is distinct from "i"."tags" then jsonb_build_object('tags', "v"."tags") else '{}' end || case when "v"."thumbnail_url" is distinct from "i"."thumbnail_url" then jsonb_build_object('thumbnail', "v"."thumbnail_url") else '{}' end || case when "v"."category_id" is distinct from "i"."category_id" then jsonb_build_object('category', "v"."category_id") else '{}' end || case when "v"."duration_seconds" is distinct from "i"."duration_seconds" then jsonb_build_object('duration', "v"."duration_seconds") else '{}' end || case when "v"."privacy" is distinct from "i"."privacy" then jsonb_build_object('privacy', "v"."privacy") else '{}' end as before, -- Without a title its texts were deleted because they had grown old: what comes now changes nothing. v.title = '' as cleared
  from incoming i
  join video v on v.id = i.id
  where v.id = any(?::text[]) and (v.described_at is null or v.described_at <= ?::timestamptz) ), revised as ( insert into video_revision (video_id, seen_at, before) select id, ?::timestamptz, before
  from changes
  where described_at is not null and before <> '{}' and not cleared
  on conflict do nothing ), described as ( update video v
  set described_at = ?::timestamptz, title = i.title, description = i.description, tags = i.tags, tag_keys = i.tag_keys, category_id = i.category_id, language = i.language, thumbnail_url = i.thumbnail_url, duration_seconds = i.duration_seconds, portrait = i.portrait, made_for_kids = i.made_for_kids, privacy = i.privacy, broadcast = i.broadcast, live_state = i.live_state, scheduled_start_at = i.scheduled_start_at, actual_start_at = i.actual_start_at, actual_end_at = i.actual_end_at
  from incoming i
  join changes on changes.id = i.id
  where v.id = i.id and v.id = any(?::text[]) ) select distinct channel_id
  from changes
  where described_at is null;

update video_counter c
  set published_at = v.published_at, format = v.format, category_id = v.category_id, language = v.language, duration_seconds = v.duration_seconds, made_for_kids = v.made_for_kids, live_state = v.live_state, changed_at = v.changed_at
  from ( select *, (select max(r.seen_at)
  from video_revision r
  where r.video_id = video.id) as changed_at
  from video
  where id = any(?::text[]) and described_at is not null ) v
  where c.video_id = v.id and c.video_id = any(?::text[]) and (c.published_at, c.format, c.category_id, c.language, c.duration_seconds, c.made_for_kids, c.live_state, c.changed_at) is distinct from (v.published_at, v.format, v.category_id, v.language, v.duration_seconds, v.made_for_kids, v.live_state, v.changed_at);

select id, title, tags, tag_keys as "tagKeys", description, channel_id as "channelId", published_at as "publishedAt"
  from video
  where id = any(?::text[]) and described_at is not null and published_at is not null and title <> '';

with incoming as materialized ( select i.id, i.published_at, i.terms::tsvector as terms
  from jsonb_to_recordset(?::text::jsonb) as i(id text, published_at timestamptz, terms text) ), stored as materialized ( select video_id, published_at, terms
  from video_search
  where video_id = any(?::text[]) ), written as ( insert into video_search (video_id, published_at, terms) select i.id, i.published_at, i.terms
  from incoming i
  where not exists ( select
  from stored s
  where s.video_id = i.id and s.published_at = i.published_at and s.terms = i.terms )
  order by i.id
  on conflict (video_id) do update
  set published_at = excluded.published_at, terms = excluded.terms
  where video_search.published_at <> excluded.published_at or video_search.terms <> excluded.terms
  returning video_id ) select w.video_id as id, s.published_at as "publishedAt", array(select substr(t.lexeme, 2)
  from unnest("s"."terms") t
  where t.lexeme like '#%') as tags
  from written w
  left join stored s on s.video_id = w.video_id;

insert into tag (tag, label, videos) select tag, label, change
  from jsonb_to_recordset(?::text::jsonb) as i(tag text, label text, change integer)
  order by tag
  on conflict (tag) do update
  set videos = tag.videos + excluded.videos;

insert into video_tag (tag, published_at, video_id) select tag, published_at, video_id
  from jsonb_to_recordset(?::text::jsonb) as i(tag text, published_at timestamptz, video_id text)
  order by tag, published_at, video_id
  on conflict do nothing;

insert into channel (id, title, description, state, tracked_since, described_at, title_only) select i.id, i.title, '', 'untracked', ?::timestamptz, ?::timestamptz, true
  from jsonb_to_recordset(?::text::jsonb) as i(id text, title text)
  where not exists (select
  from channel c
  where c.id = i.id and (c.state = 'tracked' or c.described_at > ?::timestamptz))
  order by i.id
  on conflict (id) do update
  set title = excluded.title, described_at = case when channel.title_only then excluded.described_at else channel.described_at end
  where channel.state = 'untracked';

select t.subject as id
  from task t
  left join channel_score s on s.channel_id = t.subject
  where t.kind = 'backfill' and t.state = 'done' and t.subject = any(?::text[]) and (s.median_mature is null or not exists ( select
  from video_counter c
  where c.channel_id = t.subject and c.describe_why = 'new' and c.describe_at is not null));

insert into "event" ("epoch", "number", "at", "events")
  values (?, ?, ?::timestamptz, ?);

-- a video is sampled in its first hour
insert into snapshot (video_id, captured_at, views, likes, comments, source) select video_id, captured_at, views, likes, comments, source
  from jsonb_to_recordset(?::text::jsonb) as i(video_id text, captured_at timestamptz, views bigint, likes bigint, comments bigint, source text)
  on conflict do nothing;

insert into video_day as d (video_id, day, views, likes, comments, samples, open) select video_id, day, views, likes, comments, samples, open
  from jsonb_to_recordset(?::text::jsonb) as i(video_id text, day date, views double precision, likes double precision, comments double precision, samples integer, open boolean)
  on conflict (video_id, day) do update
  set views = d.views + excluded.views, likes = coalesce(d.likes + excluded.likes, d.likes, excluded.likes), comments = coalesce(d.comments + excluded.comments, d.comments, excluded.comments), samples = d.samples + excluded.samples, open = excluded.open;

insert into channel_hour as h (channel_id, format, hour, views, samples) select channel_id, format, hour, views, samples
  from jsonb_to_recordset(?::text::jsonb) as i(channel_id text, format text, hour timestamptz, views double precision, samples integer)
  on conflict (channel_id, hour, format) do update
  set views = h.views + excluded.views, samples = h.samples + excluded.samples;

select video_id as id, string_agg(date_part('epoch', captured_at)::text, ',') as seconds, string_agg(coalesce(views::text, ''), ',') as views
  from snapshot
  where video_id = any(?::text[]) and captured_at >= ?::timestamptz and source <> 'feed'
  group by video_id;

select w.id, coalesce(c.alpha, f.alpha, a.alpha) as alpha, coalesce(c.beta, f.beta, a.beta) as beta
  from unnest(?::text[], ?::text[]) w(id, format)
  left join video_counter v on v.video_id = w.id
  left join engagement_prior c on c.kind = 'engagement' and c.format = w.format and c.category_id = v.category_id
  left join engagement_prior f on f.kind = 'engagement' and f.format = w.format and f.category_id = ''
  join engagement_prior a on a.kind = 'engagement' and a.format = '' and a.category_id = '';

insert into velocity_day (day, format, age_bin, counts) select day, format, age_bin, counts
  from jsonb_to_recordset(?::text::jsonb) as i(day date, format text, age_bin smallint, counts integer[])
  order by day, format, age_bin
  on conflict (day, format, age_bin) do update
  set counts = ( select array_agg(coalesce(u.stored, 0) + coalesce(u.more, 0)
  order by u.bin)
  from unnest(velocity_day.counts, excluded.counts) with ordinality as u(stored, more, bin) );

select i.video_id as id, i.first, t.medians[i.first:i.last] as medians, t.ns[i.first:i.last] as ns, c.start_at as "newestStartAt"
  from jsonb_to_recordset(?::text::jsonb) as i(video_id text, channel_id text, format text, first integer, last integer)
  join typical t on t.channel_id = i.channel_id and t.format = i.format
  join video_counter c on c.video_id = t.video_ids[1]
  where c.start_at is not null;

select "video_id", "start_at"
  from "video_counter"
  where "video_id" in (?) and "start_at" is not null;

select "video_id", "captured_at", "views"
  from "snapshot"
  where "video_id" in (?) and "captured_at" >= ?::timestamptz and "captured_at" <= ?::timestamptz and "source" <> ? and "views" is not null;

update video_counter c
  set first_hour_views = i.views, first_hour_method = i.method, first_hour_offset = i.off, first_hour_error = i.error
  from jsonb_to_recordset(?::text::jsonb) as i(video_id text, views double precision, method text, off double precision, error double precision)
  where c.video_id = i.video_id and c.video_id = any(?::text[]) and (c.first_hour_views, c.first_hour_method, c.first_hour_offset, c.first_hour_error) is distinct from (i.views, i.method, i.off, i.error)
  returning c.channel_id as "channelId", c.format, c.start_at as "startAt";

with pool as ( select id, count(c.first_hour_views)::integer as n, percentile_cont(0.5) within group (order by c.first_hour_views) as median
  from unnest(?::text[]) as id
  left join video_counter c on c.channel_id = id and c.first_hour_views is not null
  group by id ), scored as ( insert into channel_score (channel_id, first_hour_n, median_first_hour, computed_at) select id, n, median, ?::timestamptz
  from pool
  on conflict (channel_id) do update
  set first_hour_n = excluded.first_hour_n, median_first_hour = excluded.median_first_hour
  returning channel_id as id, first_hour_n as n, median_first_hour as median, median_in_force as in_force ) select id
  from scored
  where case when n < ?::integer then in_force is not null else in_force is null or abs(median - in_force) > 0.01 * in_force end;

select p.*, s.median_in_force as "channelMedian", f.median_in_force as "inForce"
  from ( select ?::text as "channelId", ?::text as format, ?::smallint as epoch, count(*)::integer as n, percentile_cont(0.5) within group (order by views) as median
  from ( select c.first_hour_views as views
  from video_counter c
  where c.channel_id = ? and c.format = ? and c.first_hour_views is not null and c.start_at >= ?::timestamptz and c.start_at < ?::timestamptz
  order by c.start_at desc
  limit 50 ) newest) p
  left join channel_score s on s.channel_id = p."channelId"
  left join channel_format_score f on f.channel_id = p."channelId" and f.format = p.format and f.epoch = p.epoch;

insert into channel_format_score (channel_id, format, epoch, median_in_force, median, n, computed_at) select channel_id, format, epoch, in_force, median, n, ?::timestamptz
  from jsonb_to_recordset(?::text::jsonb) as i(channel_id text, format text, epoch smallint, n integer, median double precision, in_force double precision)
  on conflict (channel_id, format, epoch) do update
  set median_in_force = excluded.median_in_force, median = excluded.median, n = excluded.n, computed_at = excluded.computed_at;

update video_counter c
  set performance = case when s.first_hour_n >= ?::integer and s.median_in_force > 0 then c.first_hour_views / s.median_in_force end, performance_in_format = case when case when s.first_hour_n >= ?::integer and s.median_in_force > 0 then c.first_hour_views / s.median_in_force end is not null then c.first_hour_views / ( select nullif(f.median_in_force, 0)
  from channel_format_score f
  where f.channel_id = c.channel_id and f.format = c.format and f.epoch = case c.format when 'long' then (c.start_at >= '2026-08-24T00:00:00.000Z'::timestamptz)::integer when 'short' then (c.start_at >= '2025-03-31T00:00:00.000Z'::timestamptz)::integer + (c.start_at >= '2026-08-24T00:00:00.000Z'::timestamptz)::integer when 'live' then (c.start_at >= '2026-08-24T00:00:00.000Z'::timestamptz)::integer end) end
  from channel_score s
  where c.video_id = any(?::text[]) and s.channel_id = c.channel_id and (c.performance, c.performance_in_format) is distinct from (case when s.first_hour_n >= ?::integer and s.median_in_force > 0 then c.first_hour_views / s.median_in_force end, case when case when s.first_hour_n >= ?::integer and s.median_in_force > 0 then c.first_hour_views / s.median_in_force end is not null then c.first_hour_views / ( select nullif(f.median_in_force, 0)
  from channel_format_score f
  where f.channel_id = c.channel_id and f.format = c.format and f.epoch = case c.format when 'long' then (c.start_at >= '2026-08-24T00:00:00.000Z'::timestamptz)::integer when 'short' then (c.start_at >= '2025-03-31T00:00:00.000Z'::timestamptz)::integer + (c.start_at >= '2026-08-24T00:00:00.000Z'::timestamptz)::integer when 'live' then (c.start_at >= '2026-08-24T00:00:00.000Z'::timestamptz)::integer end) end);

insert into task (kind, subject, state, not_before, created_at, updated_at) select 'typical', id, 'waiting', ?::timestamptz, ?::timestamptz, ?::timestamptz
  from unnest(?::text[]) as id
  on conflict (kind, subject) do update
  set state = 'waiting', not_before = excluded.not_before, updated_at = excluded.updated_at
  where task.state = 'done';

-- a video's description is read again and has changed
-- before each plan
select "c"."id"
  from "channel" as "c"
  where "c"."state" = ? and c.changed_version > ?::bigint
  order by "c"."id";

select w.id
  from watch w
  where w.state = 'removed' and w.changed_version > ?::bigint
  order by w.id;

select "w".*, "p".*
  from "watch" as "w" inner
  join "watch_progress" as "p" on "p"."watch_id" = "w"."id"
  where w.state <> 'removed' and w.changed_version > ?::bigint
  order by "w"."id";

select coalesce("p"."described_at", "c"."described_at") as "described_at", "c"."id", "c"."weight", "c"."watched", "c"."uploads_playlist_id", "c"."tracked_since", "c"."trouble", "p"."video_count", "p"."counted_at", "p"."counted_before", "p"."look_at", "p"."snapshot_at", "p"."news_since", "p"."news_not_before", "p"."news_attempts", "p"."listed_at", "p"."subscribe_at", "p"."subscribe_attempts", "p"."subscribed_until", "p"."pushed_at", "t"."state", "t"."cursor", "t"."progress", "t"."total", "t"."not_before", "t"."attempts", "t"."reason"
  from "channel" as "c"
  left join "channel_poll" as "p" on "p"."channel_id" = "c"."id"
  left join "task" as "t" on "t"."subject" = "c"."id" and "t"."kind" = ?
  where c.state = 'tracked' and c.changed_version > ?::bigint
  order by "c"."id";

select c.video_id as id
  from video_request r
  join video_counter c on c.video_id = r.video_id
  where r.state = 'refused' and r.settled_at is null and not c.searched
  order by c.video_id;

select d.id
  from discovery d
  where d.state = 'removed' and d.changed_version > ?::bigint
  order by d.id;

select "d".*, "p"."going", "p"."chance"
  from "discovery" as "d" inner
  join "discovery_progress" as "p" on "p"."discovery_id" = "d"."id"
  where d.state <> 'removed' and d.changed_version > ?::bigint
  order by "d"."id";

select *
  from "push"
  order by "received_at", "channel_id", "digest"
  limit ?;

update "lease"
  set "expires_at" = ?::timestamptz
  where "shard" = ? and "holder" = ? and "epoch" = ?
  returning *;

-- at the start of collecting
-- scores
insert into task (kind, subject, state, not_before, created_at, updated_at) select 'rescore', c.id, 'waiting', ?::timestamptz, ?::timestamptz, ?::timestamptz
  from channel c
  left join channel_score s on s.channel_id = c.id
  where c.state = 'tracked' and (s.computed_at is null or s.computed_at < ?::timestamptz)
  on conflict (kind, subject) do update
  set state = 'waiting', not_before = excluded.not_before, updated_at = excluded.updated_at
  where task.state = 'done';

select "subject"
  from "task"
  where "kind" = ? and "state" = ?
  order by "not_before", "subject"
  limit ?;

select count(c.first_hour_views)::integer as n, percentile_cont(0.5) within group (order by c.first_hour_views) as median, count(c.views) filter (where c.gone_at is null and c.start_at <= ?::timestamptz)::integer as "matureN", percentile_cont(0.5) within group (order by c.views) filter (where c.gone_at is null and c.start_at <= ?::timestamptz) as "matureMedian", exists (select
  from task
  where kind = 'backfill' and subject = ? and state = 'done') as "backfilled", (select median_in_force
  from channel_score
  where channel_id = ?) as "inForce", (select median_mature
  from channel_score
  where channel_id = ?) as "matureInForce"
  from video_counter c
  where c.channel_id = ?;

insert into "channel_score" ("channel_id", "median_in_force", "first_hour_n", "median_first_hour", "median_mature", "mature_n", "computed_at")
  values (?, ?, ?, ?, ?, ?, ?::timestamptz)
  on conflict ("channel_id") do update
  set "median_in_force" = ?, "first_hour_n" = ?, "median_first_hour" = ?, "median_mature" = ?, "mature_n" = ?, "computed_at" = ?::timestamptz;

select p.*, s.median_in_force as "channelMedian", f.median_in_force as "inForce"
  from ( select ?::text as "channelId", ?::text as format, ?::smallint as epoch, count(*)::integer as n, percentile_cont(0.5) within group (order by views) as median
  from ( select c.first_hour_views as views
  from video_counter c
  where c.channel_id = ? and c.format = ? and c.first_hour_views is not null and c.start_at >= ?::timestamptz and c.start_at < ?::timestamptz
  order by c.start_at desc
  limit 50 ) newest
  union all select ?::text as "channelId", ?::text as format, ?::smallint as epoch, count(*)::integer as n, percentile_cont(0.5) within group (order by views) as median
  from ( select c.first_hour_views as views
  from video_counter c
  where c.channel_id = ? and c.format = ? and c.first_hour_views is not null and c.start_at >= ?::timestamptz and c.start_at < ?::timestamptz
  order by c.start_at desc
  limit 50 ) newest
  union all select ?::text as "channelId", ?::text as format, ?::smallint as epoch, count(*)::integer as n, percentile_cont(0.5) within group (order by views) as median
  from ( select c.first_hour_views as views
  from video_counter c
  where c.channel_id = ? and c.format = ? and c.first_hour_views is not null and c.start_at >= ?::timestamptz and c.start_at < ?::timestamptz
  order by c.start_at desc
  limit 50 ) newest
  union all select ?::text as "channelId", ?::text as format, ?::smallint as epoch, count(*)::integer as n, percentile_cont(0.5) within group (order by views) as median
  from ( select c.first_hour_views as views
  from video_counter c
  where c.channel_id = ? and c.format = ? and c.first_hour_views is not null and c.start_at >= ?::timestamptz and c.start_at < ?::timestamptz
  order by c.start_at desc
  limit 50 ) newest
  union all select ?::text as "channelId", ?::text as format, ?::smallint as epoch, count(*)::integer as n, percentile_cont(0.5) within group (order by views) as median
  from ( select c.first_hour_views as views
  from video_counter c
  where c.channel_id = ? and c.format = ? and c.first_hour_views is not null and c.start_at >= ?::timestamptz and c.start_at < ?::timestamptz
  order by c.start_at desc
  limit 50 ) newest
  union all select ?::text as "channelId", ?::text as format, ?::smallint as epoch, count(*)::integer as n, percentile_cont(0.5) within group (order by views) as median
  from ( select c.first_hour_views as views
  from video_counter c
  where c.channel_id = ? and c.format = ? and c.first_hour_views is not null and c.start_at >= ?::timestamptz and c.start_at < ?::timestamptz
  order by c.start_at desc
  limit 50 ) newest
  union all select ?::text as "channelId", ?::text as format, ?::smallint as epoch, count(*)::integer as n, percentile_cont(0.5) within group (order by views) as median
  from ( select c.first_hour_views as views
  from video_counter c
  where c.channel_id = ? and c.format = ? and c.first_hour_views is not null and c.start_at >= ?::timestamptz and c.start_at < ?::timestamptz
  order by c.start_at desc
  limit 50 ) newest) p
  left join channel_score s on s.channel_id = p."channelId"
  left join channel_format_score f on f.channel_id = p."channelId" and f.format = p.format and f.epoch = p.epoch;

delete
  from channel_format_score
  where channel_id = ?;

with scored as ( select c.video_id, case when s.first_hour_n >= ?::integer and s.median_in_force > 0 then c.first_hour_views / s.median_in_force end as performance, case when case when s.first_hour_n >= ?::integer and s.median_in_force > 0 then c.first_hour_views / s.median_in_force end is not null then c.first_hour_views / ( select nullif(f.median_in_force, 0)
  from channel_format_score f
  where f.channel_id = c.channel_id and f.format = c.format and f.epoch = case c.format when 'long' then (c.start_at >= '2026-08-24T00:00:00.000Z'::timestamptz)::integer when 'short' then (c.start_at >= '2025-03-31T00:00:00.000Z'::timestamptz)::integer + (c.start_at >= '2026-08-24T00:00:00.000Z'::timestamptz)::integer when 'live' then (c.start_at >= '2026-08-24T00:00:00.000Z'::timestamptz)::integer end) end as in_format, case when c.outlier_basis = 'age' then c.outlier else case when s.mature_n >= 3 and s.median_mature > 0 then c.views / s.median_mature end end as outlier, case when c.outlier_basis = 'age' then 'age' when case when s.mature_n >= 3 and s.median_mature > 0 then c.views / s.median_mature end is not null then 'lifetime' end as basis
  from video_counter c
  join channel_score s on s.channel_id = c.channel_id
  where c.channel_id = ? ) update video_counter c
  set performance = scored.performance, performance_in_format = scored.in_format, outlier = scored.outlier, outlier_basis = scored.basis
  from scored
  where c.video_id = scored.video_id and (c.performance, c.performance_in_format, c.outlier, c.outlier_basis) is distinct from (scored.performance, scored.in_format, scored.outlier, scored.basis);

update "task"
  set "state" = ?, "updated_at" = ?::timestamptz
  where "kind" = ? and "subject" = ?;

-- usual curves
insert into task (kind, subject, state, not_before, created_at, updated_at) select 'typical', c.id, 'waiting', ?::timestamptz, ?::timestamptz, ?::timestamptz
  from channel c
  left join task t on t.kind = 'typical' and t.subject = c.id
  where c.state = 'tracked' and (t.state is null or (t.state = 'done' and t.updated_at < ?::timestamptz)) and exists ( select
  from video_counter v
  where v.channel_id = c.id and v.published_at > ?::timestamptz )
  order by c.id
  on conflict (kind, subject) do update
  set state = 'waiting', not_before = excluded.not_before, updated_at = excluded.updated_at
  where task.state = 'done';

select "subject"
  from "task"
  where "kind" = ? and "state" = ? and "not_before" <= ?::timestamptz
  order by "not_before", "subject"
  limit ?;

select "video_id", "start_at"
  from "video_counter"
  where "channel_id" = ? and "format" = ? and "published_at" is not null and "start_at" is not null and "gone_at" is null
  order by "published_at" desc, "video_id" desc
  limit ?;

select "video_id", "captured_at", "views"
  from "snapshot"
  where video_id = any(?::text[]) and "captured_at" >= ?::timestamptz and "captured_at" <= ?::timestamptz and "source" <> ? and "views" is not null;

insert into typical (channel_id, format, video_ids, views, medians, ns, computed_at)
  values (?, ?, ?::text[], ?::double precision[], ?::double precision[], ?::integer[], ?::timestamptz)
  on conflict (channel_id, format) do update
  set video_ids = excluded.video_ids, views = excluded.views, medians = excluded.medians, ns = excluded.ns, computed_at = excluded.computed_at;

delete
  from "typical"
  where "channel_id" = ? and "format" = ?;

select d.format, d.age_bin, (u.bin - 1)::integer as bin, sum(u.count)::integer as count
  from velocity_day d, unnest(d.counts) with ordinality as u(count, bin)
  where d.day >= ?::date and u.count > 0
  group by d.format, d.age_bin, u.bin;

delete
  from velocity_day
  where day < ?::date;

delete
  from velocity_typical;

insert into velocity_typical (format, age_bin, median, n, computed_at) select format, age_bin, median, n, ?::timestamptz
  from jsonb_to_recordset(?::text::jsonb) as i(format text, age_bin smallint, median double precision, n integer);

select "computed_at"
  from "engagement_prior"
  order by "computed_at" desc
  limit ?;

select video_id as id, format, category_id as "categoryId", views, likes, comments
  from video_counter
  where video_id > ?
  order by video_id
  limit 2500;

delete
  from "engagement_prior";

insert into "engagement_prior" ("kind", "format", "n", "alpha", "beta", "category_id", "computed_at")
  values (?, ?, ?, ?, ?, ?, ?::timestamptz);

-- upkeep
create table "snapshot_2026_11" (like "snapshot" including defaults including constraints);

alter table "snapshot" attach partition "snapshot_2026_11" for
  values
  from ('2026-11-01T00:00:00.000Z') to ('2026-12-01T00:00:00.000Z');

create table "channel_snapshot_2026_11" (like "channel_snapshot" including defaults including constraints);

alter table "channel_snapshot" attach partition "channel_snapshot_2026_11" for
  values
  from ('2026-11-01T00:00:00.000Z') to ('2026-12-01T00:00:00.000Z');

select "video_id"
  from "video_counter"
  where "video_id" > ?
  order by "video_id"
  limit ?;

select c.video_id as id
  from video_counter c
  join video v on v.id = c.video_id
  where "c"."video_id" > ? and c.published_at is not null and v.title <> '' and not exists (select
  from video_search s
  where s.video_id = c.video_id)
  order by c.video_id;

select min("charged_at") as "oldest"
  from "call";

select distinct "day"
  from "call_day"
  where "day" >= ?;

insert into call_day (day, project_id, bucket, purpose, calls, units, ids, unanswered) select ?::date, coalesce(project_id, ''), coalesce(bucket, ''), purpose, count(*), sum(units), sum(ids), count(*) filter (where outcome is distinct from 'answered')
  from call
  where charged_at >= ?::timestamptz and charged_at < ?::timestamptz
  group by 2, 3, 4
  on conflict do nothing;

delete
  from call c using ( select epoch, number
  from call
  where charged_at < ?::timestamptz
  order by charged_at
  limit ? ) old
  where c.epoch = old.epoch and c.number = old.number;

delete
  from event
  where at < ?::timestamptz;

delete
  from channel_hour
  where hour < ?::timestamptz;

delete
  from "summary"
  where "gathered_at" < ?::timestamptz;

delete
  from set_aside
  where at < ?::timestamptz;

delete
  from track_request
  where state <> 'waiting' and settled_at < ?::timestamptz;

delete
  from insight_answer
  where made_at < ?::timestamptz;

delete
  from push
  where received_at < ?::timestamptz;

-- retention
select "id"
  from "watch"
  order by "id";

delete
  from velocity_typical
  where computed_at < ?::timestamptz;

delete
  from forecast_model
  where trained_at < ?::timestamptz;

delete
  from engagement_prior
  where computed_at < ?::timestamptz;

delete
  from snapshot s using ( select video_id, captured_at
  from snapshot
  where "video_id" > ? and captured_at < ?::timestamptz
  limit ? ) old
  where s.video_id = old.video_id and s.captured_at = old.captured_at and s.captured_at < ?::timestamptz;

delete
  from video_day
  where "video_id" > ? and day < ?::date;

delete
  from forecast
  where "video_id" > ? and sampled_at < ?::timestamptz;

delete
  from video_revision
  where "video_id" > ? and seen_at < ?::timestamptz;

select
  from video_counter
  where "video_id" > ? and changed_at < ?::timestamptz
  limit 1;

update video_counter
  set changed_at = null
  where "video_id" > ? and changed_at < ?::timestamptz;

update video
  set title = '', description = '', tags = '{}', tag_keys = '{}', thumbnail_url = null
  where "id" > ? and described_at < ?::timestamptz and title <> ''
  returning id;

with gone as ( delete
  from video_search
  where video_id = any(?::text[])
  returning video_id, published_at, terms ) select video_id as id, published_at as "publishedAt", array(select substr(t.lexeme, 2)
  from unnest("gone"."terms") t
  where t.lexeme like '#%') as tags
  from gone;

delete
  from tag
  where tag = any(?::text[]) and videos <= 0;

delete
  from video_tag t using jsonb_to_recordset(?::text::jsonb) as i(tag text, published_at timestamptz, video_id text)
  where t.tag = i.tag and t.published_at = i.published_at and t.video_id = i.video_id;

select *
  from ( select c.video_id as id, c.channel_id as "channelId", coalesce(c.captured_at < ?::timestamptz or c.previous_at < ?::timestamptz, false) or (c.first_hour_views is not null and c.start_at < ?::timestamptz) as sampled, c.searched and not exists ( select
  from watch_video m
  join watch w on w.id = m.watch_id and w.state <> 'removed'
  where m.video_id = c.video_id and m.last_seen_at >= ?::timestamptz ) and not exists ( select
  from video_request r
  where r.video_id = c.video_id and r.state = 'followed' ) as unheld, coalesce(c.gone_at < ?::timestamptz, false) or ( not c.searched and ch.state is distinct from 'tracked' and coalesce(c.captured_at < ?::timestamptz, true) and coalesce(v.described_at, v.first_seen_at) < ?::timestamptz ) as removed
  from video_counter c
  join video v on v.id = c.video_id
  left join channel ch on ch.id = c.channel_id
  where "c"."video_id" > ? ) found
  where sampled or unheld or removed;

select watch_id as "watchId", video_id as "videoId"
  from watch_video
  where "video_id" > ? and last_seen_at < ?::timestamptz;

select epoch from lease
  where shard = ? and holder = ? and epoch = ? for no key update;

update video_counter c
  set "views" = case when c.captured_at < ?::timestamptz then null else c."views" end, "likes" = case when c.captured_at < ?::timestamptz then null else c."likes" end, "comments" = case when c.captured_at < ?::timestamptz then null else c."comments" end, "captured_at" = case when c.captured_at < ?::timestamptz then null else c."captured_at" end, "gain_1h" = case when c.captured_at < ?::timestamptz then null else c."gain_1h" end, "gain_24h" = case when c.captured_at < ?::timestamptz then null else c."gain_24h" end, "gain_7d" = case when c.captured_at < ?::timestamptz then null else c."gain_7d" end, "velocity" = case when c.captured_at < ?::timestamptz then null else c."velocity" end, "velocity_hours" = case when c.captured_at < ?::timestamptz then null else c."velocity_hours" end, "heat" = case when c.captured_at < ?::timestamptz then null else c."heat" end, "engagement" = case when c.captured_at < ?::timestamptz then null else c."engagement" end, "outlier" = case when c.captured_at < ?::timestamptz then null else c."outlier" end, "outlier_basis" = case when c.captured_at < ?::timestamptz then null else c."outlier_basis" end, "previous_views" = case when c.previous_at < ?::timestamptz then null else c."previous_views" end, "previous_at" = case when c.previous_at < ?::timestamptz then null else c."previous_at" end, "first_hour_views" = case when c.start_at < ?::timestamptz then null else c."first_hour_views" end, "first_hour_method" = case when c.start_at < ?::timestamptz then null else c."first_hour_method" end, "first_hour_offset" = case when c.start_at < ?::timestamptz then null else c."first_hour_offset" end, "first_hour_error" = case when c.start_at < ?::timestamptz then null else c."first_hour_error" end, "performance" = case when c.start_at < ?::timestamptz then null else c."performance" end, "performance_in_format" = case when c.start_at < ?::timestamptz then null else c."performance_in_format" end
  where c.video_id = any(?::text[]);

select "id"
  from "channel"
  where "id" > ?
  order by "id"
  limit ?;

delete
  from channel_snapshot
  where "channel_id" > ? and captured_at < ?::timestamptz;

delete
  from "channel_score"
  where "channel_id" > ? and computed_at < ?::timestamptz;

delete
  from "channel_format_score"
  where "channel_id" > ? and computed_at < ?::timestamptz;

delete
  from "typical"
  where "channel_id" > ? and computed_at < ?::timestamptz;

delete
  from "forecast_channel"
  where "channel_id" > ? and computed_at < ?::timestamptz;

delete
  from channel_day
  where "channel_id" > ? and day < ?::date;

update channel c
  set views = null, subscribers = null, video_count = null
  where "c"."id" > ? and c.described_at < ?::timestamptz and (c.views is not null or c.subscribers is not null or c.video_count is not null) and not exists (select
  from channel_poll p
  where p.channel_id = c.id and p.snapshot_at >= ?::timestamptz);

delete
  from channel_revision
  where "channel_id" > ? and seen_at < ?::timestamptz;

update channel c
  set title = case when c.state = 'untracked' and exists ( select
  from video v
  where v.channel_id = c.id and v.described_at >= ?::timestamptz) then title else '' end, title_only = true, description = '', handle = null, country = null, thumbnail_url = null
  where "c"."id" > ? and c.described_at < ?::timestamptz and not (c.title_only and (c.title = '' or c.state = 'untracked' and exists ( select
  from video v
  where v.channel_id = c.id and v.described_at >= ?::timestamptz)));

select *
  from ( select c.id, (p.video_count is not null and p.counted_at < ?::timestamptz) or coalesce(t.state = 'done' and t.total is not null and t.not_before < ?::timestamptz, false) as counted, c.state = 'untracked' and c.described_at < ?::timestamptz and not exists (select
  from video_counter v
  where v.channel_id = c.id) as removed
  from channel c
  left join channel_poll p on p.channel_id = c.id
  left join task t on t.subject = c.id and t.kind = 'backfill'
  where "c"."id" > ? ) found
  where counted or removed;

update channel_poll
  set video_count = null
  where channel_id = any(?::text[]) and counted_at < ?::timestamptz;

update task
  set total = null
  where kind = 'backfill' and subject = any(?::text[]) and state = 'done' and not_before < ?::timestamptz;

-- a purge
select "subject"
  from "task"
  where "kind" = ?
  order by "created_at", "subject";

select "video_id"
  from "video_counter"
  where "channel_id" = ?
  order by "video_id"
  limit ?;

select "state"
  from "channel"
  where "id" = ?;

with gone as ( delete
  from video_day
  where video_id = any(?::text[])
  returning video_id, day, views, likes, comments, samples, open ), parts as ( select video_id, day, views, coalesce(likes, 0) as likes, coalesce(comments, 0) as comments, 0 as uploads, samples, open::integer as open
  from gone
  union all select c.video_id, (c.start_at at time zone 'UTC')::date, 0, 0, 0, 1, 0, 0
  from video_counter c
  join video v on v.id = c.video_id
  where c.video_id = any(?::text[]) and v.first_seen_at <= c.start_at + interval '24 hours' ), sums as ( select v.channel_id, v.format, p.day, sum(p.views) as views, sum(p.likes) as likes, sum(p.comments) as comments, sum(p.uploads) as uploads, sum(p.samples) as samples, sum(p.open) as open
  from parts p
  join video v on v.id = p.video_id
  group by v.channel_id, v.format, p.day ) update channel_day d
  set views = d.views - s.views, likes = d.likes - s.likes, comments = d.comments - s.comments, uploads = d.uploads - s.uploads, samples = d.samples - s.samples, open = d.open - s.open
  from sums s
  where d.channel_id = s.channel_id and d.format = s.format and d.day = s.day and d.channel_id = any(array(select channel_id
  from sums));

delete
  from summary
  where video_ids && ?::text[] or channel_ids && ?::text[];

delete
  from "snapshot"
  where "video_id" = any(?::text[]);

delete
  from "video_revision"
  where "video_id" = any(?::text[]);

delete
  from "watch_video"
  where "video_id" = any(?::text[]);

delete
  from "forecast"
  where "video_id" = any(?::text[]);

delete
  from "set_aside"
  where "subject" = any(?::text[]);

delete
  from "video_request"
  where "video_id" = any(?::text[]);

delete
  from "import_video"
  where "video_id" = any(?::text[]);

delete
  from "video_counter"
  where "video_id" = any(?::text[]);

delete
  from "video"
  where "id" = any(?::text[]);
