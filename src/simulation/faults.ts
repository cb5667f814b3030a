import type { ChannelId } from "#domain/channel.ts";
import type { Bucket } from "#domain/quota.ts";
import { type Duration, type Instant, milliseconds } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import { share } from "./random.ts";

/** What of YouTube a request asks; faults may be limited to some. */
export type Endpoint = (typeof ENDPOINTS)[number];

export const ENDPOINTS = [
  "videos",
  "batchGetStats",
  "channels",
  "channelSections",
  "commentThreads",
  "playlistItems",
  "search",
  "subscriptions",
  "feeds",
  "hub",
] as const;

/** Why a key is refused. A project that is suspended or lacks the API is so with all its keys. */
export type KeyTrouble = "invalid" | "expired" | "notEnabled" | "restricted" | "referrer" | "address" | "suspended";

interface Window {
  readonly from: Instant;
  readonly to: Instant;
  /** Which endpoints it strikes; all when left out. The hub has faults of its own and meets no others. */
  readonly endpoints?: readonly Exclude<Endpoint, "hub">[];
  /** What share of the requests (or notifications) it strikes, drawn by their number (or video); all when left out. */
  readonly share?: number;
}

/** Something that goes wrong in the world between two instants, as docs/youtube-api.md tells of it. */
export type Fault = Window &
  (
    | { readonly kind: "unavailable" }
    | { readonly kind: "html" }
    | { readonly kind: "truncated" }
    /** Answers after this long, by the world's clock. */
    | { readonly kind: "slow"; readonly delay: Duration }
    | { readonly kind: "reset" }
    /** The limit a minute is passed, whatever is asked; that of one project only, when it is named. */
    | { readonly kind: "rateLimited"; readonly consumer?: string }
    /** A key is let in no more, for one of the reasons there are. */
    | { readonly kind: "keyRefused"; readonly key: string; readonly why: KeyTrouble }
    /** Somebody else draws on a project: so much less of its bucket is left for us each day. */
    | { readonly kind: "usedElsewhere"; readonly consumer: string; readonly bucket: Bucket; readonly units: number }
    /** Buckets are called spent that are not: the count that refuses is late. */
    | { readonly kind: "calledSpent" }
    /** All feeds answer 404, as on most days since December 2025. */
    | { readonly kind: "feeds404" }
    /** Feeds refuse this address. */
    | { readonly kind: "feedsBlocked"; readonly status: 403 | 429 }
    /** This share of living ids is left out of batchGetStats' answers ("not atomic"); which ones changes each minute. */
    | { readonly kind: "missing"; readonly idShare: number }
    | { readonly kind: "batchRefused"; readonly status: 403 | 404 }
    | { readonly kind: "playlistNotFound"; readonly channelId: ChannelId }
    /** Search refuses page tokens that it has given itself. */
    | { readonly kind: "tokensRefused" }
    /** The hub takes no new subscription and no renewal (503 and `retry-after`); what is subscribed is served. */
    | { readonly kind: "hubUnavailable" }
    /** The hub answers subscribers after this long, by the world's clock. */
    | { readonly kind: "hubSlow"; readonly delay: Duration }
    /** Verifications of what is asked for in the window all come at its end, in one storm. */
    | { readonly kind: "verificationsHeld" }
    /** What happens in the window is never told. */
    | { readonly kind: "pushLost" }
    | { readonly kind: "pushLate"; readonly delay: Duration }
    | { readonly kind: "pushDuplicated" }
  );

/** The kinds that only ever concern one endpoint, whatever their window says. */
const HOME: Partial<Record<Fault["kind"], Endpoint>> = {
  feeds404: "feeds",
  feedsBlocked: "feeds",
  missing: "batchGetStats",
  batchRefused: "batchGetStats",
  playlistNotFound: "playlistItems",
  tokensRefused: "search",
  hubUnavailable: "hub",
  hubSlow: "hub",
  verificationsHeld: "hub",
};

/** The faults that strike the `ordinal`-th request of the server's life, in the order they were listed. */
export function faultsAt(faults: readonly Fault[], endpoint: Endpoint, at: Instant, ordinal: number): readonly Fault[] {
  return faults.filter((fault, index) => {
    if (at < fault.from || at >= fault.to) return false;
    const home = HOME[fault.kind];
    if (home !== undefined && home !== endpoint) return false;
    if (endpoint === "hub") {
      if (home !== "hub") return false;
    } else if (fault.endpoints && !fault.endpoints.includes(endpoint)) return false;
    return fault.share === undefined || share("fault", index, ordinal) < fault.share;
  });
}

/** Why a key is refused at an instant; `null` when it is not. */
export function keyTroubleAt(faults: readonly Fault[], key: string, at: Instant): KeyTrouble | null {
  for (const fault of faults) {
    if (fault.kind === "keyRefused" && fault.key === key && at >= fault.from && at < fault.to) return fault.why;
  }
  return null;
}

/** How much of a project's bucket others have taken at an instant. */
export const usedElsewhere = (faults: readonly Fault[], consumer: string, bucket: Bucket, at: Instant): number =>
  faults.reduce(
    (sum, fault) =>
      fault.kind === "usedElsewhere" &&
      fault.consumer === consumer &&
      fault.bucket === bucket &&
      at >= fault.from &&
      at < fault.to
        ? sum + fault.units
        : sum,
    0,
  );

/** What becomes of the notification of something that happens at `at` to a video. */
export function pushFate(
  faults: readonly Fault[],
  at: Instant,
  videoId: VideoId,
): { readonly lost: boolean; readonly lateBy: Duration; readonly repeated: boolean } {
  const striking = faults.filter(
    (fault, index) => at >= fault.from && at < fault.to && share("push fault", index, videoId, at) < (fault.share ?? 1),
  );
  return {
    lost: striking.some((fault) => fault.kind === "pushLost"),
    lateBy: milliseconds(striking.reduce((sum, fault) => sum + (fault.kind === "pushLate" ? fault.delay : 0), 0)),
    repeated: striking.some((fault) => fault.kind === "pushDuplicated"),
  };
}

/** Whether a `missing` fault leaves this id out now. */
export const isLeftOut = (id: string, at: Instant, idShare: number): boolean =>
  share("missing", id, Math.floor(at / 60_000)) < idShare;
