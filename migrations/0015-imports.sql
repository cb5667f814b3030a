-- What was collected elsewhere and is brought here: its samples have a source of their own, and each import is a row that
-- says how far it has come.

alter table video drop constraint video_source_check;
alter table video add constraint video_source_check
  check (source in ('push', 'feed', 'uploads', 'search', 'chart', 'import'));

-- Each month has the constraint by itself too, as it had it before it joined the table.
alter table snapshot drop constraint if exists snapshot_source_check;
do $$
declare month regclass;
begin
  for month in select inhrelid::regclass from pg_inherits where inhparent = 'snapshot'::regclass loop
    execute format('alter table %s drop constraint if exists snapshot_source_check', month);
  end loop;
end $$;
alter table snapshot add constraint snapshot_source_check
  check (source in ('batch', 'list', 'feed', 'import')) not valid;

-- One run of an import. One that was killed is found by its file and goes on from `position`.
create table import (
  -- When it was begun and the beginning of its file's hash.
  id         text        primary key,
  kind       text        not null check (kind in ('channels', 'videos', 'snapshots')),
  -- The file's name without its folder; '-' = standard input.
  name       text        not null,
  sha256     text        not null,
  -- How the file was understood: the same file understood otherwise is another import.
  mapping    jsonb       not null,
  -- 'deriving': all rows are in, and what follows from them is being worked out.
  state      text        not null check (state in ('reading', 'deriving', 'done', 'failed')),
  -- Rows taken so far: stored + present + refused.
  position   bigint      not null default 0,
  stored     bigint      not null default 0,
  -- Rows that said what was there already.
  present    bigint      not null default 0,
  refused    bigint      not null default 0,
  -- How many were refused for which reason.
  refusals   jsonb       not null default '{}',
  -- The span of what was stored.
  first_at   timestamptz,
  last_at    timestamptz,
  -- Why it failed.
  reason     text,
  started_at timestamptz not null,
  updated_at timestamptz not null
);
create index import_newest on import (started_at desc, id desc);
create index import_of_file on import (kind, sha256);

-- Videos that somebody wants followed, whoever their channel is. The collector describes them within its budget.
create table video_request (
  video_id     text        primary key,
  requested_at timestamptz not null,
  -- 'followed': sampled like a tracked channel's videos. 'refused': YouTube does not have it, or not to be read.
  state        text        not null check (state in ('waiting', 'followed', 'refused')),
  settled_at   timestamptz
);
create index video_request_waiting on video_request (video_id) where state = 'waiting';

-- Videos with imported samples from which nothing has been worked out yet. One that is not described yet stays until it is.
create table import_video (
  video_id text primary key
);
