import { describe, expect, it } from "vitest";
import { days, hours, type Instant, minutes, plus, seconds } from "#domain/time.ts";
import { syntheticWorld } from "#simulation/synthetic.ts";
import { FROM, raise, type Stage } from "./stage.ts";
import { quantileOf } from "./truth.ts";

const PACE = { leaseTerm: hours(1), changePoll: seconds(20) };

const worldOf = (channels: number, length: number, uploadsPerDay = channels * 2) =>
  syntheticWorld({
    seed: 3,
    channels,
    from: FROM,
    until: plus(FROM, days(length)),
    uploadsPerDay,
    catalogueDays: 3,
  });

async function seenOf({ db }: Stage) {
  const rows = await db.selectFrom("video").select(["id", "source", "first_seen_at"]).execute();
  return new Map<string, (typeof rows)[number]>(rows.map((row) => [row.id, row]));
}

/** Seconds from publication to sighting of all that was published in a span and stays. */
async function delaysOf(stage: Stage, from: Instant, to: Instant): Promise<readonly number[]> {
  const seen = await seenOf(stage);
  const uploads = stage.world
    .videosStartedBetween(from, to)
    .filter(({ listedAt, goneAt, orderedAt }) => listedAt >= from && goneAt === null && orderedAt >= listedAt);
  expect(uploads.length).toBeGreaterThan(20);
  return uploads.map(
    ({ id, listedAt }) => ((seen.get(id)?.first_seen_at ?? Number.POSITIVE_INFINITY) - listedAt) / 1000,
  );
}

describe("pushed news", () => {
  it("brings most uploads within two minutes, each once, and tells edits from uploads", async () => {
    const world = worldOf(30, 1, 120);
    await using stage = await raise({ world, pushed: true, pace: PACE });
    await stage.pass(hours(11));
    expect(stage.youtube.subscriptions()).toHaveLength(30);
    const delays = await delaysOf(stage, plus(FROM, hours(1)), plus(FROM, hours(10)));
    expect(quantileOf(delays, 0.5)).toBeLessThanOrEqual(60);
    expect(quantileOf(delays, 0.9)).toBeLessThanOrEqual(120);
    const seen = await seenOf(stage);
    const pushed = [...seen.values()].filter(({ source }) => source === "push");
    expect(pushed.length).toBeGreaterThan(20);
    // What is pushed exists, and edits of what was known before made no sighting.
    for (const { id } of pushed) expect(world.video(id as never)?.listedAt ?? 0).toBeGreaterThan(FROM);
    const waiting = await stage.db.selectFrom("push").selectAll().execute();
    expect(waiting).toEqual([]);
    const taken = stage.service.events.filter((event) => event.kind === "pushesTaken");
    expect(taken.length).toBeGreaterThan(20);
    expect(stage.service.events.filter((event) => event.kind === "pushRefused" || event.kind === "stumbled")).toEqual(
      [],
    );
  });

  it("goes on for twelve days: every lease is renewed before it ends", async () => {
    const world = worldOf(4, 13, 2);
    await using stage = await raise({ world, pushed: true, pace: { ...PACE, changePoll: minutes(30) } });
    await stage.pass(hours(1));
    for (let day = 0; day < 12; day++) {
      await stage.pass(days(1));
      expect(stage.youtube.subscriptions(), `after ${day + 1} days`).toHaveLength(4);
    }
    expect(stage.youtube.requests().hub).toBeLessThanOrEqual(4 * 4);
  });

  it("survives a hub that is away for six hours and then verifies all at once", async () => {
    const away = { kind: "hubUnavailable", from: FROM, to: plus(FROM, hours(6)) } as const;
    const storm = { kind: "verificationsHeld", from: plus(FROM, hours(6)), to: plus(FROM, hours(7)) } as const;
    const world = worldOf(60, 1);
    // Nothing that is published is waited for here: the hub's answers wake the collector a minute later as well.
    const pace = { ...PACE, changePoll: minutes(1) };
    await using stage = await raise({ world, pushed: true, pace, faults: [away, storm] });
    await stage.pass(hours(6));
    expect(stage.youtube.subscriptions()).toEqual([]);
    // One in a quarter of an hour, and a few before the pause has grown.
    expect(stage.youtube.requests().hub).toBeLessThan(40);
    const quota = await stage.service.get<{ pauses: { subject: string }[] }>("/quota");
    expect(quota.body.pauses.map(({ subject }) => subject)).toContain("hub");
    await stage.pass(hours(1.5));
    expect(stage.youtube.subscriptions()).toHaveLength(60);
    const rows = await stage.db.selectFrom("channel_poll").select(["subscribed_until", "subscribe_attempts"]).execute();
    expect(rows.filter((row) => row.subscribed_until !== null && row.subscribe_attempts === 0)).toHaveLength(60);
    expect(stage.service.events.filter((event) => event.kind === "stumbled")).toEqual([]);
  });

  it("ends for a channel that is tracked no more: no renewal is confirmed, and its end is", async () => {
    const world = worldOf(3, 1);
    await using stage = await raise({ world, pushed: true, pace: PACE });
    await stage.pass(hours(1));
    const [subscribed] = stage.youtube.subscriptions();
    if (!subscribed) throw new Error("nobody is subscribed");
    const confirm = (mode: string) => {
      const topic = `https://www.youtube.com/xml/feeds/videos.xml?channel_id=${subscribed.channelId}`;
      const query = new URLSearchParams({ "hub.mode": mode, "hub.topic": topic, "hub.challenge": "17" });
      return fetch(`${subscribed.callback}?${query}`);
    };
    expect((await confirm("subscribe")).status).toBe(200);
    expect((await confirm("unsubscribe")).status).toBe(404);
    expect(await stage.service.send("DELETE", `/channels/${subscribed.channelId}`)).toBe(204);
    expect((await confirm("subscribe")).status).toBe(404);
    expect((await confirm("unsubscribe")).status).toBe(200);
  });

  it("that arrived while nobody collected is taken in by the next holder", async () => {
    const world = worldOf(20, 1);
    await using stage = await raise({ world, pushed: true, pace: PACE });
    await stage.pass(hours(2));
    const before = await seenOf(stage);
    const { callback, channelId } = stage.youtube.subscriptions()[0] ?? { callback: "", channelId: "" };
    await stage.service.stop();
    const { keepArrival } = await import("#storage/collecting/pushes.ts");
    const body = `<feed xmlns:yt="y"><entry><yt:videoId>neverSeen01</yt:videoId><yt:channelId>${channelId}</yt:channelId>
      <published>2026-09-01T01:30:00+00:00</published><updated>2026-09-01T01:30:04+00:00</updated></entry></feed>`;
    expect(callback).toContain(channelId);
    await keepArrival(stage.db, channelId as never, { kind: "pushed", body }, stage.clock.now());
    expect(before.has("neverSeen01")).toBe(false);
    await stage.serve();
    await stage.pass(seconds(1));
    expect((await seenOf(stage)).get("neverSeen01")?.source).toBe("push");
  });
});
