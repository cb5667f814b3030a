import type { ServerResponse } from "node:http";
import { ABANDONED, type Clock } from "#clock.ts";
import { milliseconds, plus } from "#domain/time.ts";
import type { Fault } from "./faults.ts";

/**
 * Half of a slow answer's delay, to be called once on the way in and once on the way out: so what the answer says is
 * of the midpoint between request and response, as it is for every other one. Ends early when the client hangs up.
 */
export async function waitHalf(clock: Clock, striking: readonly Fault[], response: ServerResponse): Promise<void> {
  const slow = striking.find((fault) => fault.kind === "slow" || fault.kind === "hubSlow");
  if (!slow) return;
  const hungUp = new AbortController();
  const abandon = () => hungUp.abort(ABANDONED);
  if (response.destroyed) abandon();
  response.once("close", abandon);
  await clock.until(plus(clock.now(), milliseconds(slow.delay / 2)), hungUp.signal);
  response.off("close", abandon);
}
