import { useQuery } from "@tanstack/react-query";
import { ask, Refusal } from "../api/ask.ts";
import { pendingPace } from "./pending-pace.ts";

const MINUTE = 60_000;

export const isPending = (error: unknown): boolean =>
  error instanceof Refusal && error.type === "/problems/insight-pending";

/**
 * An insight's answer. While it is computed for the first time, which is no failure, it is asked for again by itself;
 * `isAskedAgain` says until when.
 */
export function useInsight<Answer>(path: string) {
  const { data, error, refetch, errorUpdateCount } = useQuery({
    queryKey: [path],
    queryFn: ({ signal }) => ask<Answer>(path, signal),
    retry: (failures, error) => !isPending(error) && failures < 1 && error instanceof Refusal && error.status === 0,
    refetchInterval: ({ state }) => (isPending(state.error) ? pendingPace(state.errorUpdateCount) : MINUTE),
  });
  return { data, error, refetch, isAskedAgain: pendingPace(errorUpdateCount) !== false };
}
