-- Discovery for tens of thousands of channels: push subscriptions, what is learned from all videos together, and
-- channels whose guarantees are kept longest.

-- A watched channel keeps its first hours when quota is so short that others lose theirs.
alter table channel add column watched boolean not null default false;
alter table track_request add column watched boolean not null default false;

-- A channel's subscription at the hub, beside the other things that discovery remembers of it.
alter table channel_poll
  -- The count before the last, and when the channel is to be looked at again (null = as soon as can be).
  add column counted_before      timestamptz,
  add column look_at             timestamptz,
  -- When its texts were last asked for, whether or not YouTube knew it; null = when they were last stored.
  add column described_at        timestamptz,
  -- When the hub is asked (again); null = as soon as it can be.
  add column subscribe_at        timestamptz,
  add column subscribe_attempts  integer not null default 0,
  -- Until when the hub has promised to push; null = it has not.
  add column subscribed_until    timestamptz,
  -- When it last pushed anything.
  add column pushed_at           timestamptz;

-- What a hub said, as the API took it in: the collector takes each once and deletes it.
create table push (
  channel_id  text        not null,
  -- The hash of what was pushed: the same message twice is one row.
  digest      bytea       not null,
  received_at timestamptz not null,
  -- verified | denied | pushed, and what it says.
  kind        text        not null check (kind in ('verified', 'denied', 'pushed')),
  message     jsonb       not null,
  primary key (channel_id, digest)
);
create index push_received on push (received_at);

-- What planning learns from all videos together: numbers whose meaning planning knows, a row a subject.
create table learned (
  subject text               primary key,
  values  double precision[] not null
);
