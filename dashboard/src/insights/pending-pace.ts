/** What is computed for the first time takes seconds, a minute for very many videos. */
const FIRST_MS = 2_000;
const LONGEST_MS = 30_000;

/** By then some four minutes have passed: something is wrong, and asking on would hide it. */
const TRIES_MAX = 12;

/**
 * When to ask again for what is being computed, in milliseconds; `false` = not by itself any more.
 *
 * @param tries how often it was answered that it is not there yet.
 */
export const pendingPace = (tries: number): number | false =>
  tries >= TRIES_MAX ? false : Math.min(LONGEST_MS, FIRST_MS * 1.5 ** Math.max(0, tries - 1));
