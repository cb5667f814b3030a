import { type Duration, milliseconds, seconds } from "#domain/time.ts";
import { DEFAULT_POLICY, type Policy } from "#planning/policy.ts";
import { CapacityHub } from "./capacity-hub.ts";
import { type CapacityMode, UNITS_PER_DAY } from "./capacity-modes.ts";
import { runCapacity } from "./capacity-run.ts";
import { type CapacityRow, CapacityScore } from "./capacity-score.ts";
import { steadyState } from "./capacity-state.ts";
import { capacityWorld, RUN_FROM, RUN_UNTIL } from "./capacity-world.ts";
import { CapacityYouTube } from "./capacity-youtube.ts";
import { UPLOADS_PER_DAY } from "./light-world.ts";

/** One mode at one size. Everything that is counted by the day, quotas and feeds too, is a `shrink`-th. */
export interface CapacityTask {
  readonly mode: CapacityMode;
  readonly channels: number;
  readonly shrink: number;
  readonly seed: number;
}

/** Feeds answer 404 in these hours (UTC) of every day, as they do in bad months (docs/youtube-api.md). */
const FEEDS_AWAY = { from: 15, to: 18 } as const;

/** Draws the world, arranges what planning knows of it, and runs the days. */
export function carryOut({ mode, channels, shrink, seed }: CapacityTask): CapacityRow {
  const world = capacityWorld(seed, channels);
  const unitsPerDay = Math.round(UNITS_PER_DAY / shrink);
  const score = new CapacityScore(world);
  runCapacity(
    {
      state: steadyState(world, RUN_FROM, { hub: mode.hub, samplesPerVideo: samplesFor(unitsPerDay, channels) }),
      youtube: new CapacityYouTube(world, {
        countLag: mode.countLag,
        feedsAway: mode.feeds === "failing" ? FEEDS_AWAY : null,
      }),
      hub: new CapacityHub(mode.hub ? world : null, seed, RUN_FROM),
      policy: policyOf(mode, shrink),
      unitsPerDay,
      from: RUN_FROM,
      until: RUN_UNTIL,
    },
    score,
  );
  return score.row(mode.mode);
}

/** What a day's places come to for a video, at most what the schedule gives one. */
const samplesFor = (unitsPerDay: number, channels: number): number =>
  Math.min(DEFAULT_POLICY.sampling.samplesPerVideo, (unitsPerDay * 50) / (channels * UPLOADS_PER_DAY));

const policyOf = ({ hub, feeds }: CapacityMode, shrink: number): Policy => ({
  ...DEFAULT_POLICY,
  push: { ...DEFAULT_POLICY.push, reachable: hub },
  discovery: {
    ...DEFAULT_POLICY.discovery,
    feedSpacing: feeds === "none" ? null : milliseconds(FEED_SPACING * shrink),
  },
});

const FEED_SPACING: Duration = DEFAULT_POLICY.discovery.feedSpacing ?? seconds(1);
