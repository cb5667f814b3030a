-- A browser's session that was begun with a token is worth no more than that token: it ends when the token does.

-- The hash of the token that was shown for it; null = it was begun by a link, and of tokens.
alter table access_token add column made_by bytea;
