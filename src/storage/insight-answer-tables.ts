import type { Instant } from "#domain/time.ts";
import type { Json } from "./tables.ts";

/** The table of kept answers, as queries see it (migrations/0009-insight-answers.sql). */
export interface InsightAnswerTables {
  readonly insight_answer: {
    kind: string;
    digest: string;
    question: Json<unknown>;
    shape: number;
    stamp: string;
    answer: Json<unknown>;
    made_at: Instant;
    computed_at: Instant;
    asked_at: Instant;
  };
}
