import type { UseQueryResult } from "@tanstack/react-query";
import type { CollectorView } from "#api/operations/collector-contract.ts";
import { asCount } from "../format/numbers.ts";
import { asLength } from "../format/times.ts";
import { Answered, Notice } from "../parts/notice.tsx";
import { Panel } from "../parts/panel.tsx";
import { questions } from "../paths.ts";

const SOURCES = {
  push: "pushed by the hub",
  feed: "the channel’s feed",
  uploads: "the list of uploads",
  search: "a watched search",
  chart: "a watched chart",
} as const;

/** How long after its publication a video was found, and by what. */
export function DiscoveryPanel({ collector }: { readonly collector: UseQueryResult<CollectorView> }) {
  return (
    <Panel title="How soon videos were found, 30 days" api={questions.collector}>
      <Answered of={collector} lines={8}>
        {({ discovery: { sources } }) =>
          sources.length === 0 ? (
            <Notice>No video has come on a tracked channel yet, so nothing had to be found.</Notice>
          ) : (
            <table>
              <caption>From its publication to the first sight of it, by the source that saw it first.</caption>
              <thead>
                <tr>
                  <th>Found by</th>
                  <th className="number">Videos</th>
                  <th className="number">Half within</th>
                  <th className="number">Nine in ten within</th>
                  <th className="number">99 in 100 within</th>
                </tr>
              </thead>
              <tbody>
                {sources.map(({ source, n, p50Seconds, p90Seconds, p99Seconds }) => (
                  <tr key={source}>
                    <td>{SOURCES[source]}</td>
                    <td className="number">{asCount(n)}</td>
                    <td className="number">{asLength(p50Seconds)}</td>
                    <td className="number">{asLength(p90Seconds)}</td>
                    <td className="number">{asLength(p99Seconds)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )
        }
      </Answered>
    </Panel>
  );
}
