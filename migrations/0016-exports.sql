-- Exports that were asked for by the API: what was asked, how far it has come, and what became of it. Their files lie in a
-- directory of whoever wrote them, under the id.

create table export (
  id           text        primary key,
  dataset      text        not null,
  format       text        not null,
  -- As the API's parameters have it.
  filter       jsonb       not null,
  ids_only     boolean     not null,
  pseudonyms   boolean     not null,
  state        text        not null check (state in ('waiting', 'writing', 'done', 'failed')),
  requested_at timestamptz not null,
  begun_at     timestamptz,
  finished_at  timestamptz,
  -- How often somebody began to write it.
  attempts     integer     not null default 0,
  -- Who writes it, and when he last said so: one who is silent is followed by another.
  writer       text,
  alive_at     timestamptz,
  rows         bigint      not null default 0,
  -- About how many there will be; null = nobody knows.
  rows_about   bigint,
  manifest     jsonb,
  -- Why it failed.
  reason       text,
  -- Until when it is kept; null = it is not finished.
  expires_at   timestamptz
);
create index export_newest on export (requested_at desc, id desc);
-- What waits is next to nothing, and looked for often.
create index export_waiting on export (requested_at, id) where state in ('waiting', 'writing');
