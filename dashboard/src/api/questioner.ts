import { QueryCache, QueryClient } from "@tanstack/react-query";
import { questions } from "../paths.ts";
import { ask, Refusal } from "./ask.ts";

/** Below it an answer is taken as fresh: going back to a page shows it at once, and asks nothing. */
const FRESH_MS = 15_000;

/**
 * Keeps answers, and asks again once where the service did not answer at all. `whenSignedOut` hears of it when nothing is
 * answered without signing in; where reading is open, pages that want more see that the session is over.
 */
export function openQuestioner(whenSignedOut: () => void): QueryClient {
  const lookAgain = async (): Promise<void> => {
    try {
      client.setQueryData([questions.session], await ask(questions.session));
    } catch {
      whenSignedOut();
    }
  };
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (error instanceof Refusal && error.status === 401) void lookAgain();
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: FRESH_MS,
        retry: (failures, error) => failures < 1 && error instanceof Refusal && [0, 502, 503].includes(error.status),
      },
    },
  });
  return client;
}
