import { systemClock } from "#clock.ts";
import { parseDuration } from "#domain/duration-text.ts";
import { toIso } from "#domain/iso-time.ts";
import type { Scope } from "#domain/scope.ts";
import { type Instant, plus } from "#domain/time.ts";
import {
  createToken,
  listTokens,
  revokeToken,
  type StoredToken,
  tokenHash,
  tokenState,
} from "#storage/access/tokens.ts";
import { EXIT, fail } from "./exit.ts";
import { withInstallation } from "./open-installation.ts";
import { table } from "./table.ts";

/** The longest name that the API takes, too. */
const NAME_MAX = 100;

/** `viewcurve tokens add`: the token is all there is on standard output, so that scripts can keep it. */
export function addToken(name: string, options: { scope: Scope; expires?: string; json: boolean }): Promise<void> {
  const { scope, expires, json } = options;
  if (name.trim() === "" || name.length > NAME_MAX || /\p{C}/u.test(name)) {
    fail(`A token's name has 1 to ${NAME_MAX} characters, in one line.`, EXIT.usage);
    return Promise.resolve();
  }
  const valid = expires === undefined ? null : parseDuration(expires);
  if (expires !== undefined && (valid === null || valid <= 0)) {
    fail(`"${expires}" is no length of time: write 12h, 90d or 52w.`, EXIT.usage);
    return Promise.resolve();
  }
  return withInstallation(async ({ db }) => {
    const now = systemClock.now();
    const expiresAt = valid === null ? null : plus(now, valid);
    const { id, token } = await createToken(db, { name, scope, expiresAt }, now);
    const line = { id, name, scope, expiresAt: isoOr(expiresAt, null), token };
    process.stdout.write(json ? `${JSON.stringify(line)}\n` : `${token}\n`);
  });
}

/** `viewcurve tokens list`. */
export const listAllTokens = (options: { json: boolean }): Promise<void> =>
  withInstallation(async ({ db, config }) => {
    const now = systemClock.now();
    const settingsHash = config.adminToken && tokenHash(config.adminToken.reveal());
    const tokens = await listTokens(db);
    if (options.json) {
      for (const token of tokens) process.stdout.write(`${JSON.stringify(tokenLine(token, settingsHash, now))}\n`);
      return;
    }
    const rows = tokens.map((token) => [
      token.id,
      token.name,
      token.scope,
      token.kind,
      tokenState(token, now, settingsHash),
      isoOr(token.expiresAt, "never"),
      isoOr(token.lastUsedAt, "never"),
    ]);
    process.stdout.write(table(["id", "name", "scope", "kind", "state", "expires", "last used"], rows));
  });

/** A token as `GET /tokens` shows it, too. */
const tokenLine = ({ maker, ...token }: StoredToken, settingsHash: Uint8Array | null, now: Instant) => ({
  ...token,
  state: tokenState({ maker, ...token }, now, settingsHash),
  createdAt: toIso(token.createdAt),
  expiresAt: isoOr(token.expiresAt, null),
  lastUsedAt: isoOr(token.lastUsedAt, null),
  revokedAt: isoOr(token.revokedAt, null),
  madeBy: maker && (maker.isStored ? maker.id : "settings"),
});

const isoOr = <Otherwise>(at: Instant | null, otherwise: Otherwise): string | Otherwise =>
  at === null ? otherwise : toIso(at);

/** `viewcurve tokens revoke`. */
export const revokeOneToken = (id: string): Promise<void> =>
  withInstallation(async ({ db }) => {
    if (await revokeToken(db, id, systemClock.now())) process.stdout.write(`Revoked ${id}.\n`);
    else fail(`No token has the id "${id}", or it was revoked already: viewcurve tokens list shows them.`);
  });
