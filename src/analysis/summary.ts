import { createHash } from "node:crypto";
import type { Clock } from "#clock.ts";
import { type InsightScope, type Window, windowAt } from "#domain/insight-scope.ts";
import { between, type Duration, type Instant, inSeconds, milliseconds, plus, seconds } from "#domain/time.ts";
import type { Draft } from "#insights/summary/draft.ts";
import { areEmpty, citable, type SummaryFacts } from "#insights/summary/facts.ts";
import { templateOf } from "#insights/summary/template.ts";
import { readLease } from "#storage/collecting/lease.ts";
import type { Db } from "#storage/database.ts";
import {
  readSummary,
  requestSummary,
  type StoredSummary,
  SUMMARY_WAITED_MAX,
  withdrawSummary,
} from "#storage/insights/summaries.ts";
import type { AskKept } from "./kept-answers.ts";
import type { FactsQuestion } from "./summary-facts.ts";

interface SummaryQuestion extends FactsQuestion {
  /** In which language a model writes: a BCP 47 tag. The template writes English. */
  readonly language: string;
}

/** A summary as it stands; there is always a text. */
export interface SummaryText {
  /** `null` = the template's: it is made each time, and needs no name. */
  readonly id: string | null;
  /** Whether the model's text may still come; then the template stands in. */
  readonly pending: boolean;
  readonly scope: InsightScope;
  readonly window: Window;
  readonly language: string;
  readonly facts: SummaryFacts;
  readonly text: Draft;
  /** Who wrote the text: a model's name; `null` = the template. */
  readonly model: string | null;
  /** Why the template stands in for the model; `null` = none is set, or the text is the model's. */
  readonly reason: string | null;
  /** When the facts were gathered. */
  readonly gatheredAt: Instant;
}

interface SummaryDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly facts: AskKept<FactsQuestion, SummaryFacts>;
  /** The name of the model that whoever collects asks; `null` = none is set. */
  readonly model: string | null;
}

/** People wait that long for an answer; a model that takes longer is asked after. */
const SUMMARY_PATIENCE: Duration = seconds(20);
const LOOK_FIRST = milliseconds(200);
const LOOK_MAX = seconds(1);

const STILL_WRITING = "The model has not answered yet: ask for it again.";
const NEVER_WRITTEN = "The model's text did not come within half an hour. Ask for another summary.";

/**
 * A summary of a scope and a window: by the template at once where no model is set, else by the model, as soon as whoever
 * collects has it written or `SUMMARY_PATIENCE` has passed. `"gathering"` when the facts take longer than anybody waits: ask
 * again in a while. Not for use inside a task of the clock.
 *
 * @param gone aborts when nobody waits any more.
 */
export async function askForSummary(
  deps: SummaryDeps,
  question: SummaryQuestion,
  gone: AbortSignal,
): Promise<SummaryText | "gathering"> {
  const { db, clock, model } = deps;
  const { scope, window: asked, language } = question;
  const kept = await deps.facts({ scope, window: asked });
  if (kept.kind === "pending") return "gathering";
  const { answer: facts, computedAt: gatheredAt } = kept;
  const told = { scope, window: windowAt(asked, gatheredAt), language, facts, gatheredAt };
  const byTemplate = { ...told, id: null, pending: false, text: templateOf(facts), model: null };
  if (model === null) return { ...byTemplate, reason: null };
  if (areEmpty(facts)) return { ...byTemplate, reason: "There is nothing to tell of, so the model was not asked." };
  const id = summaryIdOf(told, model);
  const channelIds = [...new Set([...scope.channels, ...[...facts.rising, ...facts.watch].map((of) => of.channelId)])];
  const wanted = { ...told, id, model, videoIds: [...citable(facts)], channelIds };
  await requestSummary(db, wanted, clock.now());
  const until = plus(clock.now(), SUMMARY_PATIENCE);
  const written = await clock.task(() => whenWritten(deps, id, until, gone));
  if (written?.state !== "waiting" || (await isCollecting(db, clock.now()))) return textOf(written, told, clock.now());
  const reason = `Nobody collects at present, and the model is asked by whoever does: no answer within ${inSeconds(SUMMARY_PATIENCE)} s.`;
  await withdrawSummary(db, id, reason, clock.now());
  return textOf(await readSummary(db, id), told, clock.now());
}

/** A summary by its id, as it stands; `null` when there is none. */
export async function findSummary(db: Db, id: string, now: Instant): Promise<SummaryText | null> {
  const stored = await readSummary<SummaryFacts, Draft>(db, id);
  return stored && textOf(stored, stored, now);
}

/** The same scope, window, facts, language and model are the same summary. */
function summaryIdOf({ scope, window, language, facts }: Told, model: string): string {
  const all = JSON.stringify([scope, window, language, facts, model]);
  return createHash("sha256").update(all).digest("base64url").slice(0, 22);
}

type Told = Pick<SummaryText, "scope" | "window" | "language" | "facts" | "gatheredAt">;
type Stored = StoredSummary<SummaryFacts, Draft>;

/** The summary when it is written, or as it is when nobody waits longer. */
async function whenWritten(
  { db, clock }: SummaryDeps,
  id: string,
  until: Instant,
  gone: AbortSignal,
): Promise<Stored | null> {
  for (let wait = LOOK_FIRST; ; wait = milliseconds(Math.min(LOOK_MAX, wait * 1.5))) {
    const stored = await readSummary<SummaryFacts, Draft>(db, id);
    if (stored === null || stored.state === "written" || clock.now() >= until || gone.aborted) return stored;
    await clock.until(plus(clock.now(), wait), gone);
  }
}

const isCollecting = async (db: Db, now: Instant): Promise<boolean> => ((await readLease(db))?.expiresAt ?? 0) > now;

/** What is stored, as it is told at an instant; one that was deleted meanwhile is told by what was asked. */
function textOf(stored: Stored | null, told: Told, now: Instant): SummaryText {
  const { scope, window, language, facts, gatheredAt } = told;
  const common = { scope, window, language, facts, gatheredAt };
  const byTemplate = { ...common, text: templateOf(facts), model: null };
  if (stored === null) return { ...byTemplate, id: null, pending: false, reason: "What it tells of was removed." };
  const { id, state, draft, model, reason, requestedAt } = stored;
  if (state === "written") {
    return draft === null
      ? { ...byTemplate, id, pending: false, reason }
      : { ...common, id, pending: false, text: draft, model, reason: null };
  }
  const isLate = between(requestedAt, now) > SUMMARY_WAITED_MAX;
  return { ...byTemplate, id, pending: !isLate, reason: isLate ? NEVER_WRITTEN : STILL_WRITING };
}
