import { useQuery } from "@tanstack/react-query";
import type { TrackRequest } from "#api/operations/operations-contract.ts";
import { ask } from "../api/ask.ts";
import { questions } from "../paths.ts";

interface Requests {
  readonly items: readonly TrackRequest[];
}

/** One question names so many channels at most. */
const REFS_MAX = 100;

/** The collector answers within a second or two, and lists fifty videos a call. */
const POLL_MS = 2_000;

const isOpen = ({ state, backfill }: TrackRequest): boolean =>
  state === "waiting" || (state === "tracked" && backfill?.done !== true);

/**
 * What became of the requests for some channels, asked again until there is nothing left to wait for; `null` = the newest
 * requests of all, whoever made them.
 */
export const useRequests = (refs: readonly string[] | null) =>
  useQuery({
    queryKey: [questions.channelRequests([]), refs],
    queryFn: async ({ signal }): Promise<readonly TrackRequest[]> => {
      const parts = refs === null ? [[]] : partsOf(refs);
      const answers = await Promise.all(parts.map((part) => ask<Requests>(questions.channelRequests(part), signal)));
      return answers.flatMap(({ items }) => items);
    },
    refetchInterval: ({ state: { data } }) => (data && !data.some(isOpen) ? false : POLL_MS),
  });

const partsOf = (refs: readonly string[]): (readonly string[])[] =>
  Array.from({ length: Math.ceil(refs.length / REFS_MAX) }, (_, n) => refs.slice(n * REFS_MAX, (n + 1) * REFS_MAX));
