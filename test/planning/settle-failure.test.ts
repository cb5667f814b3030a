import { describe, expect, it } from "vitest";
import type { Call } from "#domain/call.ts";
import type { Failure } from "#domain/reply.ts";
import { hours, minutes, plus, seconds } from "#domain/time.ts";
import type { Pause } from "#domain/tracked.ts";
import { DEFAULT_POLICY } from "#planning/policy.ts";
import { settle } from "#planning/settling/settle.ts";
import { counts, describing, description, sample, settled, world } from "./exchanges.ts";
import { CHANNEL, NOON, refOf, videoId } from "./rows.ts";

describe("a failure", () => {
  const failed = (reply: Failure, pauses: readonly Pause[] = [], via: "batch" | "list" = "list") =>
    settled({ kind: "sample", call: { kind: "sample", via, videoIds: [videoId(1)] }, reply }, world({ pauses }));

  it.each(["unavailable", "rateLimited"] as const)(
    "%s pauses YouTube, twice as long each time, up to a quarter hour",
    (kind) => {
      const failure: Failure = { kind, retryAfter: null, detail: "busy" };
      const first = failed(failure).pauses[0];
      expect(first).toMatchObject({ subject: "youtube", until: plus(NOON, seconds(1)), failures: 1 });
      expect(failed(failure, first ? [first] : []).pauses[0]).toMatchObject({
        until: plus(NOON, seconds(2)),
        failures: 2,
      });
      const many: Pause = { subject: "youtube", until: NOON, failures: 400, reason: "" };
      expect(failed(failure, [many]).pauses[0]?.until).toBe(plus(NOON, minutes(15)));
    },
  );

  it("of batch statistics alone lets finding go on, and is not forgiven for what finding is answered", () => {
    const away: Failure = { kind: "unavailable", retryAfter: null, detail: "503" };
    const [first] = failed(away, [], "batch").pauses;
    expect(first).toMatchObject({ subject: "batch", until: plus(NOON, seconds(1)), failures: 1 });
    const pauses = first ? [first] : [];
    expect(settled(describing([1], [description(1)]), world({ pauses }), first?.until).pausesOver).toEqual([]);
    expect(failed(away, pauses, "batch").pauses).toMatchObject([{ subject: "batch", failures: 2 }]);
  });

  it("that names a time is waited out, and the jitter only shortens our own growth by half at most", () => {
    const asked: Failure = { kind: "rateLimited", retryAfter: minutes(2), detail: "" };
    expect(failed(asked).pauses[0]?.until).toBe(plus(NOON, minutes(2)));
    const own: Failure = { kind: "unavailable", retryAfter: null, detail: "" };
    expect(settle(sample([1], own), world(), DEFAULT_POLICY, NOON, 0).pauses[0]?.until).toBe(plus(NOON, seconds(0.5)));
  });

  it("malformed waits as unavailable does, and the next answer ends the pause", () => {
    const pause = failed({ kind: "malformed", detail: "HTML" }).pauses[0];
    expect(pause?.subject).toBe("youtube");
    const waited = pause?.until ?? NOON;
    const { pausesOver } = settled(sample([1], [counts(1, 1)]), world({ pauses: pause ? [pause] : [] }), waited);
    expect(pausesOver).toEqual(["youtube"]);
  });

  it("is not made up for by an answer that the other lane had asked for before", () => {
    const pause = failed({ kind: "unavailable", retryAfter: null, detail: "" }).pauses[0];
    const { pausesOver } = settled(sample([1], [counts(1, 1)]), world({ pauses: pause ? [pause] : [] }), NOON);
    expect(pausesOver).toEqual([]);
  });

  it("quotaSpent and keyRefused name the bucket, the reason and the project, and pause nothing", () => {
    const spent = failed({ kind: "quotaSpent", bucket: "batch", consumer: "projects/1", detail: "" });
    expect(spent).toMatchObject({ spent: "batch", consumer: "projects/1", pauses: [], keyRefused: null });
    const refused = failed({ kind: "keyRefused", reason: "API_KEY_INVALID", consumer: null, detail: "" });
    expect(refused).toMatchObject({ keyRefused: "API_KEY_INVALID", spent: null, pauses: [] });
  });

  it("refused of batch statistics sends sampling to videos.list for hours", () => {
    const { pauses } = failed({ kind: "refused", status: 403, reason: "forbidden", detail: "" }, [], "batch");
    expect(pauses[0]).toMatchObject({ subject: "batch", until: plus(NOON, hours(6)) });
  });

  it("refused of a look-up refuses the request with the reason", () => {
    const call: Call = { kind: "resolve", refs: [refOf(5)] };
    const requests = [{ ref: refOf(5), requestedAt: NOON, weight: 2, watched: false }];
    const refused: Failure = { kind: "refused", status: 400, reason: "badRequest", detail: "no" };
    const { requests: outcomes } = settled({ kind: "resolve", call, reply: refused }, world({ requests }));
    expect(outcomes).toEqual([{ kind: "refused", ref: refOf(5), reason: expect.stringContaining("badRequest") }]);
  });
});

describe("a channel that cannot be read", () => {
  it("is set aside and its request refused, so that it is not looked up again for ever", () => {
    const poison = Object.defineProperty({ id: CHANNEL }, "counters", {
      get: () => {
        throw new Error("counters are poison");
      },
    }) as never;
    const ref = { kind: "id", id: CHANNEL } as const;
    const call: Call = { kind: "resolve", refs: [ref] };
    const reply = { kind: "answered", at: NOON, body: [poison] } as const;
    const state = world({ channels: [], requests: [{ ref, requestedAt: NOON, weight: 1, watched: false }] });
    const { setAside, requests, channels } = settled({ kind: "resolve", call, reply }, state);
    expect(setAside).toEqual([{ subject: CHANNEL, reason: "counters are poison" }]);
    expect(requests).toMatchObject([{ kind: "refused", ref }]);
    expect(channels).toEqual([]);
  });
});
