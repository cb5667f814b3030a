import type { ReactNode } from "react";
import { Link } from "wouter";
import { asCount, asGain, asMultiple, asPercent } from "../format/numbers.ts";
import { asDuration } from "../format/times.ts";
import { Amount, Counter } from "../parts/amount.tsx";
import { Thumbnail } from "../parts/thumbnail.tsx";
import { Ago } from "../parts/time-text.tsx";
import { TitleText } from "../parts/title-text.tsx";
import { pages } from "../paths.ts";
import { RowCurveCell } from "./row-curve.tsx";
import type { RowCurve } from "./use-curves.ts";
import type { VideoRow } from "./video-columns.ts";

const unknown = <span className="why">unknown</span>;

/** What a column shows of a video. */
export function videoCell(id: string, video: VideoRow, now: number, curve: RowCurve | undefined): ReactNode {
  const { counters, gains } = video;
  switch (id) {
    case "thumbnail":
      return <Thumbnail url={video.thumbnailUrl} id={video.id} />;
    case "title":
      return (
        <Link href={pages.video(video.id)}>
          <TitleText title={video.title} language={video.language} isGone={video.gone !== null} />
        </Link>
      );
    case "channel":
      return (
        <Link href={pages.channel(video.channel.id)}>
          <bdi title={video.channel.title ?? ""}>{video.channel.title ?? video.channel.id}</bdi>
        </Link>
      );
    case "format":
      return video.liveState === "live" || video.liveState === "upcoming" ? video.liveState : video.format;
    case "publishedAt":
      return video.publishedAt ? <Ago at={video.publishedAt} now={now} /> : unknown;
    case "views":
      return <Counter value={counters.views} asOf={counters.asOf} as={asCount} />;
    case "likes":
      return <Counter value={counters.likes} asOf={counters.asOf} as={asCount} />;
    case "comments":
      return <Counter value={counters.comments} asOf={counters.asOf} as={asCount} />;
    case "gain1h":
      return <Amount value={gains.h1} as={asGain} reason={gains.reason} />;
    case "gain24h":
      return <Amount value={gains.h24} as={asGain} reason={gains.reason} />;
    case "gain7d":
      return <Amount value={gains.d7} as={asGain} reason={gains.reason} />;
    case "firstHour":
      return (
        <Amount
          value={video.firstHour.views}
          as={asCount}
          reason={video.firstHour.reason}
          hint={video.firstHour.method ?? undefined}
        />
      );
    case "performance":
    case "performanceInFormat":
      return (
        <Amount value={video[id].value} as={asMultiple} reason={video[id].reason} hint={`of ${video[id].n} videos`} />
      );
    case "outlier":
      return (
        <Amount
          value={video.outlier.value}
          as={asMultiple}
          reason={video.outlier.reason}
          hint={video.outlier.basis === "age" ? "at the same age" : "over a lifetime"}
        />
      );
    case "velocity":
      return (
        <Amount
          value={video.velocity.value}
          as={asCount}
          reason={video.velocity.reason}
          hint={`over the last ${video.velocity.hours} h`}
        />
      );
    case "heat":
      return <Amount value={video.heat.value} as={asMultiple} reason={video.heat.reason} />;
    case "engagement":
      return <Amount value={video.engagement.value} as={asPercent} reason={video.engagement.reason} />;
    case "curve":
      return <RowCurveCell curve={curve} />;
    case "durationSeconds":
      return video.durationSeconds === null ? unknown : asDuration(video.durationSeconds);
    case "language":
      return video.language ?? unknown;
    case "sampledAt":
      return counters.asOf ? <Ago at={counters.asOf} now={now} /> : <span className="why">not yet</span>;
    case "changedAt":
      return video.changedAt ? <Ago at={video.changedAt} now={now} /> : <span className="quiet">never</span>;
    case "goneAt":
      return video.gone ? <Ago at={video.gone.since} now={now} /> : <span className="quiet">no</span>;
    default:
      return null;
  }
}
