import { between, hours, type Instant, minutes, plus } from "#domain/time.ts";
import type { SummaryFacts } from "#insights/summary/facts.ts";
import { SUMMARY_WAITED_MAX } from "#storage/insights/summaries.ts";
import { chargeModelCall, finishSummary, type TakenSummary, takeSummary } from "#storage/insights/summary-writing.ts";
import { type CollectorDeps, type Holding, rest } from "./holding.ts";
import type { SummaryModel } from "./summary-model.ts";
import { type Summary, type Writer, writeSummary } from "./write-summary.ts";

type WritingDeps = Pick<CollectorDeps, "db" | "clock" | "report" | "summaryModel">;

/** A request nudges; this is for one whose nudge was lost with its process. */
const LOOK_EVERY = hours(1);
const STUMBLE_WAIT = minutes(1);
/** A summary that ended several processes is not begun again. */
const ATTEMPTS_MAX = 3;

/**
 * Has the summaries written that are asked for, one at a time, for as long as the holding lasts: beside the lanes, so that no
 * sample waits for a model. Whatever goes wrong is reported and ends nothing else.
 */
export async function writeSummaries(deps: WritingDeps, holding: Holding): Promise<void> {
  const { clock, report } = deps;
  while (!holding.over.signal.aborted) {
    let lookAt = plus(clock.now(), LOOK_EVERY);
    try {
      if (await writeNext(deps, holding)) continue;
    } catch (error) {
      lookAt = plus(clock.now(), STUMBLE_WAIT);
      const message = error instanceof Error ? error.message : String(error);
      report({ kind: "stumbled", where: "summaries", message, retryAt: lookAt });
    }
    await rest(deps, holding, "summaries", lookAt);
  }
}

/** Writes the summary that waits longest; `false` when none does, or the holding ended meanwhile. */
async function writeNext(deps: WritingDeps, holding: Holding): Promise<boolean> {
  const { db, clock, report } = deps;
  const taken = await takeSummary<SummaryFacts>(db, holding.lease, clock.now());
  if (!taken) return false;
  const written = await write(deps, holding, taken);
  // Whoever holds the lease next begins it again.
  if (holding.over.signal.aborted) return false;
  const { id } = taken;
  // The template follows from the facts, wherever it is shown: only a model's text is kept.
  const draft = written.model === null ? null : written.draft;
  await finishSummary(db, holding.lease, { id, draft, reason: written.reason }, clock.now());
  report({ kind: "summaryWritten", id, model: written.model, reason: written.reason });
  return true;
}

async function write(
  deps: WritingDeps,
  holding: Holding,
  { model, language, facts, requestedAt, attempts }: TakenSummary<SummaryFacts>,
): Promise<Pick<Summary, "model" | "reason"> & { readonly draft: Summary["draft"] | null }> {
  const refused = whyNot(deps, { model, requestedAt, attempts }, deps.clock.now());
  if (refused !== null || !deps.summaryModel) return { draft: null, model: null, reason: refused };
  return writeSummary(facts, charged(deps, holding, deps.summaryModel), language);
}

/** Why a summary is not written by a model; `null` when it is. */
function whyNot(
  { summaryModel }: WritingDeps,
  { model, requestedAt, attempts }: { model: string; requestedAt: Instant; attempts: number },
  now: Instant,
): string | null {
  if (summaryModel?.model.name !== model) {
    return "The process that collects has no such model: give all processes the same VIEWCURVE_LLM_ settings.";
  }
  if (attempts > ATTEMPTS_MAX) return `It was begun ${ATTEMPTS_MAX} times and never came to an end.`;
  return between(requestedAt, now) > SUMMARY_WAITED_MAX ? "Nobody took the request in time. Ask again." : null;
}

/** A model whose calls are counted before they leave. */
const charged = (deps: WritingDeps, holding: Holding, { model, callsPerDay }: SummaryModel): Writer => ({
  name: model.name,
  async complete(request) {
    switch (await chargeModelCall(deps.db, holding.lease, callsPerDay, deps.clock.now())) {
      case "charged":
        return model.complete(request, holding.over.signal);
      case "spent":
        return {
          kind: "notAsked",
          detail: `the ${callsPerDay} calls of the day are used up, and the next may leave after 00:00 UTC`,
        };
      case "fenced":
        return { kind: "notAsked", detail: "another process collects now" };
    }
  },
});
