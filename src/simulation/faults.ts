import type { ChannelId } from "#domain/channel.ts";
import type { Duration, Instant } from "#domain/time.ts";
import { share } from "./random.ts";

/** What of YouTube a request asks; faults may be limited to some. */
export type Endpoint = "videos" | "batchGetStats" | "channels" | "playlistItems" | "search" | "feeds";

interface Window {
  readonly from: Instant;
  readonly to: Instant;
  /** Which endpoints it strikes; all when left out. */
  readonly endpoints?: readonly Endpoint[];
  /** What share of the requests it strikes, drawn by their number; all when left out. */
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
    | { readonly kind: "rateLimited" }
    /** All feeds answer 404, as on most days since December 2025. */
    | { readonly kind: "feeds404" }
    /** Feeds refuse this address. */
    | { readonly kind: "feedsBlocked"; readonly status: 403 | 429 }
    /** This share of living ids is left out of batchGetStats' answers ("not atomic"); which ones changes each minute. */
    | { readonly kind: "missing"; readonly idShare: number }
    | { readonly kind: "batchRefused"; readonly status: 403 | 404 }
    | { readonly kind: "playlistNotFound"; readonly channelId: ChannelId }
  );

/** The kinds that only ever concern one endpoint, whatever their window says. */
const HOME: Partial<Record<Fault["kind"], Endpoint>> = {
  feeds404: "feeds",
  feedsBlocked: "feeds",
  missing: "batchGetStats",
  batchRefused: "batchGetStats",
  playlistNotFound: "playlistItems",
};

/** The faults that strike the `ordinal`-th request of the server's life, in the order they were listed. */
export function faultsAt(faults: readonly Fault[], endpoint: Endpoint, at: Instant, ordinal: number): readonly Fault[] {
  return faults.filter((fault, index) => {
    if (at < fault.from || at >= fault.to) return false;
    const home = HOME[fault.kind];
    if (home !== undefined && home !== endpoint) return false;
    if (fault.endpoints && !fault.endpoints.includes(endpoint)) return false;
    return fault.share === undefined || share("fault", index, ordinal) < fault.share;
  });
}

/** Whether a `missing` fault leaves this id out now. */
export const isLeftOut = (id: string, at: Instant, idShare: number): boolean =>
  share("missing", id, Math.floor(at / 60_000)) < idShare;
