import { type Duration, days, hours, milliseconds, minutes, seconds } from "#domain/time.ts";

export interface PushPolicy {
  /** Whether the hub can reach us: without an address of ours it has nowhere to push to. */
  readonly reachable: boolean;
  /** The least time between two requests to the hub. */
  readonly spacing: Duration;
  /** How long the hub may take to verify before it is asked again; twice as long after each time in vain. */
  readonly verifyFirst: Duration;
  readonly verifyMost: Duration;
  /** The wait after the hub denied a subscription; twice as long after each time. */
  readonly deniedFirst: Duration;
  readonly deniedMost: Duration;
  /** The pause of all requests after one that the hub did not take, and what it grows to. */
  readonly pauseFirst: Duration;
  readonly pauseMost: Duration;
  /** A lease is renewed after this share of it, and up to `renewSpread` of it later, by a hash of the channel's id. */
  readonly renewAfter: number;
  readonly renewSpread: number;
  /** The lease that is taken when the hub names none, and the longest and shortest that are believed. */
  readonly leaseUsual: Duration;
  readonly leaseMost: Duration;
  readonly leaseLeast: Duration;
  /** How long after an edit was pushed its video is described: all of its edits until then share one description. */
  readonly editDelay: Duration;
}

export const DEFAULT_PUSH: PushPolicy = {
  // Set where the operator says under which address the world sees us.
  reachable: false,
  // 57,000 channels are subscribed within four hours, and renewed at one request every six seconds.
  spacing: milliseconds(200),
  // Verifications follow within seconds; in its bad weeks the hub takes wishes and never verifies.
  verifyFirst: minutes(5),
  verifyMost: hours(12),
  deniedFirst: hours(1),
  deniedMost: days(1),
  // The hub asks for 120 s in its outages, which have lasted for weeks: then one request in a quarter of an hour is enough.
  pauseFirst: seconds(30),
  pauseMost: minutes(15),
  // Of the usual five days the last 18 hours to 30 hours are left for an outage of the hub to end.
  renewAfter: 0.75,
  renewSpread: 0.1,
  leaseUsual: days(5),
  // What is asked for (src/youtube/hub.ts); a longer one would keep us from renewing what may have been lost.
  leaseMost: days(10),
  leaseLeast: minutes(30),
  // An author who writes a description saves it several times.
  editDelay: minutes(10),
};
