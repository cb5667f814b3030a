import type { VideoDetail } from "#api/videos/video-detail-contract.ts";
import { placeOfAge } from "../chart/axes.ts";
import type { Layout } from "../chart/curve.ts";
import { revisionChanges } from "../chart/revision-changes.ts";
import { asCount, asPercent } from "../format/numbers.ts";
import { whyOf } from "../format/reasons.ts";
import { asLength, asTime } from "../format/times.ts";
import { ChangeText } from "../parts/change-text.tsx";
import type { ChartMark } from "../parts/chart-marks.tsx";
import type { Snapshots } from "./video-curve.tsx";

/** What is marked on a video's curve: its first hour, the days on which counting changed, and changes of its texts. */
export function curveMarks(
  video: VideoDetail,
  series: Snapshots,
  { across, startAt }: Layout,
  zone: string,
): readonly ChartMark[] {
  const start = Date.parse(startAt);
  const at = (ms: number) => placeOfAge((ms - start) / 1000, across, start);
  const { id, title, description, tags, thumbnailUrl, revisions } = video;
  const changes = Map.groupBy(
    revisionChanges(revisions, { title, description, tags, thumbnail: thumbnailUrl }),
    ({ seenAt }) => seenAt,
  );
  const found = [
    { x: placeOfAge(3600, across, start), ...firstHourMark(video), colour: "--good" },
    ...series.countingEpochs.map(({ at: when, note }) => ({
      x: at(Date.parse(when)),
      text: "counting changed",
      detail: `${note} (${asTime(when, zone)}). What was counted before and after does not compare.`,
      colour: "--quiet",
    })),
    ...[...changes].map(([seenAt, some]) => ({
      x: at(Date.parse(seenAt)),
      text: `changed: ${some.map(({ field }) => field).join(", ")}`,
      detail: (
        <>
          Seen {asTime(seenAt, zone)}
          {some.map((change) => (
            <span key={change.field} className="change">
              <ChangeText change={change} videoId={id} />
            </span>
          ))}
        </>
      ),
      colour: "--warn",
    })),
  ];
  return found.flatMap(({ x, ...mark }) => (x === null ? [] : [{ x, ...mark }]));
}

/** With its timing and error, or why there is none. */
function firstHourMark({ firstHour }: VideoDetail): Pick<ChartMark, "text" | "detail"> {
  const { views, method, offsetSeconds, relativeError, reason } = firstHour;
  if (views === null) return { text: "first hour: not known", detail: whyOf(reason).long };
  const timing =
    offsetSeconds === null
      ? ""
      : Math.abs(offsetSeconds) < 1
        ? ", on the second"
        : `, ${asLength(offsetSeconds)} ${offsetSeconds < 0 ? "early" : "late"}`;
  const error = relativeError === null ? "" : ` ±${asPercent(relativeError)}`;
  return {
    text: `first hour ${asCount(views)}${error}`,
    detail: `${asCount(views)} views at the age of 60 minutes: ${method ?? "not known how"}${timing}${
      relativeError === null ? "" : `; the error is about ${asPercent(relativeError)}`
    }.`,
  };
}
