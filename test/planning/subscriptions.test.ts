import { describe, expect, it } from "vitest";
import type { Push } from "#domain/push.ts";
import type { Failure } from "#domain/reply.ts";
import { between, days, hours, type Instant, inHours, minutes, plus, seconds } from "#domain/time.ts";
import { advance } from "#planning/advance.ts";
import { subscribeErrand } from "#planning/finding/find-subscriptions.ts";
import { DEFAULT_POLICY } from "#planning/policy.ts";
import { settle } from "#planning/settling/settle.ts";
import { settlePushes } from "#planning/settling/settle-pushes.ts";
import { type PlannerState, stateOf } from "#planning/state.ts";
import { world } from "./exchanges.ts";
import { CHANNEL, channel, channelId, NOON, rowsOf } from "./rows.ts";

const POLICY = { ...DEFAULT_POLICY, push: { ...DEFAULT_POLICY.push, reachable: true } };

const verified = (receivedAt: Instant, id = CHANNEL, lease: Parameters<typeof plus>[1] | null = days(5)): Push => ({
  kind: "verified",
  channelId: id,
  receivedAt,
  lease,
});

const taken = (pushes: readonly Push[], state = world(), now: Instant = plus(NOON, seconds(2))) =>
  settlePushes(pushes, state, POLICY, now);

describe("a subscription", () => {
  const errand = (state: PlannerState, now: Instant) => subscribeErrand(state, POLICY.push, now);
  const answered = (state: PlannerState, id = CHANNEL, at: Instant = NOON, reply: Failure | null = null) =>
    settle(
      {
        kind: "subscribe",
        call: { kind: "subscribe", channelId: id },
        reply: reply ?? { kind: "answered", body: null, at },
      },
      state,
      POLICY,
      at,
      1,
    );
  const away: Failure = { kind: "unavailable", retryAfter: seconds(120), detail: "503" };

  it("is asked for at once, but of nobody when the hub cannot reach us", () => {
    expect(errand(world(), NOON)).toMatchObject({ at: NOON, call: { channelId: CHANNEL } });
    expect(subscribeErrand(world(), DEFAULT_POLICY.push, NOON)).toBeNull();
  });

  it("that is not verified is asked for again, later each time, up to half a day", () => {
    let state = world();
    const waits: number[] = [];
    for (let now = NOON, n = 0; n < 11; n++) {
      state = advance(state, answered(state, CHANNEL, now));
      const next = errand(state, now)?.at ?? NOON;
      waits.push(between(now, next) / 60_000);
      now = next;
    }
    expect(waits).toEqual([5, 10, 20, 40, 80, 160, 320, 640, 720, 720, 720]);
  });

  it("that was verified before the hub answered stays verified", () => {
    let state = advance(world(), taken([verified(NOON)], world(), NOON));
    const until = state.channels.get(CHANNEL)?.subscription.until;
    state = advance(state, answered(state, CHANNEL, plus(NOON, seconds(3))));
    expect(state.channels.get(CHANNEL)?.subscription).toMatchObject({ attempts: 0, until });
  });

  it("is renewed before its lease ends, spread over hours, for twelve days", () => {
    const ids = Array.from({ length: 40 }, (_, n) => channelId(n));
    let state = stateOf(rowsOf({ channels: ids.map((id) => channel(id)) }));
    const renewals: Instant[] = [];
    for (let now = NOON; between(NOON, now) < days(12); ) {
      const next = errand(state, now);
      if (next?.call.kind !== "subscribe") throw new Error("always one to ask for");
      now = next.at;
      for (const id of ids) {
        const { until } = state.channels.get(id)?.subscription ?? {};
        if (between(NOON, now) > minutes(1)) expect(until).toBeGreaterThan(plus(now, hours(12)));
      }
      if (between(NOON, now) > minutes(1)) renewals.push(now);
      state = advance(state, answered(state, next.call.channelId, now));
      state = advance(state, settlePushes([verified(now, next.call.channelId)], state, POLICY, now));
    }
    expect(renewals.length).toBeGreaterThanOrEqual(40 * 2);
    expect(renewals.length).toBeLessThanOrEqual(40 * 4);
    const firstRound = renewals.slice(0, 40).map((at) => inHours(between(NOON, at)) / 24);
    expect(Math.min(...firstRound)).toBeGreaterThan(3.7);
    expect(Math.max(...firstRound) - Math.min(...firstRound)).toBeGreaterThan(0.2);
  });

  it("of a lease longer than was asked for is renewed as if it were ten days, and one without a length as if it were five", () => {
    const until = (lease: Parameters<typeof verified>[2]) => {
      const row = taken([verified(NOON, CHANNEL, lease)]).channels[0];
      return between(NOON, row?.subscription.until ?? NOON);
    };
    expect([until(days(4000)), until(null), until(seconds(1))]).toEqual([days(10), days(5), minutes(30)]);
  });

  it("that is denied promises nothing, and is asked for an hour later", () => {
    const state = advance(world(), taken([verified(NOON)], world(), NOON));
    const denial: Push = { kind: "denied", channelId: CHANNEL, receivedAt: NOON, reason: "no" };
    expect(taken([denial], state, NOON).channels[0]?.subscription).toMatchObject({
      until: null,
      attempts: 1,
      askAt: plus(NOON, hours(1)),
    });
    // What comes last holds, in whatever order it is handed over.
    const later = { ...denial, receivedAt: plus(NOON, seconds(1)) };
    expect(taken([later, verified(NOON)]).channels[0]?.subscription.until).toBeNull();
  });

  it("is not asked for while the hub is away: all wait as long as it says, and at most a quarter of an hour", () => {
    const ids = [1, 2, 3].map(channelId);
    let state = stateOf(rowsOf({ channels: ids.map((id) => channel(id)) }));
    const asked: Instant[] = [];
    for (let now = NOON; between(NOON, now) < hours(6); ) {
      const next = errand(state, now);
      if (next?.call.kind !== "subscribe") throw new Error("always one to ask for");
      now = next.at;
      asked.push(now);
      state = advance(state, answered(state, next.call.channelId, now, away));
    }
    const gaps = asked.slice(1).map((at, i) => between(asked[i] ?? NOON, at) / 60_000);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(2);
    expect(asked.length).toBeLessThan(30);
    // The first answer ends the pause, and the others follow at once.
    for (let now = plus(NOON, hours(6)), n = 0; n < 3; n++) {
      const next = errand(state, now);
      if (next?.call.kind !== "subscribe") throw new Error("always one to ask for");
      now = next.at;
      state = advance(state, answered(state, next.call.channelId, now));
      state = advance(state, settlePushes([verified(now, next.call.channelId)], state, POLICY, now));
      expect(between(NOON, now)).toBeLessThan(hours(6.5));
    }
    expect([...state.channels.values()].every((row) => row.subscription.until !== null)).toBe(true);
  });

  it("that only this channel is refused does not stand before the others", () => {
    const state = stateOf(rowsOf({ channels: [channel(channelId(1)), channel(channelId(2))] }));
    const refused: Failure = { kind: "refused", status: 400, reason: "http400", detail: "" };
    const after = advance(state, answered(state, channelId(1), NOON, refused));
    expect(errand(after, NOON)?.call).toMatchObject({ channelId: channelId(2) });
  });

  it("is asked for at most five times a second", () => {
    const ids = Array.from({ length: 20 }, (_, n) => channelId(n));
    let state = stateOf(rowsOf({ channels: ids.map((id) => channel(id)) }));
    let now = NOON;
    for (let n = 0; n < 20; n++) {
      const next = errand(state, now);
      if (next?.call.kind !== "subscribe") throw new Error("always one to ask for");
      now = next.at;
      state = advance(state, answered(state, next.call.channelId, now));
    }
    expect(between(NOON, now)).toBeGreaterThanOrEqual(seconds(19 / 5));
  });
});
