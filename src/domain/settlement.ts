import type { ChannelDescription, ChannelId, ChannelRef, ChannelSnapshot } from "./channel.ts";
import type { DiscoveryStep, FoundChannel, ShownCategory } from "./discovery-step.ts";
import type { KeyTest, KeyVerdict } from "./key-test.ts";
import type { Bucket } from "./quota.ts";
import type { Reply } from "./reply.ts";
import type { Snapshot } from "./snapshot.ts";
import type { Instant } from "./time.ts";
import type { Learned, Pause, PauseSubject, TrackedChannel, TrackedVideo, TrackRequest } from "./tracked.ts";
import type { SightingSource, VideoDescription, VideoId } from "./video.ts";
import type { TrackedWatch, WatchPage } from "./watch.ts";

/** Everything that follows from one call's end. Recording it twice changes nothing. */
export interface Settlement {
  readonly at: Instant;
  readonly outcome: Outcome;
  readonly snapshots: readonly Snapshot[];
  readonly channelSnapshots: readonly ChannelSnapshot[];
  /** Texts to store; what changed since the last becomes a revision. */
  readonly descriptions: readonly VideoDescription[];
  readonly channelDescriptions: readonly ChannelDescription[];
  /** New rows of planning's memory, whole. A video that is not stored yet is a sighting, from `sightingSource`. */
  readonly videos: readonly TrackedVideo[];
  readonly sightingSource: SightingSource | null;
  readonly channels: readonly TrackedChannel[];
  /** Those of `channels` whose back-fill is what it was: nearly all, as each look at a channel gives it a new row. */
  readonly backfillsKept: readonly ChannelId[];
  /** Videos whose first-hour views these snapshots may settle or refine. */
  readonly firstHourOf: readonly VideoId[];
  readonly requests: readonly RequestOutcome[];
  readonly videoRequests: readonly VideoRequestOutcome[];
  readonly pauses: readonly Pause[];
  readonly pausesOver: readonly PauseSubject[];
  readonly learned: readonly Learned[];
  readonly watches: readonly TrackedWatch[];
  readonly watchPages: readonly WatchPage[];
  /** How far discoveries have come. */
  readonly discoverySteps: readonly DiscoveryStep[];
  /** What is known now of channels that discoveries met. */
  readonly foundChannels: readonly FoundChannel[];
  readonly shownCategories: readonly ShownCategory[];
  /** Channels to be tracked because they fit: asked for as people ask for them. */
  readonly trackRequests: readonly TrackRequest[];
  /** YouTube says this bucket of the charged project is spent until the reset. */
  readonly spent: Bucket | null;
  /** YouTube refuses the charged key, for this reason. */
  readonly keyRefused: string | null;
  /** Keys to be tried (again): new rows of planning's memory. */
  readonly keyTests: readonly KeyTest[];
  /** What the call told of the key that it was sent to try; `null` when it was no test. */
  readonly keyTested: KeyVerdict | null;
  /** Google's name of the charged project, where an error told it: two projects with one name are the same. */
  readonly consumer: string | null;
  /** Rows that could not be settled, with the reason; they cannot stop the loop. */
  readonly setAside: readonly { readonly subject: string; readonly reason: string }[];
}

/** How a call ended, as the call log keeps it. */
export interface Outcome {
  readonly kind: Reply<never>["kind"];
  readonly detail: string | null;
  /** How many of the ids asked for were answered. */
  readonly answered: number;
}

/** What became of a request to follow a video: it is followed, or YouTube does not have it (to be read). */
export interface VideoRequestOutcome {
  readonly id: VideoId;
  readonly kind: "followed" | "refused";
}

/** What became of a request to track a channel. */
export type RequestOutcome =
  | { readonly kind: "tracked"; readonly ref: ChannelRef; readonly channelId: ChannelId }
  | { readonly kind: "refused"; readonly ref: ChannelRef; readonly reason: string };
