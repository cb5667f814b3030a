import { Link } from "wouter";
import type { ChannelDetail } from "#api/channels/channel-detail-contract.ts";
import type { ForecastAnswer } from "#api/insights/forecast-contract.ts";
import type { Series } from "#api/videos/series-contract.ts";
import type { VideoDetail } from "#api/videos/video-detail-contract.ts";
import { useAnswer } from "../api/use-answer.ts";
import { useNow } from "../clock.ts";
import { Answered } from "../parts/notice.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { Panel } from "../parts/panel.tsx";
import { RevisionsPanel } from "../parts/revisions-panel.tsx";
import { Thumbnail } from "../parts/thumbnail.tsx";
import { Ago, TimeText } from "../parts/time-text.tsx";
import { Told } from "../parts/told.tsx";
import { pages, questions, tableOf, youtubeVideo } from "../paths.ts";
import { ForecastPanel } from "./forecast-panel.tsx";
import { MilestonesPanel } from "./milestones-panel.tsx";
import { SeriesTable } from "./series-table.tsx";
import { SimilarPanel } from "./similar-panel.tsx";
import { VideoCurve } from "./video-curve.tsx";
import { VideoFacts } from "./video-facts.tsx";

/** One video with all that is known of it. */
export function VideoPage({ id }: { readonly id: string }) {
  const video = useAnswer<VideoDetail>(questions.video(id));
  return (
    <Answered of={video} lines={24} title="Video">
      {(answer) => <Video video={answer} />}
    </Answered>
  );
}

function Video({ video }: { readonly video: VideoDetail }) {
  const { id, channel } = video;
  const series = useAnswer<Series>(questions.series(id, "raw"));
  const forecast = useAnswer<ForecastAnswer>(questions.forecast(id));
  const usual = useAnswer<ChannelDetail>(questions.channel(channel.id));
  const now = useNow();
  return (
    <>
      <PageHead
        title={video.title || "(no title)"}
        language={video.language}
        api={questions.video(id)}
        csv={tableOf(questions.series(id, "raw"))}
        csvOf="its samples"
        how={[
          ["typical", "the usual band"],
          ["performance", "performance"],
        ]}
      />
      <div className="about large">
        <Thumbnail url={video.thumbnailUrl} id={id} />
        <div>
          <p>
            <Link href={pages.channel(channel.id)}>
              <bdi>{channel.title ?? channel.id}</bdi>
            </Link>
            {" · "}
            {video.format}
            {" · "}
            {video.publishedAt ? <TimeText at={video.publishedAt} /> : "publication unknown"}
            {" · "}
            <a href={youtubeVideo(id)} rel="noreferrer">
              On YouTube
            </a>
            {video.gone ? (
              <strong className="bad">
                {" "}
                Deleted or private since <TimeText at={video.gone.since} />
              </strong>
            ) : null}
          </p>
          <VideoFacts video={video} />
          <p className="small">
            {video.nextSampleAt ? (
              <>
                Next sample <Ago at={video.nextSampleAt} now={now} />.{" "}
              </>
            ) : (
              "No further sample is planned. "
            )}
            <Told sentence={video.why} />
          </p>
        </div>
      </div>
      <div className="panels">
        <Panel
          title="Curve"
          api={questions.series(id, "raw")}
          csv={tableOf(questions.series(id, "raw"))}
          how="typical"
          wide
        >
          <Answered of={series} lines={16}>
            {(answer) =>
              answer.bucket === "age" ? null : (
                <>
                  <VideoCurve video={video} series={answer} channel={usual.data} forecast={forecast.data} />
                  <SeriesTable series={answer} />
                </>
              )
            }
          </Answered>
        </Panel>
        <MilestonesPanel video={video} />
        <Answered of={forecast} lines={6}>
          {(answer) => <ForecastPanel answer={answer} />}
        </Answered>
        <RevisionsPanel
          revisions={video.revisions}
          now={{
            title: video.title,
            description: video.description,
            tags: video.tags,
            thumbnail: video.thumbnailUrl,
            category: video.categoryId,
            duration: video.durationSeconds,
          }}
          videoId={id}
        />
        <Panel title="Description and tags">
          <p>
            {video.tags.map((tag) => (
              <Link key={tag} className="tag" href={pages.videosWithTag(tag)}>
                <bdi>{tag}</bdi>
              </Link>
            ))}
          </p>
          <p className="description" dir="auto" {...(video.language ? { lang: video.language } : {})}>
            {video.description || "It has no description."}
          </p>
        </Panel>
        <SimilarPanel id={id} />
      </div>
    </>
  );
}
