import { isoOrNull } from "#api/http/iso.ts";
import { type RetentionChoice, retentionOf } from "#domain/retention.ts";
import type { StoredDecision } from "#storage/retention/retention-decision.ts";
import type { Quota } from "./quota-contract.ts";

/** Said by the API, the log and doctor alike, until somebody has decided. */
export const UNDECIDED =
  "Nobody has decided how long data is kept, so nothing is deleted. YouTube's terms have rules for that: read docs/policy.md, then decide by viewcurve policy set, or by VIEWCURVE_RETENTION.";

/** How long data is kept, and who said so. */
export function retentionAnswer(settings: RetentionChoice, stored: StoredDecision): Quota["retention"] {
  const decided = retentionOf(settings, stored);
  const bySettings = settings.statistics !== null;
  return {
    state: decided ? "decided" : "undecided",
    statistics: decided?.statistics ?? null,
    texts: decided?.texts ?? null,
    decidedBy: decided ? (bySettings ? "settings" : "installation") : null,
    decidedAt: decided && !bySettings ? isoOrNull(stored.decidedAt) : null,
    advice: decided ? null : UNDECIDED,
  };
}
