import { type Duration, days, hours, minutes, seconds } from "#domain/time.ts";

export interface DiscoveryPolicy {
  readonly channelSnapshotInterval: Duration;
  /** A feed read again sooner says the same. */
  readonly feedCache: Duration;
  /** The least time between two feeds; `null` = feeds are not read. */
  readonly feedSpacing: Duration | null;
  /** The waits between looks in uploads lists for an upload that something announced and no list shows. */
  readonly newsDelays: readonly Duration[];
  /** How long reading a channel's newest uploads again waits for feeds to recover before it spends a unit. */
  readonly reconcilePatience: Duration;
  /** A channel that is pushed is counted this often all the same: pushes are lost now and then. */
  readonly pushedInterval: Duration;
  /** The share of the units that looks could use that is left to back-fill. */
  readonly spareShare: number;
  readonly troubleFirst: Duration;
  readonly troubleMost: Duration;
}

export const DEFAULT_DISCOVERY: DiscoveryPolicy = {
  channelSnapshotInterval: hours(6),
  // Feeds are served with max-age=900.
  feedCache: minutes(15),
  feedSpacing: seconds(1),
  newsDelays: [minutes(2), minutes(5), minutes(10), minutes(20)],
  reconcilePatience: hours(6),
  // 2.4 a day: 0.048 units a channel for finding what was lost.
  pushedInterval: hours(10),
  spareShare: 0.1,
  troubleFirst: hours(1),
  troubleMost: days(7),
};
