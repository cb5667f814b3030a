import { toIso } from "#domain/iso-time.ts";
import { type Duration, type Instant, parseInstant, plus } from "#domain/time.ts";

/*
 * Which backups a directory should have follows from the names in it and the time, and from nothing that is remembered:
 * a restart neither skips a backup nor makes one twice.
 */

const NAME = /^viewcurve-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.backup$/;
const DRAFT = /^viewcurve-\d{8}T\d{6}Z\.backup\.part-/;

/** The name of a backup begun at an instant: `viewcurve-20260203T040506Z.backup`, so that names sort by time. */
export const backupName = (at: Instant): string => `viewcurve-${toIso(at).replace(/[-:]|\.\d+/g, "")}.backup`;

/** When the next backup is due: `every` after the newest, or at once. A name from the future counts for nothing. */
export function backupDueAt(names: readonly string[], every: Duration, now: Instant): Instant {
  const made = names.map(madeAt).filter((at) => at !== null && at <= now);
  return made.length === 0 ? now : plus(Math.max(...made.map(Number)) as Instant, every);
}

/**
 * The files that may go once `written` has been made and found whole: all but the newest `keep` backups, and drafts
 * that somebody's death left behind. `written` itself is never among them, whatever the others are called.
 */
export function superfluousBackups(names: readonly string[], keep: number, written: string): readonly string[] {
  const others = names.filter((name) => madeAt(name) !== null && name !== written).sort();
  // The names without a future are kept before those with one, which a clock that was wrong has left.
  const newestFirst = [
    ...others.filter((name) => name < written).reverse(),
    ...others.filter((name) => name > written),
  ];
  const drafts = names.filter((name) => DRAFT.test(name) && name < written);
  return [...newestFirst.slice(keep - 1), ...drafts];
}

function madeAt(name: string): Instant | null {
  const [, year, month, day, hour, minute, second] = NAME.exec(name) ?? [];
  return year === undefined ? null : parseInstant(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}
