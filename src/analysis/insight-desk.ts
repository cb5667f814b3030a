import type { Clock } from "#clock.ts";
import type { SummaryFacts } from "#insights/summary/facts.ts";
import type { Db } from "#storage/database.ts";
import { type AskKept, openKeptAnswers } from "./kept-answers.ts";
import {
  type KeywordAnswer,
  type KeywordQuestion,
  keywordStamp,
  type NetworkAnswer,
  type NetworkQuestion,
  networkStamp,
} from "./keywords.ts";
import { type FactsQuestion, summaryFactsOf, summaryFactsStamp } from "./summary-facts.ts";
import type { TextDesk } from "./text-desk.ts";
import { type ViewTrendAnswer, type ViewTrendQuestion, viewTrendStamp, viewTrendsOf } from "./view-trends.ts";

/** The insights whose answers are kept (`kept-answers.ts`), each as it is asked. */
export interface InsightDesk {
  readonly keywords: AskKept<KeywordQuestion, KeywordAnswer>;
  readonly network: AskKept<NetworkQuestion, NetworkAnswer>;
  readonly views: AskKept<ViewTrendQuestion, ViewTrendAnswer>;
  readonly summaryFacts: AskKept<FactsQuestion, SummaryFacts>;
  /** `KeptAnswers.refresh` */
  refresh(isOver: () => boolean): Promise<void>;
}

interface DeskDeps {
  /** For what people wait for: a kept answer is one row. */
  readonly reads: Db;
  /** For queries that take their time. */
  readonly patient: Db;
  readonly clock: Clock;
  /** A time-out by the machine's time, which goes on while a virtual clock stands. */
  readonly timeout: Clock["timeout"];
  readonly texts: TextDesk;
  /** Told what went wrong while nobody waited. */
  readonly failed: (message: string) => void;
}

export function openInsightDesk({ reads, patient, clock, timeout, texts, failed }: DeskDeps): InsightDesk {
  const kept = openKeptAnswers({ db: reads, clock, timeout, failed });
  const keywords = kept.of<KeywordQuestion, KeywordAnswer>({
    kind: "keywords",
    shape: 1,
    stamp: (question, now) => keywordStamp(patient, question, now),
    compute: (question, now) => texts.keywords(question, now),
  });
  const views = kept.of<ViewTrendQuestion, ViewTrendAnswer>({
    kind: "views",
    shape: 1,
    stamp: (question, now) => viewTrendStamp(patient, question, now),
    compute: (question, now) => viewTrendsOf(patient, question, now),
  });
  return {
    keywords,
    views,
    network: kept.of({
      kind: "keyword-network",
      shape: 1,
      stamp: (question, now) => networkStamp(patient, question, now),
      compute: (question, now) => texts.network(question, now),
    }),
    summaryFacts: kept.of({
      kind: "summary-facts",
      shape: 1,
      stamp: (question, now) => summaryFactsStamp(patient, question, now),
      compute: (question, now) => summaryFactsOf({ db: patient, texts, keywords, views }, question, now),
    }),
    refresh: kept.refresh,
  };
}
