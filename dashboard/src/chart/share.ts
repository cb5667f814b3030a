/** How much of a whole is there, from 0 to 1: as much as all where counters of different times say more. */
export const shareOf = (part: number, whole: number): number =>
  whole > 0 ? Math.min(1, Math.max(0, part / whole)) : 0;
