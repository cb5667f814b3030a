import { Link } from "wouter";
import type { ChannelDetail } from "#api/channels/channel-detail-contract.ts";
import { useAnswer } from "../api/use-answer.ts";
import { asCount, asDecimal, asPercent } from "../format/numbers.ts";
import { Amount, Counter } from "../parts/amount.tsx";
import { Fact, Facts } from "../parts/facts.tsx";
import { Answered } from "../parts/notice.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { Panel } from "../parts/panel.tsx";
import { RevisionsPanel } from "../parts/revisions-panel.tsx";
import { Thumbnail } from "../parts/thumbnail.tsx";
import { TimeText } from "../parts/time-text.tsx";
import { pages, questions } from "../paths.ts";
import { ChannelActions } from "./channel-actions.tsx";
import { DaysPanel } from "./days-panel.tsx";
import { DotsPanel } from "./dots-panel.tsx";
import { HealthPanel } from "./health-panel.tsx";
import { RhythmPanel } from "./rhythm-panel.tsx";
import { TypicalPanel } from "./typical-panel.tsx";
import { UploadsPanel } from "./uploads-panel.tsx";
import { WordsPanel } from "./words-panel.tsx";

/** One channel with all that is known of it. */
export function ChannelPage({ id }: { readonly id: string }) {
  const channel = useAnswer<ChannelDetail>(questions.channel(id));
  return (
    <Answered of={channel} lines={24} title="Channel">
      {(answer) => <Channel channel={answer} />}
    </Answered>
  );
}

function Channel({ channel }: { readonly channel: ChannelDetail }) {
  const { id, counters, firstHour, mature, coverage, rhythm, videos } = channel;
  const { interval } = firstHour;
  return (
    <>
      <PageHead
        title={channel.title}
        api={questions.channel(id)}
        csv={questions.videosAs("csv", new URLSearchParams({ channel: id }))}
        csvOf="its videos"
        how={[
          ["typical", "the usual curve"],
          ["median-interval", "the median’s interval"],
        ]}
      />
      <div className="about">
        <Thumbnail url={channel.thumbnailUrl} id={channel.id} round />
        <div>
          <p>
            <bdi>{channel.handle}</bdi> {channel.country}
            {channel.state === "tracked" ? " tracked since " : " not tracked; known since "}
            <TimeText at={channel.trackedSince} />
            {" · "}
            <Link href={pages.videosOf(id)}>All {asCount(videos.described)} videos</Link>
            {" · "}
            <Link href={pages.comparing([id])}>Compare it</Link>
          </p>
          <Facts>
            <Fact name="Subscribers">
              <Counter value={counters.subscribers} asOf={counters.asOf} as={asCount} />
            </Fact>
            <Fact name="Views">
              <Counter value={counters.views} asOf={counters.asOf} as={asCount} />
            </Fact>
            <Fact name={`First hour, median of ${asCount(firstHour.n)}`}>
              <Amount value={firstHour.median} as={asCount} reason={firstHour.reason} />
              {interval.low === null || interval.high === null ? null : (
                <span className="small">
                  {" "}
                  ({asCount(interval.low)}–{asCount(interval.high)})
                </span>
              )}
            </Fact>
            <Fact name={`Mature videos, median of ${asCount(mature.n)}`}>
              <Amount value={mature.median} as={asCount} reason={mature.reason} />
            </Fact>
            <Fact name="Uploads a week">{asDecimal(rhythm.perWeek)}</Fact>
            <Fact name={`First hours measured, of ${asCount(coverage.videos)}`}>
              <Amount value={coverage.share} as={asPercent} reason={coverage.reason} />
            </Fact>
            <Fact name="Deleted or private">{asCount(videos.gone)}</Fact>
          </Facts>
        </div>
      </div>
      <ChannelActions channel={channel} />
      <div className="panels">
        <TypicalPanel channel={channel} />
        <DotsPanel id={id} />
        <UploadsPanel id={id} />
        <DaysPanel id={id} />
        <WordsPanel id={id} />
        <div className="column">
          <RhythmPanel rhythm={rhythm} />
          <HealthPanel channel={channel} />
          <RevisionsPanel revisions={channel.revisions} />
        </div>
        <Panel title="Description">
          <p className="description" dir="auto">
            {channel.description || "It has no description."}
          </p>
        </Panel>
      </div>
    </>
  );
}
