import { type Draft, readDraft } from "#insights/summary/draft.ts";
import type { SummaryFacts } from "#insights/summary/facts.ts";
import { faultsOf } from "#insights/summary/faults.ts";
import { type Prompt, promptFor, repairOf } from "#insights/summary/prompt.ts";
import { templateOf } from "#insights/summary/template.ts";
import type { Completion, TextRequest } from "#text-model/text-model.ts";

/** A finished summary, and who wrote it. */
export interface Summary {
  readonly draft: Draft;
  /** The model's name; `null` = the template. */
  readonly model: string | null;
  /** Why the template stands in for the model; `null` = the model's text stands. */
  readonly reason: string | null;
}

/** A model that may be out of reach for a reason of ours, which `detail` tells people. */
export interface Writer {
  readonly name: string;
  complete(request: TextRequest): Promise<Completion | { readonly kind: "notAsked"; readonly detail: string }>;
}

/**
 * Writes a summary of the facts by a model, in the given language (BCP 47). A text that breaks the form, says what the facts
 * do not or is no summary is sent back once; then the template stands in and says so. A model is asked twice at most, and
 * each time waits as long as its patience, so that the end is certain.
 */
export async function writeSummary(facts: SummaryFacts, model: Writer, language: string): Promise<Summary> {
  const byTemplate = (reason: string): Summary => ({ draft: templateOf(facts), model: null, reason });
  const prompt = promptFor(facts, language);
  const first = await ask(model, prompt, facts);
  if (first.kind === "failed") return byTemplate(first.reason);
  if (first.kind === "good") return { draft: first.draft, model: model.name, reason: null };
  const second = await ask(model, repairOf(prompt, first.wrong), facts);
  switch (second.kind) {
    case "good":
      return { draft: second.draft, model: model.name, reason: null };
    case "failed":
      return byTemplate(`The model's first text was not used: ${first.wrong[0]} ${second.reason}`);
    case "wrong":
      return byTemplate(`The model's text was not used: ${second.wrong[0]}`);
  }
}

type Asked =
  | { readonly kind: "good"; readonly draft: Draft }
  | { readonly kind: "wrong"; readonly wrong: readonly string[] }
  | { readonly kind: "failed"; readonly reason: string };

async function ask(model: Writer, prompt: Prompt, facts: SummaryFacts): Promise<Asked> {
  const completion = await model.complete(prompt);
  switch (completion.kind) {
    case "notAsked":
      return { kind: "failed", reason: `The model was not asked: ${completion.detail}.` };
    case "refused":
      return { kind: "failed", reason: `The model's endpoint refuses the request (${completion.detail}).` };
    case "unavailable":
      return { kind: "failed", reason: `The model gave no answer (${completion.detail}).` };
    case "answered": {
      const draft = readDraft(completion.text);
      if (typeof draft === "string") return { kind: "wrong", wrong: [draft] };
      const wrong = faultsOf(draft, facts);
      return wrong.length > 0 ? { kind: "wrong", wrong } : { kind: "good", draft };
    }
  }
}
