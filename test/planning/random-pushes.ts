import type { Push } from "#domain/push.ts";
import { days, type Instant, minus, minutes } from "#domain/time.ts";
import type { TrackedRows } from "#domain/tracked.ts";
import { Chance } from "#simulation/random.ts";
import { channelId, videoId } from "./rows.ts";

/** What a hub might send next, mostly nothing: confirmations, denials, news of known and unknown videos, tombstones. */
export function randomPushes({ channels, videos }: TrackedRows, at: Instant, seed: number): readonly Push[] {
  const chance = new Chance("pushes", seed);
  return Array.from({ length: chance.happens(0.5) ? chance.integer(1, 4) : 0 }, (): Push => {
    const ids = [...channels.map(({ id }) => id), channelId(77)].sort();
    const base = { channelId: ids[chance.integer(0, ids.length - 1)] ?? channelId(77), receivedAt: at };
    if (chance.happens(0.3)) return { ...base, kind: "verified", lease: chance.happens(0.8) ? days(5) : null };
    if (chance.happens(0.1)) return { ...base, kind: "denied", reason: "" };
    if (chance.happens(0.1)) return { ...base, kind: "pushed", news: null };
    const known = videos.map(({ id }) => id).sort();
    const video = () => known[chance.integer(0, known.length * 2)] ?? videoId(chance.integer(90_000, 90_050));
    const updatedAt = minus(at, minutes(chance.between(0, 3000)));
    const entry = { ...base, videoId: video(), publishedAt: minus(updatedAt, minutes(1)), updatedAt, shortsLink: null };
    const deletions = chance.happens(0.3) ? [{ videoId: video(), channelId: null }] : [];
    return { ...base, kind: "pushed", news: { entries: chance.happens(0.8) ? [entry] : [], deletions } };
  });
}
