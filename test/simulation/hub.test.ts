import { createHmac } from "node:crypto";
import { describe, expect, it, onTestFinished } from "vitest";
import { systemClock } from "#clock.ts";
import { days, hours, minutes, plus, seconds } from "#domain/time.ts";
import { hubEventsOf } from "#simulation/hub-events.ts";
import { scaledClock } from "#simulation/scaled-clock.ts";
import { startVirtualYouTube } from "#simulation/server.ts";
import { CHANNELS, eventsBetween, FROM, keysOf, OLD_TOPIC, raiseHub, TOPIC, told, WORLD } from "./hub-stage.ts";
import { askHub, subscriber } from "./subscriber.ts";

describe("the virtual hub", () => {
  it("takes both forms of the topic, verifies with topic, mode and lease, and counts the challenge alone as a yes", async () => {
    const { ask, pass, verifications, answers, youtube } = await raiseHub();
    expect((await ask({ "hub.verify_token": "of mine" })).status).toBe(202);
    expect((await ask({ "hub.topic": `${OLD_TOPIC}${CHANNELS[1]}`, "hub.lease_seconds": "864000" })).status).toBe(202);
    expect(youtube.subscriptions()).toEqual([]);
    await pass(plus(FROM, minutes(1)));
    expect(youtube.requests().hub).toBe(2);
    const queries = verifications.map(({ query }) => Object.fromEntries(query));
    expect(queries.toSorted((a, b) => (a["hub.topic"] ?? "").localeCompare(b["hub.topic"] ?? ""))).toMatchObject([
      { "hub.mode": "subscribe", "hub.topic": `${OLD_TOPIC}${CHANNELS[1]}`, "hub.lease_seconds": "432000" },
      { "hub.mode": "subscribe", "hub.topic": `${TOPIC}${CHANNELS[0]}`, "hub.verify_token": "of mine" },
    ]);
    expect(queries.every((query) => /^\d{10,}$/.test(query["hub.challenge"] ?? ""))).toBe(true);
    expect(
      youtube
        .subscriptions()
        .map(({ channelId }) => channelId)
        .toSorted(),
    ).toEqual(CHANNELS.slice(0, 2).toSorted());
    answers.verification = { status: 200, body: "yes" };
    await ask({ "hub.topic": `${TOPIC}${CHANNELS[2]}` });
    await pass(plus(FROM, hours(1)));
    expect(youtube.subscriptions()).toHaveLength(2);
  });

  it("answers a synchronous subscription when it is verified, and 409 when it is not", async () => {
    const { ask, answers, youtube } = await raiseHub();
    expect((await ask({ "hub.verify": "sync", "hub.lease_seconds": "3600" })).status).toBe(204);
    expect(youtube.subscriptions()).toMatchObject([{ channelId: CHANNELS[0], expiresAt: plus(FROM, hours(1)) }]);
    answers.verification = { status: 404, body: "" };
    const other = { "hub.verify": "sync", "hub.topic": `${TOPIC}${CHANNELS[1]}` };
    expect((await ask(other)).status).toBe(409);
    answers.verification = null;
    expect((await ask({ "hub.verify": "sync", "hub.mode": "unsubscribe" })).status).toBe(204);
    expect(youtube.subscriptions()).toEqual([]);
  });

  it.each([
    ["no mode", { "hub.mode": "" }],
    ["another topic", { "hub.topic": "https://example.org/feed" }],
    ["a lease that is no number", { "hub.lease_seconds": "-1" }],
    ["a callback beyond this machine", { "hub.callback": "http://192.0.2.7/push" }],
    ["a callback by TLS", { "hub.callback": "https://127.0.0.1/push" }],
    ["a callback that only begins like this machine", { "hub.callback": "http://127.0.0.1.example.org/push" }],
  ])("refuses %s with 400, and calls nobody", async (_, change) => {
    const { ask, pass, verifications } = await raiseHub();
    const { status, text } = await ask(change);
    expect({ status, text }).toEqual({ status: 400, text: expect.stringMatching(/^Invalid .*hub\./) });
    await pass(plus(FROM, hours(1)));
    expect(verifications).toEqual([]);
  });

  it("tells uploads, edits and some deletions soon, signed, and each at least once", async () => {
    const { ask, pass, notifications } = await raiseHub();
    const secret = "a secret of mine";
    for (const id of CHANNELS) await ask({ "hub.topic": TOPIC + id, "hub.secret": secret, "hub.verify": "sync" });
    const to = plus(FROM, days(2));
    await pass(to);
    const due = eventsBetween(CHANNELS, FROM, plus(to, -minutes(20) as never));
    expect(new Set(due.map(({ kind }) => kind))).toEqual(new Set(["upload", "edit", "deletion"]));
    const heard = new Set(notifications.map(({ body }) => told(body)));
    expect(keysOf(due).filter((key) => !heard.has(key))).toEqual([]);
    for (const { signature, body } of notifications) {
      expect(signature).toBe(`sha1=${createHmac("sha1", secret).update(body).digest("hex")}`);
    }
    const uploads = due.filter(({ kind }) => kind === "upload");
    const delays = uploads.map(({ at, video }) => {
      const first = notifications.find(({ at: then, body }) => then >= at && told(body) === `entry ${video.id}`);
      return ((first?.at ?? Number.POSITIVE_INFINITY) - at) / 1000;
    });
    const sorted = delays.toSorted((a, b) => a - b);
    expect(sorted[sorted.length >> 1]).toBeLessThan(30);
    expect(sorted[Math.floor(sorted.length * 0.95)]).toBeLessThan(120);
    expect(notifications.length).toBeGreaterThan(heard.size);
  });

  it("announces a scheduled broadcast when it is made, and not when it starts or ends", () => {
    const events = CHANNELS.flatMap((id) => hubEventsOf(WORLD, id));
    const broadcasts = events.filter(({ video, kind }) => video.broadcast !== null && kind === "upload");
    expect(broadcasts.length).toBeGreaterThan(5);
    expect(broadcasts.every(({ at, video }) => at === video.listedAt && at < video.startAt)).toBe(true);
    expect(new Set(broadcasts.map(({ video }) => video.id)).size).toBe(broadcasts.length);
  });

  it("says of an edited video the title of that moment and a later `updated`", async () => {
    const { ask, pass, notifications } = await raiseHub();
    for (const id of CHANNELS) await ask({ "hub.topic": TOPIC + id, "hub.verify": "sync" });
    await pass(plus(FROM, days(4)));
    const renamed = eventsBetween(CHANNELS, plus(FROM, hours(1)), plus(FROM, days(3.9))).filter(
      ({ kind, at, video }) =>
        kind === "edit" && WORLD.editsOf(video.id).some((edit) => edit.at === at && edit.change.title !== undefined),
    );
    expect(renamed.length).toBeGreaterThan(2);
    for (const { video, at } of renamed) {
      const title = WORLD.textOf(video.id, at)?.title.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
      const before = WORLD.textOf(video.id, plus(at, -1 as never))?.title;
      expect(WORLD.textOf(video.id, at)?.title).not.toBe(before);
      const sent = notifications.find(
        ({ body }) => body.includes(video.id) && body.includes(`<title>${title}</title>`),
      );
      expect(sent?.body).toContain(`<updated>${new Date(at).toISOString().slice(0, 19)}.`);
    }
  });

  it("forgets a subscription when its lease ends, in silence, and goes on when it is renewed", async () => {
    const { ask, pass, notifications, verifications } = await raiseHub();
    const asked = { "hub.verify": "sync", "hub.lease_seconds": "86400" };
    for (const id of CHANNELS) await ask({ ...asked, "hub.topic": TOPIC + id });
    await pass(plus(FROM, hours(12)));
    const [renewed, ...lapsed] = CHANNELS.toSorted(
      (a, b) => hubEventsOf(WORLD, b).length - hubEventsOf(WORLD, a).length,
    );
    if (!renewed) throw new Error("The world has no channel");
    await ask({ ...asked, "hub.topic": TOPIC + renewed, "hub.lease_seconds": "432000" });
    const verified = verifications.length;
    await pass(plus(FROM, days(3)));
    expect(verifications).toHaveLength(verified);
    const heard = new Set(notifications.map(({ body }) => told(body)));
    const whole = keysOf(eventsBetween([renewed], FROM, plus(FROM, days(2.9))));
    expect(whole.length).toBeGreaterThan(3);
    expect(whole.filter((key) => !heard.has(key))).toEqual([]);
    const late = eventsBetween(lapsed, plus(FROM, days(1)), plus(FROM, days(2.9))).filter(
      ({ kind }) => kind === "upload",
    );
    expect(late.length).toBeGreaterThan(10);
    expect(keysOf(late).filter((key) => heard.has(key))).toEqual([]);
    // Told once, but for the few that are repeated: a renewal is no second subscription.
    const twice = keysOf(eventsBetween([renewed], plus(FROM, hours(12)), plus(FROM, hours(24))));
    const ofTwice = notifications.filter(({ body }) => twice.includes(told(body)));
    expect(twice.length).toBeGreaterThan(5);
    expect(ofTwice.length).toBeLessThan(twice.length * 1.5);
    for (const id of lapsed) await ask({ ...asked, "hub.topic": TOPIC + id });
    await pass(plus(FROM, days(4)));
    const missed = new Set(keysOf(late));
    const afterwards = notifications.filter(({ at, body }) => at >= plus(FROM, days(3)) && missed.has(told(body)));
    expect(afterwards.length).toBeLessThan(late.length / 3);
  });

  it("tries again what nobody took, a few times and each time later, and then lets it be", async () => {
    const { ask, pass, notifications, answers } = await raiseHub();
    answers.notification = 503;
    for (const id of CHANNELS) await ask({ "hub.topic": TOPIC + id, "hub.verify": "sync" });
    await pass(plus(FROM, hours(12)));
    const [first] = eventsBetween(CHANNELS, FROM, plus(FROM, hours(10))).filter(({ kind }) => kind === "upload");
    const tries = notifications.filter(({ body }) => told(body) === `entry ${first?.video.id}`).map(({ at }) => at);
    const gaps = tries.slice(1).map((at, i) => (at - (tries[i] ?? 0)) / 60_000);
    expect(gaps).toEqual([1, 5, 25]);
  });

  it("verifies again later when nobody answered, and not when the answer was no", async () => {
    const { ask, pass, verifications, answers, youtube } = await raiseHub();
    answers.verification = { status: 502, body: "" };
    await ask();
    await pass(plus(FROM, seconds(30)));
    answers.verification = null;
    await pass(plus(FROM, minutes(2)));
    expect(youtube.subscriptions()).toHaveLength(1);
    expect(verifications).toHaveLength(2);
    answers.verification = { status: 404, body: "" };
    await ask({ "hub.topic": `${TOPIC}${CHANNELS[1]}` });
    await pass(plus(FROM, hours(1)));
    expect(verifications).toHaveLength(3);
    expect(youtube.subscriptions()).toHaveLength(1);
  });

  it("calls nobody once it is closed", async () => {
    const { subscribeAll, pass, notifications, youtube } = await raiseHub();
    await subscribeAll();
    await pass(plus(FROM, days(1)));
    const before = notifications.length;
    expect(before).toBeGreaterThan(10);
    await youtube.close();
    await pass(plus(FROM, days(2)));
    expect(notifications).toHaveLength(before);
  });

  it("delivers while real time passes, without a virtual clock", async () => {
    const clock = scaledClock(FROM, systemClock.now(), 50_000);
    const youtube = await startVirtualYouTube({ world: WORLD, clock, projects: [], faults: [] });
    onTestFinished(() => youtube.close());
    const to = await subscriber(clock);
    for (const id of CHANNELS) {
      const form = { "hub.mode": "subscribe", "hub.topic": TOPIC + id, "hub.callback": to.url, "hub.verify": "async" };
      expect((await askHub(youtube.url, form)).status).toBe(202);
    }
    await expect.poll(() => to.notifications.length, { timeout: 20_000 }).toBeGreaterThan(3);
    const heard = to.notifications.map(({ body }) => told(body));
    const due = new Set(keysOf(eventsBetween(CHANNELS, FROM, clock.now())));
    expect(heard.filter((key) => !due.has(key))).toEqual([]);
  });
});
