import type { CollectorView } from "#api/operations/collector-contract.ts";
import type { PlanView } from "#api/operations/operations-contract.ts";
import { asCount, asPercent } from "../format/numbers.ts";
import { asLength } from "../format/times.ts";
import { Amount } from "../parts/amount.tsx";
import { Fact, Facts } from "../parts/facts.tsx";

/** What a video can expect, and how well calls are used. */
export function SamplingFacts({
  sampling: { samplesExpected, uploadsPerDay, firstHourHalfSeconds },
  fill,
}: {
  readonly sampling: PlanView["sampling"];
  readonly fill: CollectorView["fill"] | undefined;
}) {
  return (
    <Facts>
      <Fact name="Samples a new video gets in 30 days">{asCount(samplesExpected)}</Fact>
      <Fact name="Uploads a day">{asCount(uploadsPerDay)}</Fact>
      <Fact name="First hours sampled within">
        {firstHourHalfSeconds === null ? (
          <span className="why">no unit is left</span>
        ) : (
          `± ${asLength(firstHourHalfSeconds)}`
        )}
      </Fact>
      <Fact name="Fill of calls, 24 h">
        {fill ? <Amount value={fill.value} as={asPercent} reason={fill.reason} /> : "…"}
      </Fact>
      <Fact name="Sampling calls, 24 h">{fill ? asCount(fill.calls) : "…"}</Fact>
    </Facts>
  );
}
