-- Summaries that a text model of the operator's choice writes: asked for by whoever serves, written by whoever collects.

create table summary (
  -- The hash of everything that a text depends on (scope, window, facts, language, model): asked for twice, written once.
  id           text        primary key,
  model        text        not null,
  -- A BCP 47 tag.
  language     text        not null,
  scope        jsonb       not null,
  window_from  timestamptz not null,
  window_until timestamptz not null,
  facts        jsonb       not null,
  -- Of whom the facts tell: a summary goes with the first of them that goes.
  video_ids    text[]      not null,
  channel_ids  text[]      not null,
  gathered_at  timestamptz not null,
  state        text        not null check (state in ('waiting', 'writing', 'written')),
  requested_at timestamptz not null,
  -- How often somebody began to write it since it was requested.
  attempts     integer     not null,
  -- The model's text; null = the template stands in for it, and `reason` says why.
  draft        jsonb,
  reason       text,
  written_at   timestamptz
);
-- What waits is next to nothing, and looked for often.
create index summary_waiting on summary (requested_at, id) where state <> 'written';

-- How often a model was asked on a UTC day.
create table text_model_calls (
  day   date    primary key,
  calls integer not null
);
