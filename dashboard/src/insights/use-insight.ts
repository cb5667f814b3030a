import { useQuery } from "@tanstack/react-query";
import { ask, Refusal } from "../api/ask.ts";

const MINUTE = 60_000;
/** What is being computed for the first time takes seconds. */
const PENDING_MS = 2_000;

export const isPending = (error: unknown): boolean =>
  error instanceof Refusal && error.type === "/problems/insight-pending";

/** An insight's answer. While it is computed for the first time, which is no failure, it is asked for again by itself. */
export const useInsight = <Answer>(path: string) =>
  useQuery({
    queryKey: [path],
    queryFn: ({ signal }) => ask<Answer>(path, signal),
    retry: (failures, error) => !isPending(error) && failures < 1 && error instanceof Refusal && error.status === 0,
    refetchInterval: ({ state }) => (isPending(state.error) ? PENDING_MS : MINUTE),
  });
