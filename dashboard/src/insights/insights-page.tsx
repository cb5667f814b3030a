import { lazy, type ReactNode, useCallback } from "react";
import { Link, useSearchParams } from "wouter";
import { Heading } from "../parts/heading.tsx";
import { Notice } from "../parts/notice.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { tableOf } from "../paths.ts";
import "../style/insights.css";
import { EngagingPart } from "./engaging-part.tsx";
import { ForecastsPart } from "./forecasts-part.tsx";
import type { InsightProps } from "./insight.tsx";
import { INSIGHTS, type Insight, insightPage, insightQuestion, withoutSummary } from "./insight-question.ts";
import { KeywordsPart } from "./keywords-part.tsx";
import { NetworkPart } from "./network-part.tsx";
import { OutliersPart } from "./outliers-part.tsx";
import { ScopeBar } from "./scope-bar.tsx";
import { SummaryPart } from "./summary-part.tsx";
import { TrendingPart } from "./trending-part.tsx";

// What draws lines brings the library that does.
const TypicalPart = lazy(async () => ({ default: (await import("./typical-part.tsx")).TypicalPart }));
const ViewsPart = lazy(async () => ({ default: (await import("./views-part.tsx")).ViewsPart }));

/** What performs, and why: one insight at a time, of videos and over a time that are chosen once for all. */
export function InsightsPage({ part }: { readonly part: string }) {
  const [params, setSearch] = useSearchParams();
  const setParams = useCallback((changed: URLSearchParams) => setSearch(changed, { replace: true }), [setSearch]);
  const insight = INSIGHTS.find((each) => each.part === part);
  if (insight === undefined) {
    return (
      <>
        <Heading title="Insights" />
        <InsightTabs here={part} params={params} />
        <Notice>There is no such insight.</Notice>
      </>
    );
  }
  const question = insightQuestion(insight, params);
  return (
    <>
      <PageHead title={insight.name} api={question} csv={tableOf(question)} how={[[insight.how, "this"]]} />
      <InsightTabs here={part} params={params} />
      <ScopeBar params={params} setParams={(changed) => setParams(withoutSummary(changed))} />
      <div className="insight">{partOf(insight, { params, setParams, question })}</div>
    </>
  );
}

function InsightTabs({ here, params }: { readonly here: string; readonly params: URLSearchParams }) {
  return (
    <nav className="tabs" aria-label="Insights">
      {INSIGHTS.map(({ part, name }) => (
        <Link
          key={part}
          href={insightPage(part, params)}
          className={part === here ? "here" : ""}
          {...(part === here ? { "aria-current": "page" as const } : {})}
        >
          {name}
        </Link>
      ))}
    </nav>
  );
}

function partOf({ part }: Insight, props: InsightProps): ReactNode {
  switch (part) {
    case "trending":
      return <TrendingPart {...props} />;
    case "outliers":
      return <OutliersPart {...props} />;
    case "engaging":
      return <EngagingPart {...props} />;
    case "views":
      return <ViewsPart {...props} />;
    case "typical":
      return <TypicalPart {...props} />;
    case "keywords":
      return <KeywordsPart {...props} />;
    case "network":
      return <NetworkPart {...props} />;
    case "forecasts":
      return <ForecastsPart {...props} />;
    case "summary":
      return <SummaryPart {...props} />;
  }
}
