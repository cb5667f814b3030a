import { Link } from "wouter";
import type { OutliersAnswer } from "#api/insights/outliers-contract.ts";
import { useAnswer } from "../api/use-answer.ts";
import { useNow } from "../clock.ts";
import { asCount, asMultiple } from "../format/numbers.ts";
import { Counter } from "../parts/amount.tsx";
import { Answered, Notice } from "../parts/notice.tsx";
import { Panel } from "../parts/panel.tsx";
import { Ago } from "../parts/time-text.tsx";
import { pages, questions, tableOf } from "../paths.ts";
import { CurveSpark } from "./curve-spark.tsx";
import { useAgedCurves } from "./use-aged-curves.ts";
import { VideoCells, VideoLines } from "./video-line.tsx";

export function OutliersPanel() {
  const outliers = useAnswer<OutliersAnswer>(questions.outliers);
  return (
    <Panel title="Outliers now" api={questions.outliers} csv={tableOf(questions.outliers)} how="outlier" wide>
      <Answered of={outliers} lines={14}>
        {(answer) => <Outliers {...answer} />}
      </Answered>
    </Panel>
  );
}

function Outliers({ items, n }: OutliersAnswer) {
  const now = useNow();
  const curves = useAgedCurves(items.map(({ video }) => video.id));
  if (items.length === 0) {
    return (
      <Notice>
        No video that was sampled in the last 24 hours has twice its channel’s usual views ({asCount(n)} were looked
        at). A channel needs three videos before anything is usual for it.{" "}
        <Link href={`${pages.videos}?sort=-outlier`}>All videos by outlier</Link>
      </Notice>
    );
  }
  return (
    <VideoLines
      caption="Views beside what is usual for the channel, at the same age or over a lifetime; sampled in the last 24 hours."
      heads={["Multiple", "Chance leaves", "Views", "Published", "Curve on its usual band"]}
    >
      {items.map(({ video, outlier }) => (
        <tr key={video.id}>
          <VideoCells video={video} />
          <td className="number big">{asMultiple(outlier.value)}</td>
          <td className="number quiet">
            {asMultiple(outlier.low)} – {asMultiple(outlier.high)}
          </td>
          <td className="number">
            <Counter value={video.counters.views} asOf={video.counters.asOf} as={asCount} />
          </td>
          <td className="number">{video.publishedAt ? <Ago at={video.publishedAt} now={now} /> : "unknown"}</td>
          <td className="number">
            <CurveSpark curve={curves.get(video.id)} />
          </td>
        </tr>
      ))}
    </VideoLines>
  );
}
