-- Keys that rest, keys that are tried again, and the secret that seals them.

-- Since when a person wants it unused; null = it is in use.
alter table api_key add column paused_at timestamptz;
-- When one call tries it (again); null = none is to.
alter table api_key add column test_at timestamptz;
-- Tests in a row that told nothing of it: YouTube was away, say.
alter table api_key add column test_attempts integer not null default 0;
-- When it was last tried by such a call, and what YouTube said against it; null = nothing.
alter table api_key add column tested_at timestamptz;
alter table api_key add column test_said text;
update api_key set test_at = refused_at + interval '1 day' where state = 'refused';

-- What the secret that seals the keys makes of a fixed text: whoever holds another one is told so, and seals nothing.
alter table installation add column secret_check text;
