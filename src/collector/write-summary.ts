import { type Draft, readDraft } from "#insights/summary/draft.ts";
import type { SummaryFacts } from "#insights/summary/facts.ts";
import { ungrounded } from "#insights/summary/ground.ts";
import { type Prompt, promptFor, repairOf } from "#insights/summary/prompt.ts";
import { templateOf } from "#insights/summary/template.ts";
import type { TextModel } from "#text-model/text-model.ts";

/** A finished summary, and who wrote it. */
export interface Summary {
  readonly draft: Draft;
  /** The model's name; `null` = the template. */
  readonly model: string | null;
  /** Why the template stands in for a model that was asked; `null` = none was, or its text stands. */
  readonly reason: string | null;
}

/**
 * Writes a summary of the facts: by the model, where there is one, in the given language (BCP 47), else by the template. A
 * text that breaks the form or says what the facts do not is sent back once; then the template stands in and says so. A
 * model is asked twice at most, and each time waits as long as its patience, so that the end is certain.
 */
export async function writeSummary(facts: SummaryFacts, model: TextModel | null, language: string): Promise<Summary> {
  const byTemplate = (reason: string | null): Summary => ({ draft: templateOf(facts), model: null, reason });
  if (!model) return byTemplate(null);
  const prompt = promptFor(facts, language);
  const first = await ask(model, prompt, facts);
  if (first.kind === "failed") return byTemplate(first.reason);
  if (first.kind === "grounded") return { draft: first.draft, model: model.name, reason: null };
  const second = await ask(model, repairOf(prompt, first.wrong), facts);
  switch (second.kind) {
    case "grounded":
      return { draft: second.draft, model: model.name, reason: null };
    case "failed":
      return byTemplate(second.reason);
    case "wrong":
      return byTemplate(`The model's text was not used: ${second.wrong[0]}`);
  }
}

type Asked =
  | { readonly kind: "grounded"; readonly draft: Draft }
  | { readonly kind: "wrong"; readonly wrong: readonly string[] }
  | { readonly kind: "failed"; readonly reason: string };

async function ask(model: TextModel, prompt: Prompt, facts: SummaryFacts): Promise<Asked> {
  const completion = await model.complete(prompt);
  switch (completion.kind) {
    case "refused":
      return { kind: "failed", reason: `The model's endpoint refuses the request (${completion.detail}).` };
    case "unavailable":
      return { kind: "failed", reason: `The model gave no answer (${completion.detail}).` };
    case "answered": {
      const draft = readDraft(completion.text);
      if (typeof draft === "string") return { kind: "wrong", wrong: [draft] };
      const wrong = ungrounded(draft, facts);
      return wrong.length > 0 ? { kind: "wrong", wrong } : { kind: "grounded", draft };
    }
  }
}
