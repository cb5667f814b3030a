import { parseArgs } from "node:util";
import type { ChannelId } from "#domain/channel.ts";
import type { Push } from "#domain/push.ts";
import {
  type Duration,
  days,
  hours,
  type Instant,
  inSeconds,
  instant,
  milliseconds,
  minutes,
  plus,
} from "#domain/time.ts";
import { DEFAULT_POLICY, type Policy } from "#planning/policy.ts";
import { Chance } from "#simulation/random.ts";
import { uniformCounts } from "./discovery-baseline.ts";
import { type Found, runDiscovery } from "./discovery-run.ts";
import { InMemoryYouTube } from "./in-memory-youtube.ts";
import { idOf, type LightWorld, lightWorld } from "./light-world.ts";
import { steadyRows } from "./steady-rows.ts";

export interface DiscoveryRow {
  readonly mode: string;
  /** The share of uploads known within 62 minutes. */
  readonly known62: number;
  readonly medianSeconds: number;
  readonly p95Seconds: number;
  /** Units for looking (counts), for what follows a look (pages), and for everything. */
  readonly unitsPerChannelDay: number;
  readonly followUpUnits: number;
  readonly allUnits: number;
}

interface Mode {
  readonly mode: string;
  /** One project's 10,000 units are shared by so many channels: the units a channel gets here. */
  readonly channelsPerProject: number;
  readonly countLag: Duration;
  readonly feeds: boolean;
  readonly hub: "none" | "sound" | "lossy";
}

const NO_LAG = minutes(0);

/** Each at about the number of channels that one project carries with it, hours without feeds included. */
const MODES: readonly Mode[] = [
  { mode: "push", channelsPerProject: 57_000, countLag: NO_LAG, feeds: true, hub: "sound" },
  { mode: "push-lossy", channelsPerProject: 57_000, countLag: NO_LAG, feeds: true, hub: "lossy" },
  { mode: "rss", channelsPerProject: Number.POSITIVE_INFINITY, countLag: NO_LAG, feeds: true, hub: "none" },
  { mode: "rss+counts", channelsPerProject: 32_000, countLag: NO_LAG, feeds: true, hub: "none" },
  { mode: "counts", channelsPerProject: 18_400, countLag: NO_LAG, feeds: false, hub: "none" },
  { mode: "counts-lag10", channelsPerProject: 17_100, countLag: minutes(10), feeds: false, hub: "none" },
];

const UNITS_PER_PROJECT = 10_000;

/** Midnight in Los Angeles. */
const FROM = instant(Date.UTC(2026, 8, 1, 7));
const HISTORY_DAYS = 60;
/** The price of a look and the lag of the counter are learned in these. */
const WARM_UP_DAYS = 2;

/** Feeds answer 404 in these hours (UTC) of every day, and the lossy hub is down in those of the last measured day. */
const FEEDS_AWAY = { from: 15, to: 18 } as const;
const HUB_AWAY = { from: 10, to: 16 } as const;
const LOST_SHARE = 0.03;

/**
 * How soon uploads are known, and at how many units: by push, by push that loses, by feeds alone, and by counts with and
 * without feeds behind them, each with the real planner; beside it counting everybody evenly.
 */
export async function discovery(args: readonly string[]): Promise<{ rows: DiscoveryRow[] }> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: "boolean" },
      json: { type: "boolean" },
      channels: { type: "string", default: "5000" },
      seed: { type: "string", default: "7" },
      mode: { type: "string" },
    },
  });
  const count = values.quick ? 4000 : Number(values.channels);
  const measured = values.quick ? 1 : 2;
  const seed = Number(values.seed);
  const span = { from: plus(FROM, days(HISTORY_DAYS + WARM_UP_DAYS)), days: measured };
  const world = lightWorld(seed, count, FROM, HISTORY_DAYS + WARM_UP_DAYS + measured + 1);
  const rows: DiscoveryRow[] = [];
  for (const mode of MODES) {
    if (values.mode !== undefined && values.mode !== mode.mode) continue;
    const found = runMode(world, mode, span, seed);
    rows.push(rowOf(mode.mode, world, found, span));
  }
  rows.push(rowOf("counts-uniform", world, uniformCounts(world, span.from, plus(span.from, days(measured))), span));
  return { rows };
}

interface Span {
  readonly from: Instant;
  readonly days: number;
}

function runMode(world: LightWorld, mode: Mode, span: Span, seed: number): Found {
  const from = plus(FROM, days(HISTORY_DAYS));
  const until = plus(span.from, days(span.days));
  const pushedUntil = mode.hub === "none" ? null : plus(until, days(5));
  const policy: Policy = {
    ...DEFAULT_POLICY,
    discovery: { ...DEFAULT_POLICY.discovery, feedSpacing: mode.feeds ? DEFAULT_POLICY.discovery.feedSpacing : null },
  };
  return runDiscovery({
    youtube: new InMemoryYouTube(world, { countLag: mode.countLag, feedsAway: FEEDS_AWAY }),
    rows: steadyRows(world, from, pushedUntil),
    policy,
    unitsPerDay: Math.round((UNITS_PER_PROJECT * world.channels.length) / mode.channelsPerProject),
    pushes: mode.hub === "none" ? [] : pushesOf(world, from, until, mode.hub === "lossy", seed),
    from,
    // Uploads of the last hour are given their time.
    until: plus(until, minutes(65)),
  });
}

/** What the hub pushes: each upload half a minute later on average. */
function pushesOf(world: LightWorld, from: Instant, until: Instant, lossy: boolean, seed: number): Push[] {
  const chance = new Chance(seed, "hub");
  const downFrom = plus(until, milliseconds(hours(HUB_AWAY.from) - days(1)));
  const downTo = plus(downFrom, hours(HUB_AWAY.to - HUB_AWAY.from));
  const pushes: Push[] = [];
  for (const [video, start] of world.startAt.entries()) {
    const publishedAt = start as Instant;
    const delay = milliseconds(Math.round(5000 - 25_000 * Math.log(1 - chance.uniform())));
    const lost = chance.happens(LOST_SHARE);
    if (publishedAt < from || (lossy && (lost || (publishedAt >= downFrom && publishedAt < downTo)))) continue;
    const channelId = world.channels[world.channelOf[video] ?? 0]?.id as ChannelId;
    const entry = { videoId: idOf(video), channelId, publishedAt, updatedAt: publishedAt, shortsLink: null };
    const news = { entries: [entry], deletions: [] };
    pushes.push({ kind: "pushed", channelId, receivedAt: plus(publishedAt, delay), news });
  }
  return pushes.sort((a, b) => a.receivedAt - b.receivedAt);
}

function rowOf(mode: string, world: LightWorld, found: Found, span: Span): DiscoveryRow {
  const until = plus(span.from, days(span.days));
  const delays: number[] = [];
  for (const [video, start] of world.startAt.entries()) {
    if (start < span.from || start >= until) continue;
    delays.push((found.seenAt.get(idOf(video)) ?? Number.POSITIVE_INFINITY) - start);
  }
  delays.sort((a, b) => a - b);
  const quantile = (q: number) => inSeconds((delays[Math.floor(q * delays.length)] ?? 0) as Duration);
  const channelDays = world.channels.length * span.days;
  const inSpan = found.sent.filter(({ at }) => at >= span.from && at < until);
  const units = (kinds: readonly string[]) =>
    inSpan.filter(({ call }) => kinds.includes(call.kind)).length / channelDays;
  return {
    mode,
    known62: delays.filter((delay) => delay <= minutes(62)).length / delays.length,
    medianSeconds: quantile(0.5),
    p95Seconds: quantile(0.95),
    unitsPerChannelDay: units(["count"]),
    followUpUnits: units(["uploads"]),
    allUnits: units(["count", "uploads", "describe", "resolve"]),
  };
}
