import type { Settlement } from "#domain/settlement.ts";

/** A settlement while it is being written; what is left out stays empty. */
export type Draft = { -readonly [Key in keyof Settlement]?: Settlement[Key] } & Pick<Settlement, "at" | "outcome">;

/** The settlement that a draft amounts to. */
export const settlementOf = (draft: Draft): Settlement => ({
  snapshots: [],
  channelSnapshots: [],
  descriptions: [],
  channelDescriptions: [],
  videos: [],
  sightingSource: null,
  channels: [],
  backfillsKept: [],
  firstHourOf: [],
  requests: [],
  videoRequests: [],
  pauses: [],
  pausesOver: [],
  learned: [],
  watches: [],
  watchPages: [],
  discoverySteps: [],
  foundChannels: [],
  shownCategories: [],
  trackRequests: [],
  spent: null,
  keyRefused: null,
  keyTests: [],
  keyTested: null,
  consumer: null,
  setAside: [],
  ...draft,
});

/**
 * Settles each of many rows by itself: one that throws is set aside with its reason, and the others go on.
 *
 * @param onThrow what to do about the row besides, so that it is not asked for again at once.
 */
export function eachApart<Row>(
  rows: Iterable<Row>,
  subjectOf: (row: Row) => string,
  settleRow: (row: Row) => void,
  onThrow: (row: Row) => unknown = () => undefined,
): Settlement["setAside"] {
  const setAside: { subject: string; reason: string }[] = [];
  for (const row of rows) {
    try {
      settleRow(row);
    } catch (thrown) {
      setAside.push({ subject: subjectOf(row), reason: thrown instanceof Error ? thrown.message : String(thrown) });
      onThrow(row);
    }
  }
  return setAside;
}

/**
 * The ids asked for without those whose items could not be read. Of the latter each is set aside, after `later` has seen
 * to it that it is asked for again, and not at once: YouTube has it, so it is neither missing nor gone.
 */
export function withoutUnread<Id extends string>(
  asked: readonly Id[],
  unread: readonly string[] | undefined,
  later: (id: Id) => unknown,
): { readonly ids: readonly Id[]; readonly setAside: Settlement["setAside"] } {
  const hidden = new Set<string>(unread);
  const there = asked.filter((id) => hidden.has(id));
  for (const id of there) later(id);
  return {
    ids: asked.filter((id) => !hidden.has(id)),
    setAside: there.map((subject) => ({ subject, reason: "What YouTube says of it cannot be read." })),
  };
}
