import { IDS_PER_CALL } from "#domain/quota.ts";
import { days, hours, type Instant, inSeconds, minutes, seconds } from "#domain/time.ts";
import type { CapacityRow } from "./capacity-score.ts";
import {
  type CapacityWorld,
  capacityWorld,
  MEASURED_DAYS,
  MEASURED_FROM,
  RUN_UNTIL,
  YOUTH_END,
} from "./capacity-world.ts";
import { startedBy } from "./light-world.ts";

const POLLED_EVERY = hours(1);
const HOUR = minutes(60);
const NEAR = seconds(180);
const KNOWN_WITHIN = minutes(62);

/**
 * What trackers do without planning: read every channel's uploads page once an hour, describe what is new on it in a call,
 * sample each video when it is an hour old, and all that are young once an hour. A plain loop over the same world, whose
 * calls are counted as they are made; of so many channels as its units pay for.
 */
export function playlistBaseline(seed: number, unitsPerDay: number): CapacityRow {
  // It needs 24 units a channel and day for the pages alone.
  for (let channels = Math.floor(unitsPerDay / (days(1) / POLLED_EVERY)); ; channels--) {
    const row = poll(capacityWorld(seed, channels));
    if (row.unitsDefault <= unitsPerDay && row.unitsBatch <= unitsPerDay) return row;
  }
}

function poll(world: CapacityWorld): CapacityRow {
  const { light } = world;
  const calls = { "discovery:uploads": 0, "describe:describe": 0, "milestone:sample": 0, "curve:sample": 0 };
  let [sent, young, uploads, known, near] = [0, 0, 0, 0, 0];
  const distances: number[] = [];
  for (const [index, channel] of light.channels.entries()) {
    const phase = (index / light.channels.length) * POLLED_EVERY;
    for (let at = MEASURED_FROM + phase; at < RUN_UNTIL; at += POLLED_EVERY) {
      calls["discovery:uploads"] += 1;
      const first = channel.first + startedBy(light, channel, at - POLLED_EVERY);
      const end = channel.first + startedBy(light, channel, at);
      if (end > first) calls["describe:describe"] += 1;
      for (let video = first; video < end; video++) {
        const age = at - (light.startAt[video] ?? 0);
        // Known too late, it is sampled at once.
        const distance = Math.max(0, age - HOUR);
        uploads += 1;
        if (age <= KNOWN_WITHIN) known += 1;
        if (distance <= NEAR) near += 1;
        distances.push(distance);
        calls["milestone:sample"] += 1;
        [sent, young] = [sent + 1, young + 1];
      }
    }
  }
  for (let at: number = MEASURED_FROM; at < RUN_UNTIL; at += POLLED_EVERY) {
    const alive = youngAt(world, at as Instant);
    calls["curve:sample"] += Math.ceil(alive / IDS_PER_CALL);
    [sent, young] = [sent + alive, young + alive];
  }
  distances.sort((a, b) => a - b);
  const aDay = (n: number): number => Math.round(n / MEASURED_DAYS);
  const batch = calls["milestone:sample"] + calls["curve:sample"];
  return {
    mode: "playlist",
    channels: light.channels.length,
    within180s: near / uploads,
    samplesPerVideo: young / uploads,
    unitsDefault: aDay(calls["discovery:uploads"] + calls["describe:describe"]),
    unitsBatch: aDay(batch),
    known62: known / uploads,
    firstHourMedianSeconds: inSeconds((distances[distances.length >> 1] ?? 0) as typeof HOUR),
    fill: sent / (batch * IDS_PER_CALL),
    feedsPerSecond: 0,
    byPurpose: Object.fromEntries(Object.entries(calls).map(([kind, n]) => [kind, aDay(n)])),
  };
}

/** How many videos are in their first 30 days. */
const youngAt = ({ light }: CapacityWorld, at: Instant): number =>
  light.startAt.reduce((sum, start) => sum + (start <= at && at - start <= YOUTH_END ? 1 : 0), 0);
