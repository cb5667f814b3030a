import { createHash } from "node:crypto";
import type { Clock } from "#clock.ts";
import { HOUR, stepOf } from "#domain/day-gain.ts";
import { days, type Instant, minus, seconds } from "#domain/time.ts";
import type { Db } from "#storage/database.ts";
import {
  type AnswerKey,
  forgetAnswers,
  listStaleQuestions,
  noteAsked,
  readAnswer,
  renewAnswer,
  type StoredAnswer,
  writeAnswer,
} from "#storage/insights/insight-answers.ts";

/*
 * Answers that take their time are kept: `const ask = kept.of(kind)` gives a function of the question. It answers from one
 * row while that is of the present hour, and else has the answer made, once for all who ask meanwhile. Whoever would wait too
 * long gets the answer of before (its `computedAt` says so), or `pending` where there is none; it is made all the same.
 */

/** A kind of question whose answers are kept. */
export interface KeptKind<Question, Answer> {
  /** Names it in the database, and never changes. */
  readonly kind: string;
  /** Grows with each change of the answer's form or meaning: what was kept before is made anew. */
  readonly shape: number;
  /**
   * What the answer would be made from, in short and cheaply: counts, sums and newest dates of the rows concerned. While it
   * is the same so is the answer, which is then not made again. A kind that always changes gives `null`.
   */
  stamp(question: Question, now: Instant): Promise<string | null>;
  /**
   * Makes the answer: JSON, without instants that only say "now". `question` holds the window as it was asked
   * (`AskedWindow`), so that "the last 7 days" stays one question while time passes.
   */
  compute(question: Question, now: Instant): Promise<Answer>;
}

type Kept<Answer> =
  /** `computedAt`: until when it was found to hold. */
  | { readonly kind: "answered"; readonly answer: Answer; readonly computedAt: Instant }
  /** It is being made and was never made before: ask again in a while. */
  | { readonly kind: "pending" };

export type AskKept<Question, Answer> = (question: Question) => Promise<Kept<Answer>>;

export interface KeptAnswers {
  /** How questions of a kind are asked. From then on the hourly refresh makes its answers, too. */
  of<Question, Answer>(kind: KeptKind<Question, Answer>): AskKept<Question, Answer>;
  /**
   * Makes the answers anew that were asked for within a week and are not of the present hour, one after the other, the last
   * asked first, until `isOver`. What nobody asked for in a week is dropped. One query when there is nothing to do.
   */
  refresh(isOver: () => boolean): Promise<void>;
}

interface KeptDeps {
  /** Where they are kept. */
  readonly db: Db;
  readonly clock: Clock;
  /** A time-out by the machine's time, which goes on while a virtual clock stands. */
  readonly timeout: Clock["timeout"];
  /** Told what went wrong while nobody waited. */
  readonly failed: (message: string) => void;
}

/** People and proxies give up soon after. */
const WAITED_MAX = seconds(8);
/** More at once would only stand in each other's way. */
const UNDER_WAY_MAX = 16;
/** An answer that still holds is made anew after this all the same, so that nothing that was deleted stays in it. */
const HOLDS_MAX = days(1);
const ASKED_WITHIN = days(7);
/** A script that asks for every day of a year must not fill the database. */
const ANSWERS_MAX = 2000;

interface Made {
  readonly answer: unknown;
  readonly computedAt: Instant;
}

export function openKeptAnswers({ db, clock, timeout, failed }: KeptDeps): KeptAnswers {
  const kinds = new Map<string, KeptKind<unknown, unknown>>();
  const underWay = new Map<string, Promise<Made>>();

  async function make(kind: KeptKind<unknown, unknown>, question: unknown, key: AnswerKey): Promise<Made> {
    const now = clock.now();
    const before = await readAnswer(db, key);
    const stamp = await kind.stamp(question, now);
    if (before?.shape === kind.shape && before.stamp === stamp && before.madeAt > minus(now, HOLDS_MAX)) {
      await renewAnswer(db, key, now);
      return { answer: before.answer, computedAt: now };
    }
    const answer = await kind.compute(question, now);
    await writeAnswer(db, key, { question, shape: kind.shape, stamp: stamp ?? "", answer }, now);
    return { answer, computedAt: now };
  }

  /** Makes an answer, or waits for who is making it. */
  function renewed(kind: KeptKind<unknown, unknown>, question: unknown, key: AnswerKey): Promise<Made> {
    const id = `${key.kind} ${key.digest}`;
    const known = underWay.get(id);
    if (known !== undefined) return known;
    const making = make(kind, question, key).finally(() => underWay.delete(id));
    underWay.set(id, making);
    making.catch((error: unknown) => failed(`An insight (${kind.kind}) could not be made: ${messageOf(error)}`));
    return making;
  }

  async function ask(kind: KeptKind<unknown, unknown>, question: unknown): Promise<Kept<unknown>> {
    const key = keyOf(kind.kind, question);
    const now = clock.now();
    const row = await readAnswer(db, key);
    const before = row?.shape === kind.shape ? row : undefined;
    if (row && row.askedAt < minus(now, HOUR)) await noteAsked(db, key, now);
    if (before && before.computedAt >= stepOf(now, HOUR)) return answered(before);
    const free = underWay.size < UNDER_WAY_MAX || underWay.has(`${key.kind} ${key.digest}`);
    const made = free ? await inTime(renewed(kind, question, key)) : null;
    if (made) return answered(made);
    return before ? answered(before) : { kind: "pending" };
  }

  /** `null` when it takes too long. */
  async function inTime(making: Promise<Made>): Promise<Made | null> {
    using late = timeout(WAITED_MAX);
    const { signal } = late;
    const passed = new Promise<null>((resolve) => {
      if (signal.aborted) resolve(null);
      signal.addEventListener("abort", () => resolve(null), { once: true });
    });
    return Promise.race([making, passed]);
  }

  return {
    of<Question, Answer>(kind: KeptKind<Question, Answer>): AskKept<Question, Answer> {
      const plain = kind as KeptKind<unknown, unknown>;
      kinds.set(kind.kind, plain);
      return (question) => ask(plain, question) as Promise<Kept<Answer>>;
    },
    async refresh(isOver) {
      const stale = await listStaleQuestions(db, stepOf(clock.now(), HOUR));
      // What is asked for is never older than an hour: where nothing is stale, nothing is forgotten either.
      if (stale.length === 0) return;
      await forgetAnswers(db, minus(clock.now(), ASKED_WITHIN), ANSWERS_MAX);
      for (const { kind: name, question } of stale) {
        if (isOver()) return;
        const kind = kinds.get(name);
        const key = keyOf(name, question);
        // It may have been asked for meanwhile, or forgotten; and another version may have had kinds of its own.
        const row = await readAnswer(db, key);
        if (!kind || !row || row.computedAt >= stepOf(clock.now(), HOUR)) continue;
        await renewed(kind, question, key).catch(() => undefined);
      }
    },
  };
}

const answered = ({ answer, computedAt }: Made | StoredAnswer): Kept<unknown> => ({
  kind: "answered",
  answer,
  computedAt,
});

const keyOf = (kind: string, question: unknown): AnswerKey => ({
  kind,
  digest: createHash("sha256").update(canonical(question)).digest("hex"),
});

/** JSON with the names of every object in order: the same question is the same text, in whichever order it was put together. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
