import type { Quota } from "#api/quota-contract.ts";
import type { Stats } from "#api/stats-contract.ts";
import { useAnswer } from "../api/use-answer.ts";
import { useNow } from "../clock.ts";
import { asCount, asPercent } from "../format/numbers.ts";
import { Amount } from "../parts/amount.tsx";
import { Fact, Facts } from "../parts/facts.tsx";
import { Answered } from "../parts/notice.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { Ago } from "../parts/time-text.tsx";
import { questions } from "../paths.ts";
import { FirstRun } from "./first-run.tsx";
import { NewestPanel } from "./newest-panel.tsx";
import { OutliersPanel } from "./outliers-panel.tsx";
import { PlanPanel } from "./plan-panel.tsx";
import { QuotaPanel } from "./quota-panel.tsx";
import { TrendingPanel } from "./trending-panel.tsx";

export function OverviewPage() {
  const stats = useAnswer<Stats>(questions.stats);
  const quota = useAnswer<Quota>(questions.quota);
  return (
    <>
      <PageHead title="Overview" api={questions.stats} />
      <Answered of={stats} lines={2}>
        {(answer) => <Freshness {...answer} />}
      </Answered>
      {stats.data && quota.data ? <FirstRun projects={quota.data.projects} channels={stats.data.channels} /> : null}
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
