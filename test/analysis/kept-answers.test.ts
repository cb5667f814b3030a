import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type KeptKind, openKeptAnswers } from "#analysis/kept-answers.ts";
import { type Clock, systemClock } from "#clock.ts";
import { days, hours, type Instant, instant, minutes, plus } from "#domain/time.ts";
import { engines, openTestDatabase, type TestDatabase } from "../harness/databases.ts";

const NOON = instant(Date.UTC(2026, 10, 20, 12, 20));

interface Question {
  readonly channels: readonly string[];
  readonly span: number;
}
const QUESTION: Question = { channels: ["a", "b"], span: 7 };

/** A kind whose answers are numbered, and take as long as they are held up. */
function numbered() {
  const kind = {
    kind: "numbered",
    shape: 1,
    computed: 0,
    text: "unchanged",
    held: async (): Promise<unknown> => undefined,
    stamp: async () => kind.text,
    async compute(question: Question) {
      kind.computed += 1;
      await kind.held();
      return { number: kind.computed, of: question.channels.join() };
    },
  };
  return kind satisfies KeptKind<Question, { readonly number: number; readonly of: string }>;
}

/** A time-out that waits for ever, or no time at all. */
const patience = (long: boolean): Clock["timeout"] => {
  const signal = long ? new AbortController().signal : AbortSignal.abort();
  return () => ({ signal, [Symbol.dispose]: () => undefined });
};

describe.each(engines)("kept answers on %s", (engine) => {
  let database: TestDatabase;
  let now: Instant = NOON;
  let failures: string[] = [];
  beforeAll(async () => {
    database = await openTestDatabase(engine);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    now = NOON;
    failures = [];
    await database.db.deleteFrom("insight_answer").execute();
  });

  const open = (long = true) =>
    openKeptAnswers({
      db: database.db,
      clock: { ...systemClock, now: () => now },
      timeout: patience(long),
      failed: (message) => failures.push(message),
    });
  const rows = () => database.db.selectFrom("insight_answer").selectAll().execute();

  it("are made once for all who ask at the same time, and again in no process until the next full hour", async () => {
    const kind = numbered();
    const ask = open().of(kind);
    const answers = await Promise.all([ask(QUESTION), ask(QUESTION), ask(QUESTION)]);
    expect(answers).toEqual(Array(3).fill({ kind: "answered", answer: { number: 1, of: "a,b" }, computedAt: NOON }));
    now = plus(NOON, minutes(39));
    expect(await open().of(kind)(QUESTION)).toEqual(answers[0]);
    expect(kind.computed).toBe(1);
  });

  it("belong to a question however it is put together, and to no other", async () => {
    const kind = numbered();
    const ask = open().of(kind);
    await ask(QUESTION);
    await ask({ span: 7, channels: ["a", "b"] });
    expect(kind.computed).toBe(1);
    expect(await ask({ ...QUESTION, channels: ["b", "a"] })).toMatchObject({ answer: { number: 2, of: "b,a" } });
    const many = Array.from({ length: 100 }, (_, n) => `UC${String(n).padStart(22, "0")}`);
    expect(await ask({ span: 1, channels: many })).toMatchObject({ kind: "answered" });
  });

  it("are not made again when nothing changed that they are made from, but once a day", async () => {
    const kind = numbered();
    const ask = open().of(kind);
    await ask(QUESTION);
    now = plus(NOON, hours(1));
    expect(await ask(QUESTION)).toEqual({ kind: "answered", answer: { number: 1, of: "a,b" }, computedAt: now });
    now = plus(NOON, hours(2));
    kind.text = "changed";
    expect(await ask(QUESTION)).toMatchObject({ answer: { number: 2 }, computedAt: now });
    now = plus(now, days(1));
    expect(await ask(QUESTION)).toMatchObject({ answer: { number: 3 }, computedAt: now });
  });

  it("of another shape are never given out", async () => {
    const kind = numbered();
    await open().of(kind)(QUESTION);
    kind.shape = 2;
    expect(await open(false).of({ ...kind, compute: () => new Promise(() => undefined) })(QUESTION)).toEqual({
      kind: "pending",
    });
    expect(await open().of(kind)(QUESTION)).toMatchObject({ answer: { number: 2 } });
  });

  it("that take too long are pending, or those of before, and are kept when they are there", async () => {
    const kind = numbered();
    const held = Promise.withResolvers<void>();
    kind.held = () => held.promise;
    const kept = open(false);
    const ask = kept.of(kind);
    expect(await ask(QUESTION)).toEqual({ kind: "pending" });
    held.resolve();
    await expect.poll(rows).toHaveLength(1);
    expect(await ask(QUESTION)).toMatchObject({ answer: { number: 1 }, computedAt: NOON });
    now = plus(NOON, hours(1));
    kind.text = "changed";
    const again = Promise.withResolvers<void>();
    kind.held = () => again.promise;
    expect(await ask(QUESTION)).toMatchObject({ answer: { number: 1 }, computedAt: NOON });
    again.resolve();
    await expect.poll(async () => (await rows())[0]?.computed_at).toBe(now);
    expect(await ask(QUESTION)).toMatchObject({ answer: { number: 2 }, computedAt: now });
  });

  it("that fail tell those who wait, are reported, and are tried again by who asks next", async () => {
    const kind = numbered();
    kind.held = () => Promise.reject(new Error("no texts"));
    const ask = open().of(kind);
    await expect(ask(QUESTION)).rejects.toThrow("no texts");
    expect(failures).toEqual([expect.stringContaining("no texts")]);
    kind.held = async () => undefined;
    expect(await ask(QUESTION)).toMatchObject({ answer: { number: 2 } });
  });

  it("are made anew by the refresh, the last asked first, until it is over", async () => {
    const kind = numbered();
    const kept = open();
    const ask = kept.of(kind);
    for (const [i, channel] of ["old", "older", "new"].entries()) {
      now = plus(NOON, hours([2, 1, 3][i] ?? 0));
      await ask({ span: 1, channels: [channel] });
    }
    kind.text = "changed";
    now = plus(NOON, hours(5));
    await kept.refresh(() => kind.computed === 5);
    const current = (await rows()).filter(({ computed_at }) => computed_at === now);
    expect(current.map(({ question }) => (question as Question).channels[0]).toSorted()).toEqual(["new", "old"]);
    await kept.refresh(() => false);
    expect(kind.computed).toBe(6);
    await kept.refresh(() => false);
    expect(kind.computed).toBe(6);
  });

  it("go when nobody has asked for a week, and one that fails keeps no other from being made", async () => {
    const kind = numbered();
    const kept = open();
    const ask = kept.of(kind);
    await ask({ span: 1, channels: ["forgotten"] });
    now = plus(NOON, days(6));
    await ask({ span: 1, channels: ["kept"] });
    await ask({ span: 1, channels: ["broken"] });
    now = plus(NOON, days(8));
    const compute = kind.compute;
    kind.compute = (question) =>
      question.channels[0] === "broken" ? Promise.reject(new Error("broken")) : compute(question);
    await kept.refresh(() => false);
    const left = (await rows()).map(({ question, computed_at }) => [(question as Question).channels[0], computed_at]);
    expect(left.toSorted()).toEqual([
      ["broken", plus(NOON, days(6))],
      ["kept", now],
    ]);
    expect(failures).toEqual([expect.stringContaining("broken")]);
  });

  it("cost the refresh one query when there is nothing to do", async () => {
    const kept = open();
    const ask = kept.of(numbered());
    await ask(QUESTION);
    now = plus(NOON, minutes(10));
    const before = await rows();
    await kept.refresh(() => {
      throw new Error("nothing is to be done");
    });
    expect(await rows()).toEqual(before);
  });
});
