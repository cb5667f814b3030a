import type { Config } from "#config.ts";
import type { ServingParts } from "../main.ts";

/** The text model of the settings; nothing where none is set. */
export function textModelOf({
  llmUrl,
  llmModel,
  llmKey,
  llmTimeout,
  llmCallsPerDay,
}: Config): Pick<ServingParts, "textModel"> {
  if (llmUrl === null || llmModel === null) return {};
  const key = llmKey?.reveal() ?? null;
  return {
    textModel: { url: llmUrl, model: llmModel, key, patience: llmTimeout, callsPerDay: llmCallsPerDay },
  };
}
