import type { Scope } from "#domain/scope.ts";
import type { Instant } from "#domain/time.ts";

/** The tables of migration 0008, and what later ones added. */
export interface AccessTables {
  readonly access_token: {
    hash: Buffer | Uint8Array;
    id: string;
    name: string;
    scope: Scope;
    kind: TokenKind;
    created_at: Instant;
    expires_at: Instant | null;
    last_used_at: Instant | null;
    revoked_at: Instant | null;
    made_by: Buffer | Uint8Array | null;
  };
  readonly login_code: { hash: Buffer | Uint8Array; expires_at: Instant; used_at: Instant | null };
}

/** A token that a program sends, or the session of a browser. */
export type TokenKind = "token" | "session";
