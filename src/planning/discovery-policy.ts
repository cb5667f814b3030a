import { type Duration, days, hours, minutes, seconds } from "#domain/time.ts";

export interface DiscoveryPolicy {
  readonly countInterval: Duration;
  /** The share of the default bucket's remaining units that counting may spend. */
  readonly countShare: number;
  readonly channelSnapshotInterval: Duration;
  /** A feed read again sooner says the same. */
  readonly feedCache: Duration;
  readonly feedSpacing: Duration;
  /** The waits between looks for an upload that a count announced and no list shows. */
  readonly newsDelays: readonly Duration[];
  readonly reconcileInterval: Duration;
  /** How long a reconcile waits for feeds to recover before it spends a unit. */
  readonly reconcilePatience: Duration;
  /** The share of the default bucket, over the rest of the day, that back-fill leaves beside what counting needs. */
  readonly backfillReserveShare: number;
  readonly troubleFirst: Duration;
  readonly troubleMost: Duration;
}

export const DEFAULT_DISCOVERY: DiscoveryPolicy = {
  // A counter may lag 10 min and a list some more: so an upload is known long before it is 62 min old.
  countInterval: minutes(10),
  countShare: 0.35,
  channelSnapshotInterval: hours(6),
  // Feeds are served with max-age=900.
  feedCache: minutes(15),
  feedSpacing: seconds(1),
  newsDelays: [seconds(1), minutes(2), minutes(5), minutes(10), minutes(20)],
  // An upload and a deletion cancel in the count: once a day each channel's list is read whatever the count says.
  reconcileInterval: days(1),
  reconcilePatience: hours(6),
  // Beside counting: descriptions, pages after news, and sampling by videos.list.
  backfillReserveShare: 0.15,
  troubleFirst: hours(1),
  troubleMost: days(7),
};
