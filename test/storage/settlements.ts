import type { ChannelDescription, ChannelId } from "#domain/channel.ts";
import type { Settlement } from "#domain/settlement.ts";
import type { Snapshot } from "#domain/snapshot.ts";
import { days, hours, type Instant, instant, minus, minutes, plus } from "#domain/time.ts";
import type { TrackedChannel, TrackedVideo } from "#domain/tracked.ts";
import type { VideoDescription, VideoId } from "#domain/video.ts";
import { settlementOf } from "#planning/settling/draft.ts";
import { type Lease, takeLease } from "#storage/collecting/lease.ts";
import { recordSettlement } from "#storage/collecting/settlement.ts";
import type { Recorded } from "#storage/collecting/write-settlement.ts";
import type { Db } from "#storage/database.ts";
import { chargeCall } from "#storage/ledger/ledger.ts";
import { ensurePartitions } from "#storage/videos/partitions.ts";

/** Noon UTC: far from every midnight. */
export const NOON: Instant = instant(Date.UTC(2026, 5, 10, 12));

export const channelId = (n: number): ChannelId => `UC${String(n).padStart(22, "0")}` as ChannelId;
export const videoId = (n: number): VideoId => String(n).padStart(11, "0") as VideoId;

export const NOTHING: Settlement = settlementOf({
  at: NOON,
  outcome: { kind: "answered", detail: null, answered: 0 },
});

export const trackedVideo = (n: number, over: Partial<TrackedVideo> = {}): TrackedVideo => ({
  id: videoId(n),
  channelId: channelId(1),
  publishedAt: NOON,
  startAt: NOON,
  format: "long",
  shortsLink: null,
  weight: 1,
  watched: false,
  searched: false,
  firstSeenAt: NOON,
  last: null,
  previous: null,
  describeAt: null,
  describeWhy: "refresh",
  missingSince: null,
  goneAt: null,
  ...over,
});

export const trackedChannel = (n: number, over: Partial<TrackedChannel> = {}): TrackedChannel => ({
  id: channelId(n),
  weight: 1,
  watched: false,
  describedAt: NOON,
  uploadsPlaylistId: `UU${n}`,
  trackedSince: NOON,
  videoCount: 5,
  countedAt: NOON,
  snapshotAt: null,
  newsSince: null,
  newsNotBefore: null,
  newsAttempts: 0,
  countedBefore: null,
  lookAt: null,
  listedAt: null,
  subscription: { askAt: null, attempts: 0, until: null, pushedAt: null },
  backfill: {
    done: true,
    pageToken: null,
    listed: 5,
    total: 5,
    notBefore: NOON,
    attempts: 0,
    reason: null,
  },
  trouble: null,
  ...over,
});

export const channelDescription = (n: number, over: Partial<ChannelDescription> = {}): ChannelDescription => ({
  id: channelId(n),
  title: `Channel ${n}`,
  description: "",
  handle: `@channel${n}`,
  country: null,
  publishedAt: null,
  thumbnailUrl: null,
  uploadsPlaylistId: `UU${n}`,
  counters: { views: 1000, subscribers: 10, videoCount: 5 },
  ...over,
});

export const videoDescription = (n: number, over: Partial<VideoDescription> = {}): VideoDescription => ({
  id: videoId(n),
  channelId: channelId(1),
  channelTitle: "Channel 1",
  publishedAt: NOON,
  title: `Video ${n}`,
  description: "words",
  tags: ["Tag"],
  categoryId: "10",
  language: "en",
  thumbnailUrl: "https://i.ytimg.com/a.jpg",
  durationSeconds: 300,
  portrait: false,
  madeForKids: false,
  privacy: "public",
  liveState: "none",
  scheduledStartAt: null,
  actualStartAt: null,
  actualEndAt: null,
  broadcast: false,
  counters: { views: 1, likes: 1, comments: 1 },
  ...over,
});

/** A sample of a video by the API, as snapshot and as what planning remembers. */
export function sampled(
  n: number,
  at: Instant,
  views: number | null,
  over: Partial<TrackedVideo> = {},
): { snapshot: Snapshot; video: TrackedVideo } {
  const counters = { views, likes: 7, comments: 3 };
  return {
    snapshot: { videoId: videoId(n), capturedAt: at, source: "batch", ...counters },
    video: trackedVideo(n, { last: { at, views }, ...over }),
  };
}

/** Settles call after call under one lease, each properly charged (as a call that costs nothing). */
export class Recorder {
  readonly lease: Lease;
  readonly #db: Db;
  #number = 0;

  private constructor(db: Db, lease: Lease) {
    this.#db = db;
    this.lease = lease;
  }

  /** Makes room for snapshots from 40 days before `NOON` on, and takes the lease. */
  static async open(db: Db): Promise<Recorder> {
    await ensurePartitions(db, minus(NOON, days(40)), plus(NOON, days(40)));
    const lease = await takeLease(db, "the recorder", days(1000), minus(NOON, days(100)));
    if (!lease) throw new Error("somebody else holds the lease");
    return new Recorder(db, lease);
  }

  async charge(): Promise<number> {
    this.#number += 1;
    const charged = await chargeCall(
      this.#db,
      this.lease,
      {
        number: this.#number,
        call: "feed",
        purpose: "discovery",
        bucket: null,
        ids: 1,
        why: "a test",
        projectId: null,
        fingerprint: null,
      },
      NOON,
    );
    if (charged.kind !== "charged") throw new Error(charged.kind);
    return this.#number;
  }

  /** Charges a call and settles it with `settlement` over nothing. */
  async record(settlement: Partial<Settlement>): Promise<Recorded> {
    const number = await this.charge();
    return this.recordAs(number, settlement);
  }

  recordAs(number: number, settlement: Partial<Settlement>): Promise<Recorded> {
    const charge = { number, projectId: null, fingerprint: null };
    return recordSettlement(this.#db, this.lease, charge, { ...NOTHING, ...settlement });
  }

  /** A tracked channel with its back-fill done. */
  async trackChannel(n: number): Promise<void> {
    await this.record({ channelDescriptions: [channelDescription(n)], channels: [trackedChannel(n)] });
  }

  /** Records samples of described, known or new videos, and takes the first hours of those that have an age for it. */
  async sample(samples: readonly ReturnType<typeof sampled>[]): Promise<Recorded> {
    return this.record({
      at: samples[0]?.snapshot.capturedAt ?? NOON,
      snapshots: samples.map(({ snapshot }) => snapshot),
      videos: samples.map(({ video }) => video),
      sightingSource: "uploads",
      firstHourOf: samples
        .filter(({ snapshot, video }) => video.startAt && snapshot.capturedAt <= plus(video.startAt, hours(4)))
        .map(({ video }) => video.id),
    });
  }

  /** Gives videos first hours of exactly these views, measured at 60:00. */
  firstHours(views: Readonly<Record<number, number>>, channel = 1): Promise<Recorded> {
    const at = plus(NOON, minutes(60));
    return this.sample(
      Object.entries(views).map(([n, count]) => sampled(Number(n), at, count, { channelId: channelId(channel) })),
    );
  }
}
