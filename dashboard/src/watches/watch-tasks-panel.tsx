import type { WatchDetail } from "#api/watches/watches-contract.ts";
import { useNow } from "../clock.ts";
import { asCount } from "../format/numbers.ts";
import { Panel } from "../parts/panel.tsx";
import { Scroll } from "../parts/scroll.tsx";
import { Ago, TimeText } from "../parts/time-text.tsx";

/** The stretches of time that it has not read to the end, with the reason. */
export function WatchTasksPanel({ watch: { tasks, tasksLeft } }: { readonly watch: WatchDetail }) {
  const now = useNow();
  return (
    <Panel title="Left to read" how="watches" wide>
      <p className="small">
        {asCount(tasksLeft)} {tasksLeft === 1 ? "stretch" : "stretches"} of publication times not read to the end.
      </p>
      <Scroll label="Left to read">
        <table>
          <thead>
            <tr>
              <th>Published from</th>
              <th>to</th>
              <th className="number">Pages read</th>
              <th>Goes on</th>
              <th>Why it is not done</th>
            </tr>
          </thead>
          <tbody>
            {tasks.map((task) => (
              <tr key={`${task.publishedAfter} ${task.openedAt}`}>
                <td>
                  <TimeText at={task.publishedAfter} />
                </td>
                <td>
                  <TimeText at={task.publishedBefore} />
                </td>
                <td className="number">{asCount(task.pages)}</td>
                <td>
                  <Ago at={task.notBefore} now={now} />
                </td>
                <td className="wrap">
                  <bdi>{task.reason}</bdi>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Panel>
  );
}
