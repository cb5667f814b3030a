import type { OutliersAnswer } from "#api/insights/outliers-contract.ts";
import { useNow } from "../clock.ts";
import { asCount, asMultiple } from "../format/numbers.ts";
import { VideoCells, VideoLines } from "../overview/video-line.tsx";
import { Amount, Counter } from "../parts/amount.tsx";
import { Notice } from "../parts/notice.tsx";
import { Panel } from "../parts/panel.tsx";
import { Ago } from "../parts/time-text.tsx";
import { InsightAnswered, type InsightProps } from "./insight.tsx";
import { Interval } from "./interval.tsx";
import { useInsight } from "./use-insight.ts";

/** What stands out of its channel, of any age. */
export function OutliersPart({ question }: InsightProps) {
  const outliers = useInsight<OutliersAnswer>(question);
  return (
    <Panel title="What stands out of its channel" api={question} how="outlier" wide>
      <InsightAnswered of={outliers} lines={24}>
        {(answer) => <Rows {...answer} />}
      </InsightAnswered>
    </Panel>
  );
}

function Rows({ items, n }: OutliersAnswer) {
  const now = useNow();
  if (items.length === 0) {
    return (
      <Notice>
        No video of this scope that was sampled in this time has twice its channel’s usual views ({asCount(n)} were
        looked at). A channel needs three videos before anything is usual for it.
      </Notice>
    );
  }
  return (
    <VideoLines
      caption="Views beside what is usual for the channel, at the same age or over a lifetime. The smaller numbers are what chance leaves: nine in ten lie between them."
      heads={["Outlier", "Views", "First hour", "Performance", "Published"]}
    >
      {items.map(({ video, outlier }) => (
        <tr key={video.id}>
          <VideoCells video={video} />
          <td className="number">
            <Interval of={outlier} as={asMultiple} reason={null} />
          </td>
          <td className="number">
            <Counter value={video.counters.views} asOf={video.counters.asOf} as={asCount} />
          </td>
          <td className="number">
            <Amount value={video.firstHour.views} as={asCount} reason={video.firstHour.reason} />
          </td>
          <td className="number">
            <Amount value={video.performance.value} as={asMultiple} reason={video.performance.reason} />
          </td>
          <td className="number">{video.publishedAt ? <Ago at={video.publishedAt} now={now} /> : "unknown"}</td>
        </tr>
      ))}
    </VideoLines>
  );
}
