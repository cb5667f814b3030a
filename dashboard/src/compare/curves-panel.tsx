import { NativeSelect, SegmentedControl } from "@mantine/core";
import { useMemo } from "react";
import { useSearchParams } from "wouter";
import type { Comparison } from "#api/channels/channel-detail-contract.ts";
import { ageMarks, ageText, logAgeMarks } from "../chart/axes.ts";
import { ageLine, dayLine, type Format, sharedFormat } from "../chart/compared-lines.ts";
import { aligned } from "../chart/curve.ts";
import { asCount, asShort } from "../format/numbers.ts";
import { asDay } from "../format/times.ts";
import { type ChartLine, LineChart } from "../parts/line-chart.tsx";
import { Notice } from "../parts/notice.tsx";
import { Panel } from "../parts/panel.tsx";
import { questions } from "../paths.ts";
import { withParam } from "../reader.tsx";
import { CurvesTable } from "./curves-table.tsx";

type Across = "logAge" | "age" | "date";

const ACROSS: { value: Across; label: string }[] = [
  { value: "logAge", label: "Age (log)" },
  { value: "age", label: "Age" },
  { value: "date", label: "Date" },
];
const FORMATS: Format[] = ["long", "short", "live"];
const SPANS = [
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "365", label: "A year" },
];
/** Beside their colours lines differ by their strokes, for whoever tells colours apart badly. */
const DASHES = [[], [8, 4], [2, 3], [10, 3, 2, 3], [5, 5], [1, 4]];

/** The channels' usual curves on the same ages, or what each gained by day. */
export function CurvesPanel({
  comparison,
  ids,
  days,
}: {
  readonly comparison: Comparison;
  readonly ids: readonly string[];
  readonly days: number;
}) {
  const [params, setParams] = useSearchParams();
  const set = (name: string) => (value: string) => setParams(withParam(params, name, value), { replace: true });
  const across = ACROSS.find(({ value }) => value === params.get("by"))?.value ?? "logAge";
  const isByDate = across === "date";
  const format = FORMATS.find((each) => each === params.get("format")) ?? sharedFormat(comparison.channels);
  const isLog = params.get("scale") === "log";
  return (
    <Panel
      title={isByDate ? "Views gained a day (UTC)" : `Usual views of ${format} videos at the same age`}
      api={questions.compare(ids, days)}
      csv={questions.compareCsv(ids, isByDate ? { table: "date", days } : { table: "age", format })}
      how={isByDate ? "rollups" : "typical"}
      wide
    >
      <div className="filters">
        <SegmentedControl aria-label="What runs across" size="xs" data={ACROSS} value={across} onChange={set("by")} />
        {isByDate ? (
          <SegmentedControl aria-label="How far back" size="xs" data={SPANS} value={`${days}`} onChange={set("days")} />
        ) : (
          <NativeSelect
            aria-label="Format"
            size="xs"
            data={FORMATS}
            value={format}
            onChange={(event) => set("format")(event.currentTarget.value)}
          />
        )}
        <SegmentedControl
          aria-label="Scale of the views"
          size="xs"
          data={[
            { value: "linear", label: "Linear" },
            { value: "log", label: "Log" },
          ]}
          value={isLog ? "log" : "linear"}
          onChange={set("scale")}
        />
      </div>
      <Curves comparison={comparison} across={across} format={format} isLog={isLog} />
      <CurvesTable comparison={comparison} isByDate={isByDate} format={format} />
    </Panel>
  );
}

interface CurvesProps {
  readonly comparison: Comparison;
  readonly across: Across;
  readonly format: Format;
  readonly isLog: boolean;
}

function Curves({ comparison: { channels, ageSeconds }, across, format, isLog }: CurvesProps) {
  const chart = useMemo(() => {
    const points = channels.map((channel) =>
      across === "date" ? dayLine(channel) : ageLine(channel, ageSeconds, format, across),
    );
    const known = points.filter((line) => line.some(({ y }) => y !== null)).length;
    return {
      data: aligned(points, isLog),
      known,
      lines: channels.map(
        ({ title }, place): ChartLine => ({
          label: title,
          colour: `--series-${place + 1}`,
          width: 2,
          dash: DASHES[place] ?? [],
          points: "whereRoom",
          text: asCount,
        }),
      ),
      isLog,
      // Days are UTC's: shown by another zone, each would begin on the evening before.
      zone: across === "date" ? "UTC" : null,
      xText: (x: number) => (across === "date" ? asDay(x * 1000, "UTC") : ageText(x, across)),
      ...(across === "date" ? {} : { xMarks: across === "age" ? ageMarks : logAgeMarks }),
      yText: asShort,
      height: 340,
      summary: `${across === "date" ? "Views gained a day" : `What ${format} videos usually have at each age`}: ${known} of ${channels.length} channels have a line. The table below has the numbers.`,
    };
  }, [channels, ageSeconds, across, format, isLog]);
  const { known, ...drawn } = chart;
  if (known === 0) {
    return (
      <Notice>
        {across === "date"
          ? "Nothing is known of what they gained on these days: a day is told by the samples around it."
          : `Nothing is usual for ${format} videos of these channels yet: it takes three that were sampled while they were young.`}
      </Notice>
    );
  }
  const without = channels.filter((_, place) => chart.data[place + 1]?.every((y) => y == null));
  return (
    <>
      <LineChart {...drawn} />
      {without.length > 0 ? (
        <p className="small">
          Without a line:{" "}
          {without.map(({ id, title }, place) => (
            <span key={id}>
              {place > 0 ? ", " : ""}
              <bdi>{title}</bdi>
            </span>
          ))}
          . Too little is known of {without.length === 1 ? "it" : "them"} here.
        </p>
      ) : null}
    </>
  );
}
