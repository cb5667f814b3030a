import { useLayoutEffect, useRef, useState } from "react";
import { Link } from "wouter";
import type { ChannelUploads, UploadAtAge } from "#api/channels/channel-uploads-contract.ts";
import { type DotPlot, dotPlot } from "../chart/dot-plot.ts";
import { asCount, asMultiple, asShort } from "../format/numbers.ts";
import { asDay } from "../format/times.ts";
import { pages } from "../paths.ts";
import { useReader } from "../reader.tsx";
import { bandOf, dotsText } from "./dots-text.ts";

const HEIGHT = 280;
/** Room for the numbers at the left, and for the dates below. */
const LEFT = 56;
const BELOW = 22;
const DOT = 5;

/**
 * The dots, each a way to its video. They are beside the table that holds the same for whoever goes by keyboard or does not
 * see them: a hundred stops of the Tab key before it would help nobody.
 */
export function DotPlotChart({ answer, isLog }: { readonly answer: ChannelUploads; readonly isLog: boolean }) {
  const box = useRef<HTMLElement>(null);
  const width = useWidth(box);
  const { zone } = useReader();
  const band = bandOf(answer);
  const usual = band ? [band.p10 ?? 0, band.p90 ?? 0] : [];
  const plot = dotPlot(answer.items, usual, isLog);
  const [right, bottom] = [width - LEFT, HEIGHT - BELOW];
  return (
    <figure ref={box} className="dots" aria-label={dotsText(answer)}>
      {plot ? (
        <svg viewBox={`0 0 ${width} ${HEIGHT}`} width="100%" aria-hidden="true">
          <Levels plot={plot} width={width} bottom={bottom} />
          <text x={LEFT} y={HEIGHT - 5}>
            {asDay(plot.from, zone)}
          </text>
          <text x={width} y={HEIGHT - 5} textAnchor="end">
            {asDay(plot.to, zone)}
          </text>
          {band ? <Band band={band} plot={plot} width={width} bottom={bottom} /> : null}
          {answer.items.map((item, index) => {
            const place = plot.places[index];
            if (!place) return null;
            return <Dot key={item.id} item={item} x={LEFT + place.x * right} y={place.y * bottom} zone={zone} />;
          })}
        </svg>
      ) : null}
      <p className="small legend" aria-hidden="true">
        <span className="mark long" /> long <span className="mark short" /> short <span className="mark live" /> live
        {band ? `; the band: what is usual for ${band.format} videos at this age` : ""}
      </p>
    </figure>
  );
}

interface LevelsProps {
  readonly plot: DotPlot;
  readonly width: number;
  readonly bottom: number;
}

const Levels = ({ plot, width, bottom }: LevelsProps) =>
  plot.levels.map((level) => {
    const y = plot.heightOf(level) * bottom;
    return (
      <g key={level}>
        <line x1={LEFT} x2={width} y1={y} y2={y} className="level" />
        <text x={LEFT - 6} y={y + 4} textAnchor="end">
          {asShort(level)}
        </text>
      </g>
    );
  });

function Band({ band, plot, width, bottom }: LevelsProps & { readonly band: ChannelUploads["typical"][number] }) {
  const { p10, p25, p50, p75, p90 } = band;
  if (p10 === null || p25 === null || p50 === null || p75 === null || p90 === null) return null;
  const y = (views: number): number => plot.heightOf(views) * bottom;
  return (
    <>
      <rect x={LEFT} y={y(p90)} width={width - LEFT} height={y(p10) - y(p90)} className="band-wide" />
      <rect x={LEFT} y={y(p75)} width={width - LEFT} height={y(p25) - y(p75)} className="band" />
      <line x1={LEFT} x2={width} y1={y(p50)} y2={y(p50)} className="median" />
    </>
  );
}

interface DotProps {
  readonly item: UploadAtAge;
  readonly x: number;
  readonly y: number;
  readonly zone: string;
}

/** Formats differ by their form too: not everybody sees colours. */
function Dot({ item, x, y, zone }: DotProps) {
  const { value } = item.outlier;
  const multiple = value === null ? "" : ` (${asMultiple(value)})`;
  const published = asDay(Date.parse(item.publishedAt), zone);
  return (
    <Link href={pages.video(item.id)} tabIndex={-1} className={`dot ${item.format} ${item.gone ? "gone" : ""}`}>
      <title>{`${item.title}\n${asCount(item.views ?? 0)} views${multiple}\n${published}${item.gone ? "\ndeleted or private" : ""}`}</title>
      {item.format === "short" ? (
        <path d={`M${x} ${y - DOT - 2}l${DOT + 2} ${DOT + 2}l${-DOT - 2} ${DOT + 2}l${-DOT - 2} ${-DOT - 2}z`} />
      ) : item.format === "live" ? (
        <rect x={x - DOT} y={y - DOT} width={2 * DOT} height={2 * DOT} />
      ) : (
        <circle cx={x} cy={y} r={DOT} />
      )}
    </Link>
  );
}

/** How wide an element is, as it changes. */
function useWidth(box: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(800);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const look = (): void => setWidth((before) => element.clientWidth || before);
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => observer.disconnect();
  }, [box]);
  return width;
}
