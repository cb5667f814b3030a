import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ask, askText } from "./ask.ts";

/** How often a page asks again for what changes while somebody looks at it. */
const MINUTE = 60_000;

interface Asking<Answer> {
  readonly enabled?: boolean;
  /** How soon it is asked again after an answer, in milliseconds; `false` = never. Absent = each minute. */
  readonly every?: (answer: Answer | undefined) => number | false;
  /** Whether the last answer stays while another question is answered. */
  readonly keeps?: boolean;
}

/** The answer to a question, which is its path: whoever asks the same shares it. */
export const useAnswer = <Answer>(
  path: string,
  { enabled = true, every = () => MINUTE, keeps = false }: Asking<Answer> = {},
) =>
  useQuery({
    queryKey: [path],
    queryFn: ({ signal }) => ask<Answer>(path, signal),
    refetchInterval: (query) => every(query.state.data as Answer | undefined),
    enabled,
    ...(keeps ? { placeholderData: keepPreviousData as <Kept>(before: Kept) => Kept } : {}),
  });

export const useText = (path: string) => useQuery({ queryKey: [path], queryFn: ({ signal }) => askText(path, signal) });
