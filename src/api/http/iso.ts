import { toIso } from "#domain/iso-time.ts";
import { type Instant, latest } from "#domain/time.ts";

/** An instant as answers write it; `null` stays unknown. */
export const isoOrNull = (at: Instant | null): string | null => (at === null ? null : toIso(at));

/** The newest of some instants, as answers write it; `null` when none is known. */
export function newestIso(instants: readonly (Instant | null)[]): string | null {
  const known = instants.filter((at) => at !== null);
  return known.length === 0 ? null : toIso(latest(...known));
}
