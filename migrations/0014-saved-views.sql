-- Pages of the dashboard that a team keeps under a name: their address is all there is to them.
create table saved_view (
  name       text        primary key,
  path       text        not null,
  -- As it stands behind the question mark.
  query      text        not null,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  -- The name of the token or session that saved it last; null = the token of the settings.
  saved_by   text
);
