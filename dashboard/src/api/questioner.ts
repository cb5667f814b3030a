import { QueryCache, QueryClient } from "@tanstack/react-query";
import { Refusal } from "./ask.ts";

/** Below it an answer is taken as fresh: going back to a page shows it at once, and asks nothing. */
const FRESH_MS = 15_000;

/** Keeps answers, and asks again once where the service did not answer at all. `whenSignedOut` hears of every 401. */
export const openQuestioner = (whenSignedOut: () => void): QueryClient =>
  new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (error instanceof Refusal && error.status === 401) whenSignedOut();
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: FRESH_MS,
        retry: (failures, error) => failures < 1 && error instanceof Refusal && [0, 502, 503].includes(error.status),
      },
    },
  });
