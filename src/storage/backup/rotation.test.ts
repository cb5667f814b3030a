import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hours, type Instant, instant, minus, plus } from "#domain/time.ts";
import { backupDueAt, backupName, superfluousBackups } from "./rotation.ts";

const NOW = instant(Date.UTC(2026, 1, 3, 4, 5, 6));
const at = (before: number): Instant => minus(NOW, hours(before));

/** Names as a directory may have them: backups of any hour, some from the future, drafts, and other people's files. */
const names = fc.uniqueArray(
  fc.oneof(
    fc.integer({ min: -48, max: 2000 }).map((before) => backupName(at(before))),
    fc.constantFrom("notes.txt", "viewcurve-2026.backup", "my.backup", `${backupName(at(30))}.part-7-ab`),
  ),
  { maxLength: 40 },
);

describe("rotation", () => {
  it("names a backup by its instant in UTC, to the second", () => {
    expect(backupName(plus(NOW, hours(0.2)))).toBe("viewcurve-20260203T041706Z.backup");
  });

  it("never gives up the backup that was just found whole, and keeps as many as it was told", () => {
    fc.assert(
      fc.property(names, fc.integer({ min: 1, max: 10 }), (there, keep) => {
        const written = backupName(NOW);
        const all = [...new Set([...there, written])];
        const gone = superfluousBackups(all, keep, written);
        expect(gone).not.toContain(written);
        const backups = all.filter((name) => /^viewcurve-\d{8}T\d{6}Z\.backup$/.test(name));
        const left = backups.filter((name) => !gone.includes(name));
        expect(left).toHaveLength(Math.min(keep, backups.length));
        // Of those with a past, what goes is older than what stays.
        const past = (name: string) => name <= written;
        const oldest = left.filter(past).sort()[0] ?? "";
        expect(gone.filter((name) => backups.includes(name) && past(name)).every((name) => name < oldest)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it("touches nothing that is not its own, but clears away what a killed process has left", () => {
    const written = backupName(NOW);
    const draft = `${backupName(at(30))}.part-7-ab`;
    const underWay = `${written}.part-8-cd`;
    expect(superfluousBackups(["a.backup", "viewcurve-2026.backup", draft, underWay, written], 1, written)).toEqual([
      draft,
    ]);
  });

  it("is due at once when there is none, and else so long after the newest, whoever made it", () => {
    expect(backupDueAt([], hours(24), NOW)).toBe(NOW);
    expect(backupDueAt(["notes.txt", `${backupName(at(1))}.part-7-ab`], hours(24), NOW)).toBe(NOW);
    expect(backupDueAt([backupName(at(30)), backupName(at(5))], hours(24), NOW)).toBe(plus(at(5), hours(24)));
  });

  it("is not put off by a name from the future, which a wrong clock has left", () => {
    expect(backupDueAt([backupName(at(-1000)), backupName(at(5))], hours(24), NOW)).toBe(plus(at(5), hours(24)));
  });
});
