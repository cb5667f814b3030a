import { describe, expect, it } from "vitest";
import { days, hours, minutes, plus, seconds } from "#domain/time.ts";
import type { Fault } from "#simulation/faults.ts";
import { isVisible } from "#simulation/world.ts";
import { ALWAYS, CHANNELS, eventsBetween, FROM, keysOf, raiseHub, TOPIC, told } from "./hub-stage.ts";

describe("a fault of the hub's", () => {
  it("that refuses new subscriptions tells when to come again, while the old ones are served", async () => {
    const window = { from: plus(FROM, hours(1)), to: plus(FROM, hours(7)) };
    const { ask, subscribeAll, pass, notifications, youtube } = await raiseHub([{ ...window, kind: "hubUnavailable" }]);
    await subscribeAll();
    await pass(window.from);
    expect(await ask({ "hub.callback": "http://127.0.0.1:9/other" })).toEqual({
      status: 503,
      text: "Transient error; please try again later",
      retryAfter: "120",
    });
    await pass(window.to);
    const heard = new Set(notifications.map(({ body }) => told(body)));
    const during = keysOf(eventsBetween(CHANNELS, window.from, plus(window.to, -minutes(16) as never)));
    expect(during.length).toBeGreaterThan(3);
    expect(during.filter((key) => !heard.has(key))).toEqual([]);
    expect((await ask()).status).toBe(202);
    expect(youtube.subscriptions()).toHaveLength(6);
  });

  it("makes subscribers wait by the world's clock, and those who hang up are not subscribed", async () => {
    const { ask, clock, youtube } = await raiseHub([{ ...ALWAYS, kind: "hubSlow", delay: minutes(5) }]);
    clock.setPace("leaping");
    const status = await clock.task(async () => {
      const answer = await ask({ "hub.verify": "sync" });
      clock.setPace("standing");
      return answer.status;
    });
    expect(status).toBe(204);
    expect(clock.now()).toBe(plus(FROM, minutes(5)));
    clock.setPace("leaping");
    await clock.task(async () => {
      using timeout = clock.timeout(seconds(30));
      const body = new URLSearchParams({
        "hub.mode": "subscribe",
        "hub.topic": TOPIC + CHANNELS[1],
        "hub.callback": "http://127.0.0.1:9/",
        "hub.verify": "sync",
      });
      const asked = fetch(`${youtube.url}/subscribe`, { method: "POST", body, signal: timeout.signal });
      await expect(asked).rejects.toThrow();
      clock.setPace("standing");
    });
    expect(youtube.subscriptions()).toHaveLength(1);
  });

  it("holds verifications back and sends them in one storm", async () => {
    const window = { from: FROM, to: plus(FROM, hours(2)) };
    const { subscribeAll, pass, verifications } = await raiseHub([{ ...window, kind: "verificationsHeld" }]);
    await subscribeAll();
    await pass(plus(window.to, minutes(1)));
    expect(verifications.map(({ at }) => at)).toEqual(CHANNELS.map(() => window.to));
  });

  it("loses, delays and repeats the share of notifications it is told to, the same ones in every run", async () => {
    const run = async (faults: readonly Fault[]) => {
      const { subscribeAll, pass, notifications } = await raiseHub(faults);
      await subscribeAll();
      await pass(plus(FROM, days(3)));
      return notifications;
    };
    const plain = await run([]);
    const lost = await run([{ ...ALWAYS, kind: "pushLost", share: 0.3 }]);
    expect(lost.length / plain.length).toBeGreaterThan(0.55);
    expect(lost.length / plain.length).toBeLessThan(0.85);
    expect((await run([{ ...ALWAYS, kind: "pushLost", share: 0.3 }])).map(({ at, body }) => [at, body])).toEqual(
      lost.map(({ at, body }) => [at, body]),
    );
    const repeated = await run([{ ...ALWAYS, kind: "pushDuplicated", share: 0.5 }]);
    expect(repeated.length / plain.length).toBeGreaterThan(1.3);
    const late = await run([{ ...ALWAYS, kind: "pushLate", delay: hours(3) }]);
    const [first] = late;
    const event = eventsBetween(CHANNELS, FROM, plus(FROM, days(3))).find(
      ({ video }) => video.id === told(first?.body ?? "").split(" ")[1],
    );
    expect((first?.at ?? 0) - (event?.at ?? 0)).toBeGreaterThanOrEqual(hours(3));
    expect(isVisible(event?.video as never, event?.at as never)).toBe(true);
  });
});
