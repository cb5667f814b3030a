import type { UseQueryResult } from "@tanstack/react-query";
import type { PlanView } from "#api/operations/operations-contract.ts";
import { useNow } from "../clock.ts";
import { asCount } from "../format/numbers.ts";
import { Answered, Notice } from "../parts/notice.tsx";
import { Opened } from "../parts/opened.tsx";
import { Panel } from "../parts/panel.tsx";
import { Ago } from "../parts/time-text.tsx";
import { Told } from "../parts/told.tsx";
import { questions } from "../paths.ts";

/** The measures in force, calls that fixed ages will force, and what the day comes to. */
export function SamplingPanel({ plan }: { readonly plan: UseQueryResult<PlanView> }) {
  return (
    <Panel title="What sampling rests on" api={questions.plan} how="schedule">
      <Answered of={plan} lines={12}>
        {(answer) => <Measures {...answer} />}
      </Answered>
    </Panel>
  );
}

function Measures({ sampling: { rungs, capacityBreach, forecasts }, upcoming }: PlanView) {
  const now = useNow();
  return (
    <>
      {capacityBreach ? <p className="bad">{capacityBreach}</p> : null}
      <h3>Measures in force</h3>
      {rungs.length === 0 ? (
        <p className="quiet">None: units are neither short nor left over.</p>
      ) : (
        <ul>
          {rungs.map(({ ladder, rung, name, why }) => (
            <li key={`${ladder} ${rung}`}>
              <span className={ladder === "shortage" ? "warn" : "good"}>
                {ladder === "shortage" ? "Units are short" : "Units are left"}, rung {rung}: {name}.
              </span>{" "}
              {why}
            </li>
          ))}
        </ul>
      )}
      <h3>By the reset</h3>
      <ul>
        {forecasts.map(({ bucket, why }) => (
          <li key={bucket}>
            {bucket}: <Told sentence={why} />
          </li>
        ))}
      </ul>
      {upcoming.length === 0 ? (
        <Notice>No video comes to a fixed age in the time that is known.</Notice>
      ) : (
        <Opened name="forced" summary={<>Calls that fixed ages will force: the next {asCount(upcoming.length)}</>}>
          <table>
            <thead>
              <tr>
                <th>When</th>
                <th className="number">Videos</th>
              </tr>
            </thead>
            <tbody>
              {upcoming.map(({ at, milestones }) => (
                <tr key={at}>
                  <td>
                    <Ago at={at} now={now} />
                  </td>
                  <td className="number">{asCount(milestones)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Opened>
      )}
    </>
  );
}
