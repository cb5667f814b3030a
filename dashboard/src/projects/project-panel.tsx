import type { KeyAnswer, ProjectAnswer } from "#api/operations/keys-contract.ts";
import type { Quota } from "#api/operations/quota-contract.ts";
import { send } from "../api/ask.ts";
import { useAnswer } from "../api/use-answer.ts";
import { useChange } from "../api/use-change.ts";
import { useNow } from "../clock.ts";
import { asCount } from "../format/numbers.ts";
import { ConfirmButton } from "../parts/confirm-button.tsx";
import { Panel } from "../parts/panel.tsx";
import { Scroll } from "../parts/scroll.tsx";
import { Ago, TimeText } from "../parts/time-text.tsx";
import { questions } from "../paths.ts";
import { KeyTable } from "./key-table.tsx";
import { LimitsForm } from "./limits-form.tsx";
import { TOUCHED } from "./touched.ts";

const WHAT = {
  default: "units: all but searches and batches",
  search: "searches",
  batch: "calls for 50 videos’ counters",
} as const;

/** One project with what is used of it today, and its keys; `null` = they are yet to come. */
export function ProjectPanel({ project, keys }: { project: ProjectAnswer; keys: readonly KeyAnswer[] | null }) {
  const now = useNow();
  const { id, consumer, today, limits } = project;
  const quota = useAnswer<Quota>(questions.quota);
  const failed = quota.data?.failures.find((call) => call.project === id);
  const remove = useChange(() => send("DELETE", questions.project(id)), TOUCHED);
  return (
    <Panel title={`Project ${id}`} api={questions.project(id)} wide>
      <p className="small">
        {consumer ? (
          <>
            Google calls it <bdi>{consumer}</bdi>.{" "}
          </>
        ) : null}
        Known since <TimeText at={project.createdAt} />.
      </p>
      <Scroll label="What is used of it today">
        <table>
          <caption>What is used of it today.</caption>
          <thead>
            <tr>
              <th>Bucket</th>
              <th className="number">Used</th>
              <th className="number">Left</th>
              <th className="number">Of</th>
              <th>What it is spent on</th>
              <th>State</th>
            </tr>
          </thead>
          <tbody>
            {today.map(({ bucket, used, left, spentAt }) => (
              <tr key={bucket}>
                <td>{bucket}</td>
                <td className="number">{asCount(used)}</td>
                <td className="number">{asCount(left)}</td>
                <td className="number">{asCount(limits[bucket])}</td>
                <td>{WHAT[bucket]}</td>
                <td>
                  {spentAt ? (
                    <span className="bad">
                      YouTube called it spent <Ago at={spentAt} now={now} />
                    </span>
                  ) : left === 0 ? (
                    <span className="warn">spent until the reset</span>
                  ) : (
                    <span className="good">open</span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {failed ? (
        <p className="small">
          The last call of it that failed: {failed.kind}, <Ago at={failed.at} now={now} />, {failed.outcome}
          {failed.detail ? (
            <>
              {" "}
              (<bdi>{failed.detail}</bdi>)
            </>
          ) : null}
          .
        </p>
      ) : null}
      <LimitsForm key={JSON.stringify(limits)} project={project} />
      {keys === null ? null : keys.length > 0 ? (
        <KeyTable keys={keys} />
      ) : (
        <p>
          It has no keys.{" "}
          <ConfirmButton label="Forget the project" title="Forget the project?" run={() => remove.mutateAsync()}>
            What it has spent stays in the ledger, under its name.
          </ConfirmButton>
        </p>
      )}
    </Panel>
  );
}
