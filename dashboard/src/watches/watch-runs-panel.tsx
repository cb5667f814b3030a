import type { WatchRun } from "#api/watches/watches-contract.ts";
import { usePages } from "../api/use-pages.ts";
import { asCount } from "../format/numbers.ts";
import { MoreButton } from "../parts/more-button.tsx";
import { Answered, Notice } from "../parts/notice.tsx";
import { Panel } from "../parts/panel.tsx";
import { Scroll } from "../parts/scroll.tsx";
import { TimeText } from "../parts/time-text.tsx";
import { questions, wholeTableOf } from "../paths.ts";

/** What YouTube answered it, page by page. */
export function WatchRunsPanel({ id }: { readonly id: string }) {
  const asked = new URLSearchParams({ limit: "20" });
  const runs = usePages<WatchRun>((page) => questions.watchRuns(id, page), asked);
  const question = questions.watchRuns(id, asked);
  return (
    <Panel title="Runs" api={question} csv={wholeTableOf(question)} how="watches" wide>
      <Answered of={runs.of} lines={8}>
        {(shown: readonly WatchRun[]) =>
          shown.length === 0 ? (
            <Notice>It has not run yet.</Notice>
          ) : (
            <>
              <Rows runs={shown} />
              <MoreButton shown={shown.length} {...runs} />
            </>
          )
        }
      </Answered>
    </Panel>
  );
}

function Rows({ runs }: { readonly runs: readonly WatchRun[] }) {
  return (
    <Scroll label="Runs">
      <table>
        <thead>
          <tr>
            <th>Run</th>
            <th className="number">Page</th>
            <th>Asked</th>
            <th>Published from</th>
            <th>to</th>
            <th className="number">Answered</th>
            <th className="number">New</th>
            <th className="number">YouTube guesses</th>
          </tr>
        </thead>
        <tbody>
          {runs.flatMap(({ runAt, pages }) =>
            pages.map((page, n) => (
              <tr key={`${runAt} ${page.page} ${page.askedAt}`}>
                <td>{n === 0 ? <TimeText at={runAt} /> : null}</td>
                <td className="number">{asCount(page.page + 1)}</td>
                <td>
                  <TimeText at={page.askedAt} />
                </td>
                <td>{page.publishedAfter ? <TimeText at={page.publishedAfter} /> : "any time"}</td>
                <td>{page.publishedBefore ? <TimeText at={page.publishedBefore} /> : "now"}</td>
                <td className="number">{asCount(page.videoIds.length)}</td>
                <td className="number">{asCount(page.news)}</td>
                <td className="number">
                  {page.totalEstimate === null ? <span className="why">nothing</span> : asCount(page.totalEstimate)}
                </td>
              </tr>
            )),
          )}
        </tbody>
      </table>
    </Scroll>
  );
}
