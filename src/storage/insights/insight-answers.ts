import { sql } from "kysely";
import type { Instant } from "#domain/time.ts";
import { at, type Db } from "#storage/database.ts";

/** What is asked, by which its answer is found again. */
export interface AnswerKey {
  /** Which insight, such as `keywords`. */
  readonly kind: string;
  /** A digest of the question. */
  readonly digest: string;
}

/** An answer that was made before. */
export interface StoredAnswer {
  readonly shape: number;
  readonly stamp: string;
  readonly answer: unknown;
  /** When it was made. */
  readonly madeAt: Instant;
  /** Until when it was found to hold. */
  readonly computedAt: Instant;
  readonly askedAt: Instant;
}

/** The answer that is kept for a question; `undefined` = none is. One look by the key. */
export const readAnswer = (db: Db, { kind, digest }: AnswerKey): Promise<StoredAnswer | undefined> =>
  db
    .selectFrom("insight_answer")
    .select(["shape", "stamp", "answer", "made_at as madeAt", "computed_at as computedAt", "asked_at as askedAt"])
    .where("kind", "=", kind)
    .where("digest", "=", digest)
    .executeTakeFirst();

/** Keeps an answer, in place of the one before. Who asked first is who asked last so far. */
export async function writeAnswer(
  db: Db,
  { kind, digest }: AnswerKey,
  made: { readonly question: unknown; readonly shape: number; readonly stamp: string; readonly answer: unknown },
  now: Instant,
): Promise<void> {
  const { shape, stamp } = made;
  const when = at(now);
  const row = { shape, stamp, answer: JSON.stringify(made.answer), made_at: when, computed_at: when };
  await db
    .insertInto("insight_answer")
    .values({ kind, digest, question: JSON.stringify(made.question), asked_at: when, ...row })
    .onConflict((conflict) => conflict.columns(["kind", "digest"]).doUpdateSet(row))
    .execute();
}

/** Notes that a kept answer still holds. */
export async function renewAnswer(db: Db, { kind, digest }: AnswerKey, now: Instant): Promise<void> {
  await sql`
    update insight_answer set computed_at = ${at(now)} where kind = ${kind} and digest = ${digest}`.execute(db);
}

/** Notes that somebody asked. */
export async function noteAsked(db: Db, { kind, digest }: AnswerKey, now: Instant): Promise<void> {
  await sql`update insight_answer set asked_at = ${at(now)} where kind = ${kind} and digest = ${digest}`.execute(db);
}

/** The questions whose answers are older than an instant, the last asked first. */
export async function listStaleQuestions(
  db: Db,
  before: Instant,
): Promise<readonly { readonly kind: string; readonly question: unknown }[]> {
  const { rows } = await sql<{ kind: string; question: unknown }>`
    select kind, question from insight_answer
    where computed_at < ${at(before)}
    order by asked_at desc, digest`.execute(db);
  return rows;
}

/** Deletes the answers that nobody has asked for since an instant, and of the others all but the last asked `most`. */
export async function forgetAnswers(db: Db, askedBefore: Instant, most: number): Promise<void> {
  await sql`delete from insight_answer where asked_at < ${at(askedBefore)}`.execute(db);
  await sql`
    delete from insight_answer a using (
      select kind, digest from insight_answer order by asked_at desc, digest offset ${most}
    ) beyond
    where a.kind = beyond.kind and a.digest = beyond.digest`.execute(db);
}

/** Deletes all of them: what they name may have to be forgotten, and whoever asks again has them made again. */
export const forgetAllAnswers = (db: Db): Promise<unknown> => sql`delete from insight_answer`.execute(db);
