import { NativeSelect, SegmentedControl } from "@mantine/core";
import { useMemo } from "react";
import { useSearchParams } from "wouter";
import type { ChannelDetail } from "#api/channels/channel-detail-contract.ts";
import type { ForecastAnswer } from "#api/insights/forecast-contract.ts";
import type { Series } from "#api/videos/series-contract.ts";
import type { VideoDetail } from "#api/videos/video-detail-contract.ts";
import type { Across, Upwards } from "../chart/axes.ts";
import { ageMarks, ageText, logAgeMarks } from "../chart/axes.ts";
import { aligned, bandLines, curvePoints, type Layout } from "../chart/curve.ts";
import { curveText } from "../chart/curve-text.ts";
import { asCount, asShort } from "../format/numbers.ts";
import { asTime } from "../format/times.ts";
import { type ChartLine, LineChart, type LineChartProps } from "../parts/line-chart.tsx";
import { Notice } from "../parts/notice.tsx";
import { useReader, withParam } from "../reader.tsx";
import { curveMarks } from "./curve-marks.tsx";
import { forecastLines } from "./forecast-lines.ts";

const ACROSS = [
  { value: "logAge", label: "Age (log)" },
  { value: "age", label: "Age" },
  { value: "date", label: "Date" },
] satisfies { value: Across; label: string }[];
const UPWARDS = [
  { value: "views", label: "Views" },
  { value: "likes", label: "Likes" },
  { value: "comments", label: "Comments" },
  { value: "velocity", label: "Views an hour" },
] satisfies { value: Upwards; label: string }[];
const SCALES = [
  { value: "linear", label: "Linear" },
  { value: "log", label: "Log" },
];

export type Snapshots = Exclude<Series, { bucket: "age" }>;

export interface CurveProps {
  readonly video: VideoDetail;
  readonly series: Snapshots;
  readonly channel: ChannelDetail | undefined;
  readonly forecast: ForecastAnswer | undefined;
}

const oneOf = <Value extends string>(options: readonly { value: Value }[], text: string | null): Value | undefined =>
  options.find(({ value }) => value === text)?.value;

/** The video's curve on its channel's usual band. How it is looked at is in the address. */
export function VideoCurve({ video, series, channel, forecast }: CurveProps) {
  const [params, setParams] = useSearchParams();
  const { zone } = useReader();
  const across = oneOf(ACROSS, params.get("by")) ?? "logAge";
  const upwards = oneOf(UPWARDS, params.get("show")) ?? "views";
  const isLog = params.get("scale") === "log" && upwards !== "velocity";
  const set = (name: string) => (value: string) => setParams(withParam(params, name, value), { replace: true });
  const { startAt } = video;
  const drawn = useMemo(
    () =>
      startAt === null
        ? null
        : chartOf({ video, series, channel, forecast }, { across, upwards, startAt }, isLog, zone),
    [video, series, channel, forecast, across, upwards, startAt, isLog, zone],
  );
  return (
    <>
      <p>{curveText(video.counters.views, video.atAge)}</p>
      <div className="filters">
        <NativeSelect
          aria-label="What is drawn"
          size="xs"
          data={UPWARDS}
          value={upwards}
          onChange={(event) => set("show")(event.currentTarget.value)}
        />
        <SegmentedControl aria-label="What runs across" size="xs" data={ACROSS} value={across} onChange={set("by")} />
        <SegmentedControl
          aria-label="Scale"
          size="xs"
          data={SCALES}
          value={isLog ? "log" : "linear"}
          onChange={set("scale")}
        />
      </div>
      {drawn ? (
        <LineChart {...drawn} />
      ) : (
        <Notice>
          {startAt === null
            ? "The broadcast has not begun, so there is no curve yet."
            : "It was not sampled with this counter known, so there is nothing to draw."}
        </Notice>
      )}
    </>
  );
}

function chartOf({ video, series, channel, forecast }: CurveProps, layout: Layout, isLog: boolean, zone: string) {
  // With the mark of a chart that is drawn it tells how long a curve takes (bench/dashboard.ts).
  performance.mark("curve-begun");
  const { across, upwards } = layout;
  const curve = curvePoints(series.snapshots, series.gaps, layout);
  if (!curve.some(({ y }) => y !== null)) return null;
  const isViews = upwards === "views";
  const usual = isViews ? channel?.typical.find(({ format }) => format === video.format) : undefined;
  const ahead = isViews && forecast ? forecastLines(forecast, layout) : null;
  // The band is shown as far as there is anything to compare with it, and a little beyond.
  const last = Math.max(video.atAge.ageSeconds ?? 0, ahead?.untilSeconds ?? 0);
  const bands = usual?.bands.filter(({ ageSeconds }) => ageSeconds <= Math.max(last * 1.1, 7200)) ?? [];
  const band = bandLines(bands, layout);
  const text = (value: number): string => asCount(value);
  const faint = { colour: "--band", width: 0.5, text };
  const lines: ChartLine[] = [
    {
      label: UPWARDS.find(({ value }) => value === upwards)?.label ?? "",
      colour: "--accent",
      width: 2,
      points: curve.length < 60 ? "always" : "whereRoom",
      text,
    },
    ...["p10", "p25", "usual", "p75", "p90"].map((label) =>
      label === "usual" ? { ...faint, label, colour: "--quiet", width: 1, dash: [2, 3] } : { ...faint, label },
    ),
    { label: "forecast", colour: "--warn", width: 1.5, dash: [6, 4], points: "always", text },
    { label: "low", colour: "--warn", width: 0.5, text },
    { label: "high", colour: "--warn", width: 0.5, text },
  ];
  const all = [curve, ...band, ...(ahead?.lines ?? [[], [], []])];
  const kept = all.map((points, place) => place === 0 || points.length > 0);
  const placeOf = (place: number): number => kept.slice(0, place).filter(Boolean).length;
  const areas = [
    { upper: 5, lower: 1, colour: "--band-wide" },
    { upper: 4, lower: 2, colour: "--band" },
    { upper: 8, lower: 7, colour: "--band-wide" },
  ].filter(({ upper }) => kept[upper]);
  const xText = (x: number): string =>
    across === "date" ? asTime(new Date(x * 1000).toISOString(), zone) : ageText(x, across);
  return {
    data: aligned(
      all.filter((_, place) => kept[place]),
      isLog,
    ),
    lines: lines.filter((_, place) => kept[place]),
    areas: areas.map(({ upper, lower, colour }) => ({ upper: placeOf(upper), lower: placeOf(lower), colour })),
    marks: curveMarks(video, series, layout, zone),
    isLog,
    zone: across === "date" ? zone : null,
    xText,
    ...(across === "date" ? {} : { xMarks: across === "age" ? ageMarks : logAgeMarks }),
    yText: asShort,
    height: 380,
    summary: curveText(video.counters.views, video.atAge),
  } satisfies LineChartProps;
}
