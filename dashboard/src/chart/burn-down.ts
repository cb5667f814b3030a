/* What is left of a bucket over its quota day, as a line that falls. */

interface Spent {
  readonly limit: number;
  readonly used: number;
  readonly pace: { readonly usedAtReset: number };
}

/** Places in a box whose sides are 1: from the left the day's begin to its end, from the top the limit down to nothing. */
export interface BurnDown {
  readonly now: number;
  readonly left: number;
  /** What is left at the reset if spending goes on as so far; 0 when it ends before. */
  readonly leftAtReset: number;
  /** When nothing is left at that pace, as a part of the day; `null` when the day ends before. */
  readonly emptyAt: number | null;
}

const DAY_MS = 24 * 3600 * 1000;

/** @param resetsAt when the day ends; the day is taken as one of 24 hours, also where clocks change. */
export function burnDown({ limit, used, pace }: Spent, now: number, resetsAt: string): BurnDown {
  const passed = clamp(1 - (Date.parse(resetsAt) - now) / DAY_MS);
  const part = (units: number): number => (limit === 0 ? 1 : units / limit);
  const [spent, atReset] = [part(used), part(pace.usedAtReset)];
  const empties = atReset > 1 && spent < 1 && passed < 1;
  return {
    now: passed,
    left: clamp(1 - spent),
    leftAtReset: clamp(1 - atReset),
    emptyAt: empties ? passed + ((1 - spent) / (atReset - spent)) * (1 - passed) : null,
  };
}

const clamp = (value: number): number => Math.min(1, Math.max(0, value));
