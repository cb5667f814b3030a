import type { TrackAnswer, TrackRequest } from "#api/operations/operations-contract.ts";
import { asCount } from "../format/numbers.ts";

/** One entry of a list of channels, and what became of it so far. */
export interface Entry {
  /** As it was typed. */
  readonly text: string;
  readonly refused: string | null;
  readonly request: TrackRequest | null;
}

/** The entries of a list, with the requests that the service has for them. */
export function entriesOf(outcomes: TrackAnswer["outcomes"], requests: readonly TrackRequest[]): Entry[] {
  const byRef = new Map(requests.map((request) => [request.ref, request]));
  return outcomes.map((outcome) =>
    outcome.outcome === "invalid"
      ? { text: outcome.channel, refused: outcome.reason, request: null }
      : { text: outcome.channel, refused: null, request: byRef.get(outcome.ref) ?? null },
  );
}

/** Whether nothing more will be heard of it: it was refused, or the channel and its whole catalogue are here. */
export const isOver = ({ refused, request }: Entry): boolean =>
  refused !== null || request?.state === "refused" || request?.backfill?.done === true;

/** How far it is, in words. */
export function wordsOf({ refused, request }: Entry): string {
  if (refused !== null) return `Not understood. ${refused}`;
  switch (request?.state) {
    case undefined:
    case "waiting":
      return "Being looked up.";
    case "refused":
      return `Not found. ${request.reason ?? ""}`;
    case "tracked":
      return catalogueWords(request.backfill);
  }
}

function catalogueWords(backfill: TrackRequest["backfill"]): string {
  if (backfill === null) return "Tracked. Its catalogue is read next.";
  const { done, listed, total, reason } = backfill;
  const why = reason === null ? "" : ` ${reason}`;
  if (done)
    return `Tracked. ${listed === 1 ? "Its one video is" : `All its ${asCount(listed)} videos are`} listed.${why}`;
  const of = total === null ? asCount(listed) : `${asCount(listed)} of ${asCount(total)}`;
  return `Tracked. Its catalogue is being read: ${of} videos.${why}`;
}

/** All of a list in a sentence or two. */
export function summaryOf(entries: readonly Entry[]): string {
  const tracked = entries.filter(({ request }) => request?.state === "tracked");
  const refused = entries.filter(({ refused, request }) => refused !== null || request?.state === "refused").length;
  const listed = tracked.reduce((sum, { request }) => sum + (request?.backfill?.listed ?? 0), 0);
  const found = `${asCount(tracked.length)} of ${asCount(entries.length)} found${refused === 0 ? "" : `, ${asCount(refused)} refused`}`;
  const end = entries.every(isOver) ? "Everything there is of them is listed." : "The rest comes by itself.";
  return `${found}; ${asCount(listed)} videos listed. ${end}`;
}
