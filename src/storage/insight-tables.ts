import type { ForecastTables } from "./forecast-tables.ts";
import type { InsightAnswerTables } from "./insight-answer-tables.ts";
import type { SummaryTables } from "./summary-tables.ts";

/** What insights keep, as queries see it. */
export interface InsightTables extends ForecastTables, InsightAnswerTables, SummaryTables {}
