import { bucketOf, type Call, idsIn } from "#domain/call.ts";
import type { Purpose } from "#domain/plan.ts";
import { IDS_PER_CALL } from "#domain/quota.ts";
import type { Settlement } from "#domain/settlement.ts";
import { type Duration, type Instant, inSeconds, minutes, seconds } from "#domain/time.ts";
import type { Witness } from "./capacity-run.ts";
import {
  type CapacityWorld,
  MEASURED_DAYS,
  MEASURED_FROM,
  measuredUploads,
  uploadsOfMeasuredDays,
  YOUTH_END,
} from "./capacity-world.ts";
import { numberOf } from "./light-world.ts";

/** What the benchmark prints of a mode. */
export interface CapacityRow {
  readonly mode: string;
  readonly channels: number;
  /** The share of uploads of the measured days with a sample within three minutes of 60 min. */
  readonly within180s: number;
  /** Samples of videos in their first 30 days (and 12 hours: the last milestone's window) for each upload, in the measured days. */
  readonly samplesPerVideo: number;
  /** Units a day. */
  readonly unitsDefault: number;
  readonly unitsBatch: number;
  /** The share of uploads known within 62 minutes, and how far from 60 min the nearest sample of half of them lies. */
  readonly known62: number;
  readonly firstHourMedianSeconds: number;
  /** Ids sent ÷ places, in sampling calls. */
  readonly fill: number;
  readonly feedsPerSecond: number;
  /** Calls a day, by purpose and kind. */
  readonly byPurpose: Readonly<Record<string, number>>;
}

const KNOWN_WITHIN = minutes(62);
const NEAR = seconds(180);
const HOUR = minutes(60);

/** Keeps what a row is made of, by the world's own truth of when each video started. */
export class CapacityScore implements Witness {
  readonly #world: CapacityWorld;
  /** By video: the distance of its nearest sample from 60 min, and its age when it was first known. */
  readonly #nearest: Float64Array;
  readonly #knownAfter: Float64Array;
  readonly #calls = new Map<string, number>();
  readonly #units = { default: 0, batch: 0, search: 0 };
  #young = 0;
  #sent = 0;
  #places = 0;
  #feeds = 0;

  constructor(world: CapacityWorld) {
    this.#world = world;
    this.#nearest = new Float64Array(world.light.startAt.length).fill(Number.POSITIVE_INFINITY);
    this.#knownAfter = new Float64Array(world.light.startAt.length).fill(Number.POSITIVE_INFINITY);
  }

  sent(call: Call, purpose: Purpose, at: Instant): void {
    if (at < MEASURED_FROM) return;
    const kind = `${purpose}:${call.kind}`;
    this.#calls.set(kind, (this.#calls.get(kind) ?? 0) + 1);
    const bucket = bucketOf(call);
    if (bucket) this.#units[bucket] += 1;
    if (call.kind === "feed") this.#feeds += 1;
    if (call.kind !== "sample") return;
    this.#sent += idsIn(call);
    this.#places += IDS_PER_CALL;
  }

  settled({ videos, snapshots, setAside }: Settlement): void {
    if (setAside.length > 0) throw new Error(`${setAside[0]?.subject} was set aside: ${setAside[0]?.reason}`);
    for (const { id, firstSeenAt } of videos) {
      const video = numberOf(id);
      const after = firstSeenAt - this.#startOf(video);
      if (after < (this.#knownAfter[video] ?? 0)) this.#knownAfter[video] = after;
    }
    for (const { videoId, capturedAt, source } of snapshots) {
      if (source === "feed" || capturedAt < MEASURED_FROM) continue;
      const video = numberOf(videoId);
      const age = capturedAt - this.#startOf(video);
      if (age <= YOUTH_END) this.#young += 1;
      const distance = Math.abs(age - HOUR);
      if (distance < (this.#nearest[video] ?? 0)) this.#nearest[video] = distance;
    }
  }

  row(mode: string): CapacityRow {
    const uploads = measuredUploads(this.#world);
    const share = (values: Float64Array, within: Duration) =>
      uploads.filter((video) => (values[video] ?? 0) <= within).length / uploads.length;
    const distances = uploads.map((video) => this.#nearest[video] ?? 0).sort((a, b) => a - b);
    const aDay = (n: number): number => Math.round(n / MEASURED_DAYS);
    return {
      mode,
      channels: this.#world.light.channels.length,
      within180s: share(this.#nearest, NEAR),
      samplesPerVideo: this.#young / uploadsOfMeasuredDays(this.#world),
      unitsDefault: aDay(this.#units.default),
      unitsBatch: aDay(this.#units.batch),
      known62: share(this.#knownAfter, KNOWN_WITHIN),
      firstHourMedianSeconds: inSeconds((distances[distances.length >> 1] ?? 0) as Duration),
      fill: this.#sent / this.#places,
      feedsPerSecond: this.#feeds / (MEASURED_DAYS * 86_400),
      byPurpose: Object.fromEntries([...this.#calls].sort().map(([kind, n]) => [kind, aDay(n)])),
    };
  }

  #startOf(video: number): number {
    return this.#world.light.startAt[video] ?? 0;
  }
}
