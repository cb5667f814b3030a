import { days, type Instant, instant, minutes } from "#domain/time.ts";
import type { Found } from "./discovery-run.ts";
import { idOf, type LightWorld } from "./light-world.ts";

const PERIOD = minutes(64);
const IDS = 50;

/** Everybody counted every 64 minutes, fifty at a time at even instants; what a count shows is known at once. */
export function uniformCounts(world: LightWorld, from: Instant, until: Instant): Found {
  const groups = Math.ceil(world.channels.length / IDS);
  const phaseOf = (group: number) => (group / groups) * PERIOD;
  const sent: {
    call: { kind: "count"; channelIds: []; ration: { price: 0; base: 0; spacing: typeof PERIOD } };
    at: Instant;
  }[] = [];
  const call = { kind: "count", channelIds: [], ration: { price: 0, base: 0, spacing: PERIOD } } as const;
  for (let group = 0; group < groups; group++) {
    for (let at = from + phaseOf(group); at < until; at += PERIOD)
      sent.push({ call: { ...call, channelIds: [] }, at: instant(at) });
  }
  const seenAt = new Map();
  for (const [video, start] of world.startAt.entries()) {
    if (start < from - days(1)) continue;
    const phase = phaseOf(Math.floor((world.channelOf[video] ?? 0) / IDS));
    seenAt.set(idOf(video), from + phase + Math.ceil((start - from - phase) / PERIOD) * PERIOD);
  }
  return { seenAt, sent };
}
