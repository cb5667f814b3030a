/** A revision as the API gives it: when a change was seen, and what the changed fields said before. */
export interface Revision {
  readonly seenAt: string;
  readonly before: Readonly<Record<string, unknown>>;
}

/** One field of one change, as it was and as it became. */
export interface Change {
  readonly seenAt: string;
  readonly field: string;
  readonly before: unknown;
  /** What the next change of the field found, else what it says now; absent = nobody tells. */
  readonly after?: unknown;
}

/**
 * What each change made of each field, the newest first. A revision tells only what was before: what a field became is
 * what the next revision of the same field found there, and the last is what it says now.
 *
 * @param revisions the newest first.
 * @param now what the fields say now, by the names that revisions have for them; those that are not known are left out.
 */
export function revisionChanges(
  revisions: readonly Revision[],
  now: Readonly<Record<string, unknown>>,
): readonly Change[] {
  const known = new Map(Object.entries(now));
  return revisions.flatMap(({ seenAt, before }) =>
    Object.entries(before).map(([field, was]) => {
      const change = { seenAt, field, before: was, ...(known.has(field) ? { after: known.get(field) } : {}) };
      known.set(field, was);
      return change;
    }),
  );
}
