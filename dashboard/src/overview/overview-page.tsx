import { lazy, Suspense, useState } from "react";
import type { Quota } from "#api/operations/quota-contract.ts";
import type { Stats } from "#api/operations/stats-contract.ts";
import { useAnswer } from "../api/use-answer.ts";
import { useNow } from "../clock.ts";
import { asCount, asPercent } from "../format/numbers.ts";
import { Amount } from "../parts/amount.tsx";
import { Fact, Facts } from "../parts/facts.tsx";
import { Answered } from "../parts/notice.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { Ago } from "../parts/time-text.tsx";
import { questions, tableOf } from "../paths.ts";
import { NewestPanel } from "./newest-panel.tsx";
import { OutliersPanel } from "./outliers-panel.tsx";
import { PlanPanel } from "./plan-panel.tsx";
import { QuotaPanel } from "./quota-panel.tsx";
import { TrendingPanel } from "./trending-panel.tsx";

// Only who has yet to begin loads it.
const FirstRun = lazy(async () => ({ default: (await import("./first-run.tsx")).FirstRun }));

export function OverviewPage() {
  const stats = useAnswer<Stats>(questions.stats);
  const quota = useAnswer<Quota>(questions.quota);
  const [isFirst, setFirst] = useState(false);
  const lacksKey = quota.data?.projects.every(({ keys }) => keys.every(({ state }) => state !== "usable"));
  // It stays while the page is looked at, with what came of each step.
  if (!isFirst && stats.data && (lacksKey || stats.data.channels.known === 0)) setFirst(true);
  return (
    <>
      <PageHead
        title="Overview"
        api={questions.stats}
        csv={tableOf(questions.outliers)}
        csvOf="the outliers"
        how={[
          ["outlier", "an outlier"],
          ["trending", "what takes off"],
          ["first-hour", "a first hour"],
        ]}
      />
      <Answered of={stats} lines={2}>
        {(answer) => <Freshness {...answer} />}
      </Answered>
      {isFirst && stats.data && quota.data ? (
        <Suspense fallback={<div className="waiting" style={{ minHeight: "40vh" }} />}>
          <FirstRun projects={quota.data.projects} channels={stats.data.channels} />
        </Suspense>
      ) : null}
      {stats.data?.channels.known === 0 ? null : (
        <div className="panels">
          <OutliersPanel />
          <QuotaPanel />
          <PlanPanel />
          <TrendingPanel />
          <NewestPanel />
        </div>
      )}
    </>
  );
}

/** How much there is, and how fresh it is. */
function Freshness({ channels, videos, approximate, lastDay, freshness, coverage }: Stats) {
  const now = useNow();
  const about = approximate ? "about " : "";
  const share = (value: number | null, reason: string | null) => (
    <Amount value={value} as={asPercent} reason={reason ?? "noVideos"} />
  );
  return (
    <Facts>
      <Fact name="Channels tracked">{about + asCount(channels.tracked)}</Fact>
      <Fact name="Videos known">{about + asCount(videos.known)}</Fact>
      <Fact name="Newest sample">
        {freshness.newestSample ? <Ago at={freshness.newestSample} now={now} /> : <span className="why">none yet</span>}
      </Fact>
      <Fact name="Sampled within the hour">{share(freshness.sampledWithinHour, freshness.reason)}</Fact>
      <Fact name="Sampled within the day">{share(freshness.sampledWithinDay, freshness.reason)}</Fact>
      <Fact name="First hours measured">{share(coverage.measured, coverage.reason)}</Fact>
      <Fact name="Samples in 24 h">{asCount(lastDay.samples)}</Fact>
      <Fact name="First hours in 24 h">{asCount(lastDay.firstHours)}</Fact>
    </Facts>
  );
}
