import { useEffect, useState } from "react";
import type { Stats } from "#api/operations/stats-contract.ts";
import { useAnswer } from "./api/use-answer.ts";
import { questions } from "./paths.ts";

/** What is shown as “4 min ago” is told anew so often. */
const TICK_MS = 30_000;

/**
 * The present instant of the service, in milliseconds since 1970: machines disagree about the time, and a virtual service
 * lives in another year altogether. The service's last word is what counts; between its answers this machine's clock goes on.
 */
export function useNow(): number {
  const { data, dataUpdatedAt } = useAnswer<Stats>(questions.stats);
  const [here, setHere] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setHere(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return data ? Date.parse(data.asOf) + Math.max(0, here - dataUpdatedAt) : here;
}
