import { NativeSelect } from "@mantine/core";
import type { EngagingAnswer } from "#api/insights/engaging-contract.ts";
import { asCount, asPercent } from "../format/numbers.ts";
import { VideoCells, VideoLines } from "../overview/video-line.tsx";
import { Counter } from "../parts/amount.tsx";
import { Notice } from "../parts/notice.tsx";
import { Panel } from "../parts/panel.tsx";
import { withParam } from "../reader.tsx";
import { InsightAnswered, type InsightProps } from "./insight.tsx";
import { Interval } from "./interval.tsx";
import { useInsight } from "./use-insight.ts";

const KINDS: Readonly<Record<EngagingAnswer["by"], string>> = {
  engagement: "likes and comments",
  likes: "likes",
  comments: "comments",
};

/** Whose viewers leave most. */
export function EngagingPart({ params, setParams, question }: InsightProps) {
  const engaging = useInsight<EngagingAnswer>(question);
  return (
    <Panel title="Whose viewers leave most" api={question} how="engagement" wide>
      <div className="filters">
        <NativeSelect
          label="By"
          size="xs"
          value={params.get("by") ?? "engagement"}
          data={Object.entries(KINDS).map(([value, label]) => ({ value, label }))}
          onChange={(event) => setParams(withParam(params, "by", event.currentTarget.value))}
        />
      </div>
      <InsightAnswered of={engaging} lines={24}>
        {(answer) => <Rows {...answer} />}
      </InsightAnswered>
    </Panel>
  );
}

function Rows({ items, hidden, basis }: EngagingAnswer) {
  const looked = (
    <p className="small">
      Of {basis.complete ? "all" : "the newest"} {asCount(basis.videos)} videos, {asCount(hidden.likes)} hide their
      likes and {asCount(hidden.comments)} their comments, {asCount(basis.noViews)} have no known views, and{" "}
      {asCount(basis.fewViews)} have fewer than 100, which tells too little: none of these is ranked where it matters.
    </p>
  );
  if (items.length === 0) {
    return (
      <>
        <Notice>No video of this scope and time shows what its viewers leave.</Notice>
        {looked}
      </>
    );
  }
  return (
    <>
      <VideoLines
        caption="Left ÷ views, drawn towards what is usual where views are few. The smaller numbers are what chance leaves: nine in ten lie between them."
        heads={["Likes and comments", "Likes", "Comments", "Likes left", "Comments left", "Views"]}
      >
        {items.map(({ video, engagement, likes, comments }) => (
          <tr key={video.id}>
            <VideoCells video={video} />
            {[engagement, likes, comments].map((rate, place) => (
              <td key={Object.keys(KINDS)[place]} className="number">
                <Interval of={rate} as={asPercent} reason={rate.reason} />
              </td>
            ))}
            {[video.counters.likes, video.counters.comments, video.counters.views].map((count, place) => (
              <td key={["likes", "comments", "views"][place]} className="number">
                <Counter value={count} asOf={video.counters.asOf} as={asCount} />
              </td>
            ))}
          </tr>
        ))}
      </VideoLines>
      {looked}
    </>
  );
}
