-- Who may ask: named tokens and browser sessions with a scope, and the one-time codes that sessions are begun by.

create table access_token (
  -- SHA-256 of the token, which is nowhere else.
  hash         bytea       primary key,
  -- The beginning of the hash, by which people name it.
  id           text        not null,
  name         text        not null,
  scope        text        not null check (scope in ('read', 'write', 'admin')),
  kind         text        not null check (kind in ('token', 'session')),
  created_at   timestamptz not null,
  -- null = it is valid until it is revoked.
  expires_at   timestamptz,
  -- Written once an hour at most.
  last_used_at timestamptz,
  revoked_at   timestamptz
);
insert into access_token (hash, id, name, scope, kind, created_at)
select hash, left(encode(hash, 'hex'), 12), 'admin', 'admin', 'token', created_at from admin_token;
drop table admin_token;

create table login_code (
  hash       bytea       primary key,
  expires_at timestamptz not null,
  used_at    timestamptz
);
