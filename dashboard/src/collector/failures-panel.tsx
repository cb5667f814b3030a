import type { Quota } from "#api/operations/quota-contract.ts";
import { useAnswer } from "../api/use-answer.ts";
import { useNow } from "../clock.ts";
import { asCount } from "../format/numbers.ts";
import { Answered, Notice } from "../parts/notice.tsx";
import { Panel } from "../parts/panel.tsx";
import { Ago } from "../parts/time-text.tsx";
import { questions } from "../paths.ts";
import { adviceOn } from "./advice.ts";

/** What fails, and what to do. */
export function FailuresPanel() {
  const quota = useAnswer<Quota>(questions.quota);
  return (
    <Panel title="What fails, and what to do" api={questions.quota}>
      <Answered of={quota} lines={8}>
        {(answer) => <Failures {...answer} />}
      </Answered>
    </Panel>
  );
}

function Failures({ failures, pauses, setAside }: Quota) {
  const now = useNow();
  if (failures.length + pauses.length + setAside.length === 0) {
    return <Notice>Nothing has failed lately, nothing is paused, and nothing was set aside.</Notice>;
  }
  return (
    <>
      {pauses.length === 0 ? null : (
        <>
          <h3>Paused</h3>
          <ul>
            {pauses.map(({ subject, until, failures: tries, reason }) => (
              <li key={subject}>
                <bdi>{subject}</bdi> rests; it goes on <Ago at={until} now={now} />. {asCount(tries)} tries failed:{" "}
                <bdi>{reason}</bdi>.
              </li>
            ))}
          </ul>
        </>
      )}
      {failures.length === 0 ? null : (
        <>
          <h3>Calls without an answer</h3>
          <ul>
            {failures.map(({ at, kind, purpose, outcome, detail, project, bucket }) => (
              <li key={`${at} ${kind} ${purpose} ${project} ${bucket}`}>
                <Ago at={at} now={now} />: {kind} for {purpose} → <span className="bad">{outcome}</span>
                {detail === null ? "" : " "}
                <bdi>{detail === null ? "" : `(${detail})`}</bdi>. <span className="quiet">{adviceOn(outcome)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      {setAside.length === 0 ? null : (
        <>
          <h3>Set aside</h3>
          <p className="small">These could not be taken in; everything else goes on. If they stay, report them.</p>
          <ul>
            {setAside.map(({ subject, at, reason }) => (
              <li key={`${subject} ${at}`}>
                <Ago at={at} now={now} />: <bdi>{subject}</bdi>: <bdi>{reason}</bdi>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
