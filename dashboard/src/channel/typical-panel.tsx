import { NativeSelect, SegmentedControl } from "@mantine/core";
import { useMemo } from "react";
import { useSearchParams } from "wouter";
import type { ChannelDetail } from "#api/channels/channel-detail-contract.ts";
import { ageMarks, ageText, logAgeMarks } from "../chart/axes.ts";
import { aligned, bandLines } from "../chart/curve.ts";
import { asCount, asShort } from "../format/numbers.ts";
import { type ChartLine, LineChart } from "../parts/line-chart.tsx";
import { Notice } from "../parts/notice.tsx";
import { Opened } from "../parts/opened.tsx";
import { Panel } from "../parts/panel.tsx";
import { Scroll } from "../parts/scroll.tsx";
import { questions } from "../paths.ts";
import { withParam } from "../reader.tsx";

type Typical = Pick<ChannelDetail["typical"][number], "format" | "n" | "bands" | "asOf">;

const LABELS = ["p10", "p25", "median", "p75", "p90"];
const AREAS = [
  { upper: 4, lower: 0, colour: "--band-wide" },
  { upper: 3, lower: 1, colour: "--band" },
];

const known = ({ bands }: Typical): number => bands.filter(({ p50 }) => p50 !== null).length;

/** Of the formats the one of which most is known is shown until somebody chooses. */
const fullest = (all: readonly Typical[]): Typical | undefined => all.toSorted((a, b) => known(b) - known(a))[0];

/** What its last videos of a format had at each age. */
export function TypicalPanel({ channel: { id, typical } }: { readonly channel: ChannelDetail }) {
  const [params, setParams] = useSearchParams();
  const set = (name: string) => (value: string) => setParams(withParam(params, name, value), { replace: true });
  const across = params.get("by") === "age" ? "age" : "logAge";
  const shown = typical.find(({ format }) => format === params.get("format")) ?? fullest(typical);
  return (
    <Panel title="Usual curve" api={questions.channel(id)} how="typical" wide>
      {shown === undefined ? (
        <Notice>
          No usual curve is known yet: it takes three videos of a format that were sampled while they were young.
        </Notice>
      ) : (
        <>
          <div className="filters">
            <NativeSelect
              aria-label="Format"
              size="xs"
              data={typical.map(({ format, n }) => ({ value: format, label: `${format} (${asCount(n)} videos)` }))}
              value={shown.format}
              onChange={(event) => set("format")(event.currentTarget.value)}
            />
            <SegmentedControl
              aria-label="What runs across"
              size="xs"
              data={[
                { value: "logAge", label: "Age (log)" },
                { value: "age", label: "Age" },
              ]}
              value={across}
              onChange={set("by")}
            />
          </div>
          <TypicalChart typical={shown} across={across} />
          <TypicalTable typical={shown} />
        </>
      )}
    </Panel>
  );
}

export function TypicalChart({ typical, across }: { readonly typical: Typical; readonly across: "age" | "logAge" }) {
  const chart = useMemo(() => {
    const lines = bandLines(typical.bands, { across, upwards: "views", startAt: typical.asOf });
    return {
      data: aligned(lines, false),
      lines: LABELS.map(
        (label): ChartLine => ({
          label,
          colour: label === "median" ? "--accent" : "--band",
          width: label === "median" ? 2 : 0.5,
          text: asCount,
        }),
      ),
      areas: AREAS,
      isLog: false,
      zone: null,
      xText: (x: number) => ageText(x, across),
      xMarks: across === "age" ? ageMarks : logAgeMarks,
      yText: asShort,
      height: 280,
      summary: `What the last ${asCount(typical.n)} ${typical.format} videos had at each age; the table below has the numbers.`,
    };
  }, [typical, across]);
  if (chart.data[0].length === 0) {
    return <Notice>Fewer than three of its last videos were sampled at the same ages, so nothing is usual yet.</Notice>;
  }
  return <LineChart {...chart} />;
}

export function TypicalTable({ typical: { bands } }: { readonly typical: Typical }) {
  const ages = bands.filter(({ p50 }) => p50 !== null);
  return (
    <Opened name="usual" summary={<>The same as a table: {asCount(ages.length)} ages</>}>
      <Scroll label="Usual views at each age">
        <table>
          <thead>
            <tr>
              <th>Age</th>
              <th className="number">Videos</th>
              {LABELS.map((label) => (
                <th key={label} className="number">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {ages.map(({ ageSeconds, n, p10, p25, p50, p75, p90 }) => (
              <tr key={ageSeconds}>
                <td>{ageText(ageSeconds / 3600, "age")}</td>
                <td className="number">{asCount(n)}</td>
                {[p10, p25, p50, p75, p90].map((views, place) => (
                  <td key={LABELS[place]} className="number">
                    {views === null ? "" : asCount(views)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Opened>
  );
}
