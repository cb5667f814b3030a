import type { PlanView } from "#api/operations/operations-contract.ts";
import { useAnswer } from "../api/use-answer.ts";
import { useNow } from "../clock.ts";
import { asCount } from "../format/numbers.ts";
import { Answered } from "../parts/notice.tsx";
import { Panel } from "../parts/panel.tsx";
import { Scroll } from "../parts/scroll.tsx";
import { Ago } from "../parts/time-text.tsx";
import { Told } from "../parts/told.tsx";
import { questions } from "../paths.ts";

/** What the collector does next, and why. */
export function PlanPanel() {
  const plan = useAnswer<PlanView>(questions.plan);
  return (
    <Panel title="What is asked next" api={questions.plan} how="schedule">
      <Answered of={plan} lines={6}>
        {(answer) => <Lanes {...answer} />}
      </Answered>
    </Panel>
  );
}

function Lanes({ lanes, sampling }: PlanView) {
  const now = useNow();
  return (
    <>
      <Scroll label="What each lane asks next">
        <table>
          <thead>
            <tr>
              <th>Lane</th>
              <th>When</th>
              <th>What</th>
              <th>Why</th>
            </tr>
          </thead>
          <tbody>
            {lanes.map(({ lane, at, call, ids, why }) => (
              <tr key={lane}>
                <td>{lane}</td>
                <td>
                  <Ago at={at} now={now} />
                </td>
                <td>{call === null ? "nothing" : `${call}${ids > 0 ? ` ${asCount(ids)}` : ""}`}</td>
                <td className="wrap">
                  <Told sentence={why} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {sampling.capacityBreach ? <p className="bad">{sampling.capacityBreach}</p> : null}
      {sampling.rungs.length > 0 ? (
        <p className="small">In force: {sampling.rungs.map(({ name }) => name).join(", ")}.</p>
      ) : null}
    </>
  );
}
