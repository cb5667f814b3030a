import { memo, useLayoutEffect, useRef, useState } from "react";
import uPlot from "uplot";
import { type ChartMark, ChartMarks, type PlacedMark } from "./chart-marks.tsx";

/** A line of a chart: how it is drawn, in the order of the data's columns. */
export interface ChartLine {
  readonly label: string;
  /** A custom property of the style sheet, so that it has a light and a dark form. */
  readonly colour: string;
  readonly width: number;
  readonly dash?: readonly number[];
  /** Whether its points are shown: always, as a line of few and far ones needs, or where there is room; else never. */
  readonly points?: "always" | "whereRoom";
  readonly text: (value: number) => string;
}

export interface LineChartProps {
  readonly data: [xs: number[], ...ys: (number | null | undefined)[][]];
  readonly lines: readonly ChartLine[];
  /** Areas between two lines, by their places. */
  readonly areas?: readonly { readonly upper: number; readonly lower: number; readonly colour: string }[];
  readonly marks?: readonly ChartMark[];
  readonly isLog: boolean;
  /** The zone of dates across; `null` = what runs across is no date. */
  readonly zone: string | null;
  readonly xText: (x: number) => string;
  readonly xMarks?: (min: number, max: number) => number[];
  readonly yText: (y: number) => string;
  readonly height: number;
  /** What it shows, in words. */
  readonly summary: string;
}

const colourOf = (element: Element, name: string): string => {
  // Custom properties are not resolved until something uses them.
  const probe = document.createElement("span");
  probe.style.color = `var(${name})`;
  element.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
};

/** Lines on a canvas. It is drawn anew when what it shows, its width or the system's colours change, and not otherwise. */
export const LineChart = memo((props: LineChartProps) => {
  const box = useRef<HTMLDivElement>(null);
  const [placed, place] = useState<readonly PlacedMark[]>([]);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    let chart: uPlot | null = null;
    const draw = (): void => {
      chart?.destroy();
      chart = new uPlot(optionsOf(props, element, place), props.data as uPlot.AlignedData, element);
    };
    draw();
    const observer = new ResizeObserver(() => {
      if (chart && element.clientWidth > 0 && chart.width !== element.clientWidth) {
        chart.setSize({ width: element.clientWidth, height: props.height });
      }
    });
    observer.observe(element);
    // On paper it has the paper's colours, whatever the screen has.
    const looks = ["(prefers-color-scheme: dark)", "print"].map((query) => matchMedia(query));
    for (const look of looks) look.addEventListener("change", draw);
    return () => {
      observer.disconnect();
      for (const look of looks) look.removeEventListener("change", draw);
      chart?.destroy();
    };
  }, [props]);
  return (
    <figure className="chart" aria-label={props.summary} style={{ minHeight: props.height }}>
      <div ref={box} />
      <ChartMarks placed={placed} width={box.current?.clientWidth ?? 0} />
    </figure>
  );
});

function optionsOf(
  props: LineChartProps,
  element: HTMLElement,
  place: (marks: readonly PlacedMark[]) => void,
): uPlot.Options {
  const { lines, areas = [], marks = [], isLog, zone, xText, xMarks, yText, height } = props;
  const [text, grid] = [colourOf(element, "--quiet"), colourOf(element, "--line")];
  const axis = { stroke: text, grid: { stroke: grid, width: 1 }, ticks: { stroke: grid, width: 1 } };
  return {
    width: element.clientWidth || 600,
    height,
    ...(zone === null ? {} : { tzDate: (seconds: number) => uPlot.tzDate(new Date(seconds * 1000), zone) }),
    scales: {
      x: { time: zone !== null },
      y: isLog ? { distr: 3, log: 10 } : { range: { min: { pad: 0.05, soft: 0, mode: 1 }, max: { pad: 0.08 } } },
    },
    axes: [
      {
        ...axis,
        ...(zone === null ? { values: (_: uPlot, places: number[]) => places.map(xText) } : {}),
        ...(xMarks ? { splits: (_: uPlot, __: number, min: number, max: number) => xMarks(min, max) } : {}),
      },
      {
        ...axis,
        size: 64,
        values: (_: uPlot, values: (number | null)[]) => values.map((y) => (y === null ? "" : yText(y))),
      },
    ],
    series: [
      { label: zone === null ? "Age" : "Time", value: (_: uPlot, x: number | null) => (x === null ? "" : xText(x)) },
      ...lines.map((line) => ({
        label: line.label,
        stroke: colourOf(element, line.colour),
        width: line.width,
        ...(line.dash ? { dash: [...line.dash] } : {}),
        points: { size: 5, ...(line.points === "whereRoom" ? {} : { show: line.points === "always" }) },
        value: (_: uPlot, y: number | null | undefined) => (y == null ? "–" : line.text(y)),
      })),
    ],
    bands: areas.map(({ upper, lower, colour }) => ({
      series: [upper + 1, lower + 1] as [number, number],
      fill: colourOf(element, colour),
    })),
    hooks: {
      draw: [
        (chart) => {
          drawMarks(chart, marks, element);
          performance.mark("chart-drawn");
        },
      ],
      // Where they lie depends on the scales and the size alone, which change less often than anything is drawn.
      setSize: [(chart) => place(placedMarks(chart, marks))],
      ready: [(chart) => place(placedMarks(chart, marks))],
      setScale: [(chart, scale) => scale === "x" && place(placedMarks(chart, marks))],
    },
  };
}

function placedMarks(chart: uPlot, marks: readonly ChartMark[]): readonly PlacedMark[] {
  const { left: edge, width } = chart.bbox;
  return marks.map((mark) => {
    const left = chart.valToPos(mark.x, "x", true);
    return { mark, left: left < edge || left > edge + width ? null : left / devicePixelRatio };
  });
}

function drawMarks(chart: uPlot, marks: readonly ChartMark[], element: Element): void {
  const { ctx, bbox } = chart;
  const scale = devicePixelRatio;
  ctx.save();
  ctx.font = `${11 * scale}px system-ui, sans-serif`;
  for (const [place, { x, text, colour }] of marks.entries()) {
    const left = Math.round(chart.valToPos(x, "x", true));
    if (left < bbox.left || left > bbox.left + bbox.width) continue;
    ctx.strokeStyle = colourOf(element, colour);
    ctx.fillStyle = ctx.strokeStyle;
    ctx.setLineDash([4 * scale, 3 * scale]);
    ctx.beginPath();
    ctx.moveTo(left, bbox.top);
    ctx.lineTo(left, bbox.top + bbox.height);
    ctx.stroke();
    const isLate = left + ctx.measureText(text).width + 8 * scale > bbox.left + bbox.width;
    ctx.textAlign = isLate ? "right" : "left";
    // Neighbours' words stand on lines of their own.
    ctx.fillText(text, left + (isLate ? -4 : 4) * scale, bbox.top + (12 + (place % 4) * 13) * scale);
  }
  ctx.restore();
}
