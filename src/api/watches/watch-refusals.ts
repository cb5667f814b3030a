import { durationInWords } from "#domain/duration-text.ts";
import { days } from "#domain/time.ts";
import { runsADay } from "#domain/watch-cost.ts";
import type { WatchRefusal } from "#storage/watches/watches.ts";

/** Why a watch cannot be as somebody wants it, and what to do instead. */
export function refusalWords(refused: WatchRefusal): string {
  switch (refused.kind) {
    case "twin":
      return `The watch ${refused.id} (${refused.name}) has the same filters: change that one, or remove it first.`;
    case "tooOften": {
      const { every, among } = refused;
      const left = among.limit - among.fixed;
      // Rounded up to minutes, so that what is proposed fits.
      const fitting = left > 0 ? Math.ceil(days(1) / left / 60_000) : null;
      return (
        `Every ${durationInWords(every)} takes ${runs(runsADay(every))} calls a day, and of the ${runs(among.limit)} of all ` +
        `usable projects the other fixed cadences leave ${runs(Math.max(0, left))}. ` +
        (fitting === null
          ? "Let it follow its yield (no fixed time), or pause another watch."
          : `Every ${fitting}m would fit; without a fixed time it follows its yield.`)
      );
    }
  }
}

const runs = (n: number): string => String(Math.round(n * 10) / 10);
