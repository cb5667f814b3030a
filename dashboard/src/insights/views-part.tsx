import { NativeSelect } from "@mantine/core";
import { useMemo } from "react";
import type { ViewTrendsReply } from "#api/insights/view-trends-contract.ts";
import { gainedColumns } from "../chart/gained.ts";
import { asChange, asCount, asShort } from "../format/numbers.ts";
import { asTime } from "../format/times.ts";
import { Amount } from "../parts/amount.tsx";
import { Fact, Facts } from "../parts/facts.tsx";
import { LineChart } from "../parts/line-chart.tsx";
import { Notice } from "../parts/notice.tsx";
import { Opened } from "../parts/opened.tsx";
import { Panel } from "../parts/panel.tsx";
import { Scroll } from "../parts/scroll.tsx";
import { useReader, withParam } from "../reader.tsx";
import { InsightAnswered, type InsightProps } from "./insight.tsx";
import { Interval } from "./interval.tsx";
import { UploadTimes } from "./upload-times.tsx";
import { useInsight } from "./use-insight.ts";
import { ViewShares } from "./view-shares.tsx";

const STEPS = [
  { value: "", label: "as usual" },
  { value: "hour", label: "hour" },
  { value: "day", label: "day (UTC)" },
];

/** Views gained beside the time before. */
export function ViewsPart({ params, setParams, question }: InsightProps) {
  const trends = useInsight<ViewTrendsReply>(question);
  return (
    <div className="panels">
      <Panel title="Views gained" api={question} how="view-trends" wide>
        <div className="filters">
          <NativeSelect
            label="By the"
            size="xs"
            value={params.get("step") ?? ""}
            data={STEPS}
            onChange={(event) => setParams(withParam(params, "step", event.currentTarget.value))}
          />
        </div>
        <InsightAnswered of={trends} lines={16}>
          {(answer) => <Gained {...answer} />}
        </InsightAnswered>
      </Panel>
      {trends.data && trends.data.reason === null ? (
        <>
          <ViewShares {...trends.data} />
          <UploadTimes {...trends.data} />
        </>
      ) : null}
    </div>
  );
}

function Gained(answer: ViewTrendsReply) {
  const { views, before, growth, n, reason, sampled } = answer;
  if (reason !== null) {
    return <Notice>Nothing of this scope was sampled in this time, so no views are known to be gained.</Notice>;
  }
  return (
    <>
      <Facts>
        <Fact name="Views gained">{asCount(views)}</Fact>
        <Fact name="In the window before">
          <Amount value={before} as={asCount} reason="noSamplesBefore" />
        </Fact>
        <Fact name="Growth">
          <Interval of={growth} as={asChange} reason={growth.reason} />
        </Fact>
        <Fact name="Samples">{asCount(n)}</Fact>
      </Facts>
      {sampled === null ? null : (
        <p className="small">
          Told from the samples of {asCount(sampled.videos)} videos, which stand for {asCount(sampled.of)}.
        </p>
      )}
      <GainedChart {...answer} />
      <GainedTable {...answer} />
    </>
  );
}

function GainedChart({ items, step, window, views, countingEpochs }: ViewTrendsReply) {
  const { zone } = useReader();
  const chart = useMemo(() => {
    // Days are UTC's: drawn in another zone they would begin at odd hours.
    const shown = step === "day" ? "UTC" : zone;
    const text = (seconds: number) => asTime(new Date(seconds * 1000).toISOString(), shown);
    return {
      data: gainedColumns(items) as [number[], ...(number | null)[][]],
      lines: [
        { label: "Views gained", colour: "--accent", width: 2, points: "whereRoom" as const, text: asCount },
        { label: "The window before", colour: "--quiet", width: 1, dash: [5, 4], text: asCount },
      ],
      marks: countingEpochs.map(({ at }) => ({
        x: Date.parse(at) / 1000,
        text: "views counted anew",
        colour: "--warn",
      })),
      isLog: false,
      zone: shown,
      xText: text,
      yText: asShort,
      height: 280,
      summary: `Views gained by the ${step} from ${asTime(window.from, shown)} to ${asTime(window.to, shown)}, ${asCount(views)} in all, beside the window before; the table below has the numbers.`,
    };
  }, [items, step, window, views, countingEpochs, zone]);
  return <LineChart {...chart} />;
}

function GainedTable({ items, step, countingEpochs }: ViewTrendsReply) {
  const { zone } = useReader();
  const shown = step === "day" ? "UTC" : zone;
  return (
    <>
      {countingEpochs.map(({ at, note }) => (
        <p key={at} className="small">
          {asTime(at, "UTC")}: {note}
        </p>
      ))}
      <Opened
        name="steps"
        summary={
          <>
            The same as a table: {asCount(items.length)} {step}s
          </>
        }
      >
        <Scroll label="Views gained, step by step">
          <table>
            <thead>
              <tr>
                <th>{step === "day" ? "Day (UTC)" : "Hour"}</th>
                <th className="number">Views gained</th>
                <th className="number">The window before</th>
                <th className="number">Samples</th>
                <th className="number">Videos of which more may come</th>
              </tr>
            </thead>
            <tbody>
              {items.map(({ at, views, before, samples, open }) => (
                <tr key={at}>
                  <td>{step === "day" ? at.slice(0, 10) : asTime(at, shown)}</td>
                  <td className="number">{asCount(views)}</td>
                  <td className="number">
                    <Amount value={before} as={asCount} reason="noSamplesBefore" />
                  </td>
                  <td className="number">{asCount(samples)}</td>
                  <td className="number">
                    <Amount value={open} as={asCount} reason={null} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      </Opened>
    </>
  );
}
