import { useQuery } from "@tanstack/react-query";
import type { AgedCurves } from "#api/videos/video-curves-contract.ts";
import { askWith } from "../api/ask.ts";
import { questions } from "../paths.ts";

/** A curve by age moves as slowly as its video grows old. */
const FRESH_MS = 5 * 60_000;

/** The curves of some videos by age, by their ids: one question for all of them. */
export function useAgedCurves(ids: readonly string[]): ReadonlyMap<string, AgedCurves["items"][number]> {
  const { data } = useQuery({
    queryKey: [questions.agedCurves, ids],
    queryFn: ({ signal }) => askWith<AgedCurves>(questions.agedCurves, { ids }, signal),
    staleTime: FRESH_MS,
    enabled: ids.length > 0,
  });
  return new Map((data?.items ?? []).map((curve) => [curve.id, curve]));
}
