/** What to do about an outcome that is no answer (docs/operations.md). */
const ADVICE: Readonly<Record<string, string>> = {
  quotaSpent:
    "The bucket is spent: all waits until midnight in Los Angeles. A higher limit is asked of Google, per project.",
  keyRefused: "YouTube does not let this key in. Test it under Projects, and look at it in Google's console.",
  rateLimited: "YouTube asks to go slower: it is tried again by itself.",
  unavailable:
    "YouTube, or the way to it, is out: it is tried again by itself. If it stays so, look at this machine's network.",
  refused: "YouTube refuses this one thing, mostly because it is gone or private. Nothing has to be done.",
  malformed: "The answer had a form that is not known. If it stays so, look for a newer version, or report it.",
};

/** A sentence for whoever sees a failure; empty for what has none. */
export const adviceOn = (outcome: string): string => ADVICE[outcome] ?? "";
