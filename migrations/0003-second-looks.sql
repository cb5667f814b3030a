-- Second looks: at a bucket that YouTube called spent, and at what a channel said of itself before.

-- When one call may try a bucket that YouTube called spent before its limit was reached; null = it never did that day.
alter table ledger add column probe_at timestamptz;

create table channel_revision (
  channel_id text        not null,
  seen_at    timestamptz not null,
  -- The fields that changed, each with what it was before: {"title": "…"}.
  before     jsonb       not null,
  primary key (channel_id, seen_at)
);
