/** What a token may do; each includes those before it. */
export const SCOPES = ["read", "write", "admin"] as const;

/**
 * `read` answers questions; `write` also says what is tracked and watched, and so what quota is spent on; `admin` also
 * sees and changes keys, projects, tokens and how long data is kept, and removes data.
 */
export type Scope = (typeof SCOPES)[number];

/** Whether a token of a scope may do what another is needed for. */
export const suffices = (has: Scope, needed: Scope): boolean => SCOPES.indexOf(has) >= SCOPES.indexOf(needed);
