import { onTestFinished } from "vitest";
import type { ChannelId } from "#domain/channel.ts";
import { days, type Instant, instant, plus } from "#domain/time.ts";
import type { Fault } from "#simulation/faults.ts";
import { type HubEvent, hubEventsOf } from "#simulation/hub-events.ts";
import { startVirtualYouTube } from "#simulation/server.ts";
import { syntheticWorld } from "#simulation/synthetic.ts";
import { virtualClock } from "#simulation/virtual-clock.ts";
import { askHub, subscriber } from "./subscriber.ts";

export const FROM = instant(Date.UTC(2026, 8, 1));
const UNTIL = plus(FROM, days(20));
/** Busy channels, so that a day holds enough to be told, lost and told twice. */
export const WORLD = syntheticWorld({
  seed: 9,
  channels: 6,
  from: FROM,
  until: UNTIL,
  uploadsPerDay: 60,
  catalogueDays: 30,
});
export const CHANNELS = WORLD.channels.map(({ id }) => id);
export const TOPIC = "https://www.youtube.com/xml/feeds/videos.xml?channel_id=";
export const OLD_TOPIC = "https://www.youtube.com/feeds/videos.xml?channel_id=";
export const ALWAYS = { from: FROM, to: UNTIL };

/** A virtual YouTube, a subscriber, and time that passes only when told to. */
export async function raiseHub(faults: readonly Fault[] = []) {
  const clock = virtualClock(FROM);
  const youtube = await startVirtualYouTube({ world: WORLD, clock, projects: [], faults });
  onTestFinished(() => youtube.close());
  const to = await subscriber(clock);
  const ask = (changes: Readonly<Record<string, string>> = {}) => {
    const form = { "hub.mode": "subscribe", "hub.topic": `${TOPIC}${CHANNELS[0]}`, "hub.callback": to.url };
    return askHub(youtube.url, { ...form, "hub.verify": "async", ...changes });
  };
  const subscribeAll = () =>
    Promise.all(CHANNELS.map((id) => ask({ "hub.topic": TOPIC + id, "hub.callback": `${to.url}/${id}` })));
  const pass = (at: Instant) => {
    clock.setPace("leaping");
    return clock.task(async () => {
      await clock.until(at);
      clock.setPace("standing");
    });
  };
  return { clock, youtube, ask, subscribeAll, pass, ...to };
}

/** What a body tells, as one text: the kind and the video. */
export const told = (body: string): string => {
  const deleted = /deleted-entry ref="yt:video:(.{11})"/.exec(body)?.[1];
  return deleted ? `deletion ${deleted}` : `entry ${/<yt:videoId>(.{11})</.exec(body)?.[1]}`;
};
export const eventsBetween = (ids: readonly ChannelId[], from: Instant, to: Instant) =>
  ids.flatMap((id) => hubEventsOf(WORLD, id)).filter(({ at }) => at > from && at <= to);
export const keysOf = (events: readonly HubEvent[]) =>
  events.map(({ kind, video }) => `${kind === "deletion" ? "deletion" : "entry"} ${video.id}`);
