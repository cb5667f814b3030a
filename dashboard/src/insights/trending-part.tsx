import { NativeSelect } from "@mantine/core";
import type { TrendingAnswer } from "#api/insights/trending-contract.ts";
import { asCount, asGain, asMultiple } from "../format/numbers.ts";
import { asLength } from "../format/times.ts";
import { VideoCells, VideoLines } from "../overview/video-line.tsx";
import { Amount } from "../parts/amount.tsx";
import { Notice } from "../parts/notice.tsx";
import { Panel } from "../parts/panel.tsx";
import { withParam } from "../reader.tsx";
import { InsightAnswered, type InsightProps } from "./insight.tsx";
import { trendWindow } from "./insight-question.ts";
import { Interval } from "./interval.tsx";
import { useInsight } from "./use-insight.ts";

const ORDERS: Readonly<Record<TrendingAnswer["sort"], string>> = {
  trend: "new outliers, then the hottest",
  heat: "fastest for their age",
  velocity: "views an hour",
  acceleration: "speeding up most",
  gain: "views gained",
  outlier: "beyond their channel’s usual",
};

const WHY = { newOutlier: "new outlier", heat: "fast for its age", velocity: "fast" } as const;
const GAIN = { "1h": "h1", "24h": "h24", "7d": "d7" } as const;

/** What takes off. */
export function TrendingPart({ params, setParams, question }: InsightProps) {
  const trending = useInsight<TrendingAnswer>(question);
  const { window, isOther } = trendWindow(params);
  const sort = params.get("sort") ?? "trend";
  return (
    <Panel title="What takes off" api={question} how="trending" wide>
      <div className="filters">
        <NativeSelect
          label="Order"
          size="xs"
          value={sort}
          data={Object.entries(ORDERS).map(([value, label]) => ({ value, label }))}
          onChange={(event) => setParams(withParam(params, "sort", event.currentTarget.value))}
        />
        {isOther ? <p className="small">Speeds are compared over 1 h, 24 h or 7 d: {window} is the nearest.</p> : null}
      </div>
      <InsightAnswered of={trending} lines={24}>
        {(answer) => <Rows {...answer} />}
      </InsightAnswered>
    </Panel>
  );
}

function Rows({ items, n, window }: TrendingAnswer) {
  if (items.length === 0) {
    return (
      <Notice>
        No video of this scope has gained views in the last {window} that could be compared ({asCount(n)} were looked
        at). A gain is known when a video was sampled at both ends of the time.
      </Notice>
    );
  }
  return (
    <VideoLines
      caption={`Over the last ${window}; ${asCount(n)} videos were looked at. The smaller numbers are what chance leaves: nine in ten lie between them.`}
      heads={["Why", "Heat", "Outlier", "Speeds up", "Views/h", "over", `Δ${window}`]}
    >
      {items.map(({ video, why, heat, outlier, acceleration }) => (
        <tr key={video.id}>
          <VideoCells video={video} />
          <td className="number">{WHY[why]}</td>
          <td className="number">
            <Interval of={heat} as={asMultiple} reason={video.heat.reason ?? "typicalUnknown"} />
          </td>
          <td className="number">
            <Interval of={outlier} as={asMultiple} reason={video.outlier.reason} />
          </td>
          <td className="number">
            <Amount value={acceleration.value} as={asMultiple} reason={acceleration.reason} />
          </td>
          <td className="number">
            <Amount value={video.velocity.value} as={asCount} reason={video.velocity.reason} />
          </td>
          <td className="number quiet">{video.velocity.hours === null ? "" : asLength(video.velocity.hours * 3600)}</td>
          <td className="number">
            <Amount value={video.gains[GAIN[window]]} as={asGain} reason={video.gains.reason} />
          </td>
        </tr>
      ))}
    </VideoLines>
  );
}
