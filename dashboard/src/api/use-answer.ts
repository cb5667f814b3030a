import { useQuery } from "@tanstack/react-query";
import { ask, askText } from "./ask.ts";

/** How often a page asks again for what changes while somebody looks at it. */
const MINUTE = 60_000;

/** The answer to a question, which is its path: whoever asks the same shares it. Asked again each minute. */
export const useAnswer = <Answer>(path: string, { enabled = true }: { readonly enabled?: boolean } = {}) =>
  useQuery({
    queryKey: [path],
    queryFn: ({ signal }) => ask<Answer>(path, signal),
    refetchInterval: MINUTE,
    enabled,
  });

export const useText = (path: string) => useQuery({ queryKey: [path], queryFn: ({ signal }) => askText(path, signal) });
