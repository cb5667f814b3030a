-- Discoveries: searches for channels that fit a filter, within a budget (docs/formulas/frontier.md).

create table discovery (
  id               text        primary key,
  name             text        not null,
  -- What channels must be like: language, categories, countries, subscribersMin, subscribersMax; absent = whatever it is.
  filters          jsonb       not null,
  -- What people named to begin with.
  seed_terms       text[]      not null default '{}',
  -- Ids, and handles with their @.
  seed_channels    text[]      not null default '{}',
  -- Whose charts are read; none = those where the language is spoken.
  regions          text[]      not null default '{}',
  sources          text[]      not null,
  -- What it may spend in a quota day: units of the default bucket, and searches.
  units_a_day      integer     not null check (units_a_day >= 0),
  searches_a_day   integer     not null check (searches_a_day >= 0),
  -- It rests where a unit is expected to bring fewer new fitting channels than this.
  floor            double precision not null,
  -- It ends with so many fitting channels; null = never.
  until            integer,
  on_found         text        not null check (on_found in ('list', 'track')),
  -- Of channels that are tracked: 1 is ordinary.
  weight           real        not null default 1,
  state            text        not null check (state in ('active', 'paused', 'removed')),
  created_at       timestamptz not null,
  -- The version of planning_change at which a person last changed this row.
  changed_version  bigint      not null default 0
);
create index discovery_changed on discovery (changed_version);

-- What planning remembers of a discovery as a whole, apart from what people write: it changes with every answer.
create table discovery_progress (
  discovery_id text             primary key,
  -- What a unit of the default bucket brought lately, and where chance stands.
  going        double precision not null default 0,
  chance       integer          not null,
  -- Why nothing is asked now; null = something is. The kind is for programs, the sentence for people.
  resting      text,
  resting_why  text,
  resting_since timestamptz
) with (fillfactor = 80);

-- What a discovery spent on a quota day: counted with the charge, before a call leaves.
create table discovery_day (
  discovery_id text        not null,
  day          date        not null,
  units        integer     not null default 0,
  searches     integer     not null default 0,
  -- When a call of each bucket was charged last.
  units_at     timestamptz,
  searches_at  timestamptz,
  primary key (discovery_id, day)
);

-- What each source brought a discovery.
create table discovery_source (
  discovery_id text    not null,
  source       text    not null,
  -- Pages read, those of them that were refused, and the channels they showed, each once a page.
  pages        bigint  not null default 0,
  closed       bigint  not null default 0,
  shown        bigint  not null default 0,
  -- Channels that it showed first, and how many of those fit.
  fresh        bigint  not null default 0,
  fitting      bigint  not null default 0,
  primary key (discovery_id, source)
);

-- A list that may show channels: the results of a term, a chart, a list of one channel's.
create table discovery_node (
  discovery_id text    not null,
  source       text    not null,
  -- A term, a region and a category, or a channel.
  subject      text    not null,
  traits       text[]  not null,
  -- How many pages showed the channel whose list it is; of a term, how many fitting channels carry it.
  seen         integer not null,
  pages        integer not null,
  rounds       integer not null,
  described    integer not null,
  fitting      integer not null,
  found        integer not null,
  found_before integer not null,
  is_open      boolean not null,
  page_token   text,
  -- The quota day on which it was read to its end last: charts are read again on another one.
  read_on      date,
  primary key (discovery_id, source, subject)
);

-- What was counted of each class of lists and channels.
create table discovery_class (
  discovery_id text             not null,
  measure      text             not null,
  class        text             not null,
  sum          double precision not null,
  weight       double precision not null,
  primary key (discovery_id, measure, class)
);

-- A channel that a discovery was shown or given.
create table discovery_channel (
  discovery_id text        not null,
  -- Its id; or its handle with @, where only that was shown.
  channel      text        not null,
  -- Of a handle that was asked for: whose it is; it is counted there, and no longer here.
  owner        text,
  -- How many pages showed it.
  seen         integer     not null,
  -- Whether it fits; null = it is not described yet.
  fits         boolean,
  -- What of the filter it does not meet.
  unmet        text[]      not null default '{}',
  -- Where it was met first: a source, 'seed' or 'import'.
  source       text        not null,
  first_at     timestamptz not null,
  -- When it was found to fit, or not to.
  settled_at   timestamptz,
  -- Of one that is not described: what its page hinted of the language, the classes of that page, and who showed it.
  hint         text        not null,
  path         text[]      not null default '{}',
  shown_by     text[]      not null default '{}',
  primary key (discovery_id, channel)
);
create index discovery_channel_fitting on discovery_channel (discovery_id, settled_at desc, channel desc) where fits;

-- What is known of channels that discoveries met, shared by all of them: nothing is described twice.
create table found_channel (
  channel_id       text        primary key,
  -- When it was first told of, or described since: what is older than the limits is forgotten.
  noted_at         timestamptz not null,
  -- null = only shown so far.
  described_at     timestamptz,
  -- YouTube did not answer for it.
  gone             boolean     not null default false,
  title            text        not null default '',
  handle           text,
  thumbnail_url    text,
  published_at     timestamptz,
  country          text,
  language         text,
  -- How the language is known: the channel says it, its text is written in it, or its country speaks it.
  language_by      text        check (language_by in ('said', 'text', 'country')),
  -- Those of its topics, and those of charts and searches that showed it.
  categories       text[]      not null default '{}',
  shown_categories text[]      not null default '{}',
  subscribers      bigint,
  views            bigint,
  video_count      bigint
);
create index found_channel_noted on found_channel (noted_at);
