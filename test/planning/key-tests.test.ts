import { describe, expect, it } from "vitest";
import type { KeyTest } from "#domain/key-test.ts";
import type { Failure } from "#domain/reply.ts";
import { days, hours, type Instant, minutes, plus, seconds } from "#domain/time.ts";
import { advance } from "#planning/advance.ts";
import { budgetsOf } from "#planning/budgets.ts";
import { pickProject } from "#planning/pick-project.ts";
import { planNext } from "#planning/plan-next.ts";
import { DEFAULT_POLICY } from "#planning/policy.ts";
import { askableFrom, rateSubject } from "#planning/rate-limits.ts";
import { settle } from "#planning/settling/settle.ts";
import { stateOf } from "#planning/state.ts";
import { budgets, NOON, rowsOf, video, videoId } from "./rows.ts";

const PAYER = { projectId: "p", fingerprint: "f" };
const test = (over: Partial<KeyTest> = {}): KeyTest => ({
  ...PAYER,
  refused: true,
  dueAt: plus(NOON, hours(1)),
  attempts: 0,
  ...over,
});
const CALL = { kind: "test", ...PAYER } as const;

const planned = (rows: Parameters<typeof rowsOf>[0], spend = budgets()) =>
  planNext("finding", stateOf(rowsOf(rows)), spend, DEFAULT_POLICY, NOON);

const failed = (failure: Failure, tests = [test()]) =>
  settle(
    { kind: "test", call: CALL, reply: failure },
    stateOf(rowsOf({ keyTests: tests })),
    DEFAULT_POLICY,
    NOON,
    1,
    PAYER,
  );

const failure = (kind: "unavailable" | "rateLimited"): Failure => ({ kind, retryAfter: null, detail: "busy" });

describe("a refused key", () => {
  it("is tried by one call of its own when its day is over, and not before", () => {
    expect(planned({ keyTests: [test()] })).toMatchObject({
      kind: "call",
      at: plus(NOON, hours(1)),
      call: CALL,
      purpose: "keyTest",
    });
  });

  it("waits for a unit of its own project, whatever others have left", () => {
    const spend = { ...budgets(), testable: new Set(["other"]) };
    expect(planned({ keyTests: [test()] }, spend)).toMatchObject({ kind: "idle" });
    const its = { ...budgets({ default: { limit: 0, used: 0 } }), testable: new Set(["p"]) };
    expect(planned({ keyTests: [test()] }, its)).toMatchObject({ call: CALL });
  });

  it("waits out a back-off from YouTube, and its own project's, but nobody else's", () => {
    const pause = (subject: Parameters<typeof rateSubject>[1] | "youtube") => ({
      subject: subject === "youtube" ? ("youtube" as const) : rateSubject("default", subject),
      until: plus(NOON, hours(2)),
      failures: 1,
      reason: "",
    });
    const atUnder = (subject: string) => planned({ keyTests: [test()], pauses: [pause(subject)] }).at;
    expect(atUnder("youtube")).toBe(plus(NOON, hours(2)));
    expect(atUnder("p")).toBe(plus(NOON, hours(2)));
    expect(atUnder("q")).toBe(plus(NOON, hours(1)));
  });

  it("is the one whose time comes first, and of two at once the one of the lesser fingerprint", () => {
    const [late, b, a] = [test(), test({ fingerprint: "b", dueAt: NOON }), test({ fingerprint: "a", dueAt: NOON })];
    for (const keyTests of [
      [late, b, a],
      [a, b, late],
    ]) {
      expect(planned({ keyTests })).toMatchObject({ at: NOON, call: { fingerprint: "a" } });
    }
  });

  it("is made by any call that YouTube refuses for its key, and unmade by a test that is answered", () => {
    const state = stateOf(rowsOf({ videos: [video(videoId(1))] }));
    const call = { kind: "sample", via: "batch", videoIds: [videoId(1)] } as const;
    const refusal: Failure = { kind: "keyRefused", reason: "API_KEY_INVALID", consumer: null, detail: "" };
    const refused = settle({ kind: "sample", call, reply: refusal }, state, DEFAULT_POLICY, NOON, 0, PAYER);
    const due = test({ dueAt: plus(NOON, days(1)) });
    expect(refused).toMatchObject({ keyRefused: "API_KEY_INVALID", keyTests: [due], pauses: [] });
    const known = advance(state, refused);
    expect([...known.keyTests.values()]).toEqual([due]);
    const answer = { kind: "answered", body: null, at: NOON } as const;
    const accepted = settle({ kind: "test", call: CALL, reply: answer }, known, DEFAULT_POLICY, NOON, 0, PAYER);
    expect(accepted.keyTested).toEqual({ fingerprint: "f", kind: "accepted", said: null });
    expect(advance(known, accepted).keyTests.size).toBe(0);
  });

  it("that is refused again is tried again a day later", () => {
    const refused = failed({ kind: "keyRefused", reason: "expired", consumer: null, detail: "" });
    expect(refused.keyTested).toEqual({ fingerprint: "f", kind: "refused", said: "expired" });
    expect(refused.keyTests).toEqual([test({ dueAt: plus(NOON, days(1)) })]);
  });

  it("is right when YouTube says that its project's units are spent", () => {
    const spent = failed({ kind: "quotaSpent", bucket: "default", consumer: null, detail: "" });
    expect(spent).toMatchObject({ keyTested: { kind: "accepted" }, spent: "default", keyTests: [] });
  });

  it.each([1, 2, 3, 20])("whose test told nothing %i times is tried again, later each time, within a day", (times) => {
    const settled = failed(failure("unavailable"), [test({ attempts: times - 1 })]);
    const wait = Math.min(days(1), minutes(2 ** (times - 1)));
    expect(settled.keyTested).toMatchObject({ kind: "unclear", said: "unavailable: busy" });
    expect(settled.keyTests).toEqual([test({ attempts: times, dueAt: (NOON + wait) as Instant })]);
    expect(settled.pauses).toMatchObject([{ subject: "youtube" }]);
  });
});

describe("a limit a minute", () => {
  const sample = { kind: "sample", via: "batch", videoIds: [videoId(1)] } as const;
  const state = () => stateOf(rowsOf({ videos: [video(videoId(1))] }));
  const limited = (jitter: number, payer: typeof PAYER | null = PAYER) =>
    settle(
      { kind: "sample", call: sample, reply: failure("rateLimited") },
      state(),
      DEFAULT_POLICY,
      NOON,
      jitter,
      payer,
    );

  it("holds up the project that met it, and that bucket only, for a time that jitter spreads; the key stays", () => {
    const [early, late] = [limited(0), limited(1)];
    expect(early).toMatchObject({ keyRefused: null, keyTests: [] });
    expect(early.pauses).toMatchObject([{ subject: "rate:batch:p", until: plus(NOON, seconds(5)) }]);
    expect(late.pauses).toMatchObject([{ subject: "rate:batch:p", until: plus(NOON, seconds(10)) }]);
    const held = advance(state(), late);
    const of = (bucket: "batch" | "default") => ({
      projectId: bucket === "batch" ? "p" : "q",
      bucket,
      limit: 10,
      used: 0,
      lastUsedAt: null,
    });
    const alone = budgetsOf([of("batch")], new Set());
    expect(askableFrom(held, alone, "batch", NOON)).toBe(plus(NOON, seconds(10)));
    const two = budgetsOf([of("batch"), { ...of("batch"), projectId: "q" }], new Set());
    expect(askableFrom(held, two, "batch", NOON)).toBe(NOON);
    // The other one has no unit left: then it is of no help.
    const spent = budgetsOf([of("batch"), { ...of("batch"), projectId: "q", used: 10 }], new Set());
    expect(askableFrom(held, spent, "batch", NOON)).toBe(plus(NOON, seconds(10)));
    expect(askableFrom(held, budgetsOf([of("default")], new Set()), "default", NOON)).toBe(NOON);
  });

  it("grows with each time in a row, and ends with an answer", () => {
    let known = advance(state(), limited(1));
    const again = plus(NOON, seconds(10));
    const second = settle(
      { kind: "sample", call: sample, reply: failure("rateLimited") },
      known,
      DEFAULT_POLICY,
      again,
      1,
      PAYER,
    );
    expect(second.pauses).toMatchObject([{ until: plus(again, seconds(20)), failures: 2 }]);
    known = advance(known, second);
    const later = plus(again, seconds(20));
    const reply = { kind: "answered", body: [], at: later } as const;
    const answered = settle({ kind: "sample", call: sample, reply }, known, DEFAULT_POLICY, later, 1, PAYER);
    expect(answered.pausesOver).toContain("rate:batch:p");
  });

  it("makes another project pay, and nobody when there is none", () => {
    const share = (projectId: string, lastUsedAt: number) =>
      ({ projectId, bucket: "batch", limit: 10, used: 1, lastUsedAt }) as const;
    const both = [share("p", 1), share("q", 2)];
    expect(pickProject("batch", both, () => false)).toBe("p");
    expect(pickProject("batch", both, (id) => id === "p")).toBe("q");
    expect(pickProject("batch", both, () => true)).toBeNull();
  });
});
