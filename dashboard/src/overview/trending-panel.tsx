import type { TrendingAnswer } from "#api/insights/trending-contract.ts";
import { useAnswer } from "../api/use-answer.ts";
import { asCount, asGain, asMultiple } from "../format/numbers.ts";
import { asLength } from "../format/times.ts";
import { Amount } from "../parts/amount.tsx";
import { Answered, Notice } from "../parts/notice.tsx";
import { Panel } from "../parts/panel.tsx";
import { questions, tableOf } from "../paths.ts";
import { VideoCells, VideoLines } from "./video-line.tsx";

const WHY = { newOutlier: "new outlier", heat: "fast for its age", velocity: "fast" } as const;

export function TrendingPanel() {
  const trending = useAnswer<TrendingAnswer>(questions.trending);
  return (
    <Panel title="Trending" api={questions.trending} csv={tableOf(questions.trending)} how="trending" wide>
      <Answered of={trending} lines={14}>
        {({ items, n }) =>
          items.length === 0 ? (
            <Notice>
              Nothing has gained views in the last 24 hours that could be compared ({asCount(n)} videos were looked at).
            </Notice>
          ) : (
            <VideoLines
              caption="New outliers, then those that are fastest for their age, over the last 24 hours."
              heads={["Why", "Heat", "Views/h", "over", "Δ24h"]}
            >
              {items.map(({ video, why, heat }) => (
                <tr key={video.id}>
                  <VideoCells video={video} />
                  <td className="number">{WHY[why]}</td>
                  <td className="number">
                    <Amount value={heat?.value ?? null} as={asMultiple} reason="typicalUnknown" />
                  </td>
                  <td className="number">
                    <Amount value={video.velocity.value} as={asCount} reason={video.velocity.reason} />
                  </td>
                  <td className="number quiet">
                    {video.velocity.hours === null ? "" : asLength(video.velocity.hours * 3600)}
                  </td>
                  <td className="number">
                    <Amount value={video.gains.h24} as={asGain} reason={video.gains.reason} />
                  </td>
                </tr>
              ))}
            </VideoLines>
          )
        }
      </Answered>
    </Panel>
  );
}
