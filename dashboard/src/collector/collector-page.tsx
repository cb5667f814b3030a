import { useSearchParams } from "wouter";
import type { CollectorView } from "#api/operations/collector-contract.ts";
import type { PlanView } from "#api/operations/operations-contract.ts";
import { useAnswer } from "../api/use-answer.ts";
import { PlanPanel } from "../overview/plan-panel.tsx";
import { QuotaPanel } from "../overview/quota-panel.tsx";
import { Answered } from "../parts/notice.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { questions, wholeTableOf } from "../paths.ts";
import "../style/insights.css";
import { BackfillPanel } from "./backfill-panel.tsx";
import { callsQuestion } from "./call-filters.ts";
import { CallsPanel } from "./calls-panel.tsx";
import { DiscoveryPanel } from "./discovery-panel.tsx";
import { FailuresPanel } from "./failures-panel.tsx";
import { FirstHourPanel } from "./first-hour-panel.tsx";
import { SamplingFacts } from "./sampling-facts.tsx";
import { SamplingPanel } from "./sampling-panel.tsx";

/** How collecting goes: what is asked next and why, how well it went, and what fails. */
export function CollectorPage() {
  const [params] = useSearchParams();
  const plan = useAnswer<PlanView>(questions.plan);
  const collector = useAnswer<CollectorView>(questions.collector);
  return (
    <>
      <PageHead
        title="Collector"
        api={questions.collector}
        csv={wholeTableOf(callsQuestion(params))}
        csvOf="calls"
        how={[["schedule", "the schedule"]]}
      />
      <Answered of={plan} lines={2}>
        {({ sampling }) => <SamplingFacts sampling={sampling} fill={collector.data?.fill} />}
      </Answered>
      <div className="panels collector">
        <PlanPanel />
        <QuotaPanel />
        <SamplingPanel plan={plan} />
        <FailuresPanel />
        <FirstHourPanel collector={collector} />
        <DiscoveryPanel collector={collector} />
        <BackfillPanel collector={collector} />
        <CallsPanel />
      </div>
    </>
  );
}
