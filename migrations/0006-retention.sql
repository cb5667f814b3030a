-- How long things are kept, what a day was spent on, and the removal of all that is known of a channel.

-- What the operator decided (docs/policy.md): '30d', '36m', another number of days or months, or 'keep'; null = nobody has
-- decided yet, and nothing is deleted.
alter table installation
  add column retention      text,
  -- The same of what texts said before; null = 30 days, or as long as statistics are kept where these have no limit.
  add column text_retention text,
  add column decided_at     timestamptz;

-- When the answer to a call, or its failure, was there; null while it is under way, and when its process died.
alter table call add column ended_at timestamptz;

-- What each quota day was spent on. The call log goes after a week, this stays.
create table call_day (
  day        date    not null,
  -- '' for calls that cost nothing.
  project_id text    not null,
  bucket     text    not null,
  purpose    text    not null,
  calls      integer not null,
  units      integer not null,
  ids        bigint  not null,
  -- How many of the calls were not answered.
  unanswered integer not null,
  primary key (day, project_id, bucket, purpose)
);

-- The removal of all that is known of a channel is a task like others: it goes on where it was left.
alter table task drop constraint task_kind_check;
alter table task add constraint task_kind_check check (kind in ('backfill', 'rescore', 'purge'));
