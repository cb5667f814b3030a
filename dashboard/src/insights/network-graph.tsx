import { useMemo, useState } from "react";
import { Link } from "wouter";
import type { NetworkReply } from "#api/insights/keywords-contract.ts";
import { networkLayout } from "../chart/network-layout.ts";
import { asCount } from "../format/numbers.ts";
import { pages } from "../paths.ts";

const [WIDTH, HEIGHT, MARGIN] = [1000, 620, 60];
/** A longer tag runs into its neighbours; the whole of it stands in the table, and under the pointer. */
const SHOWN_MAX = 22;

const shortened = (tag: string): string =>
  Array.from(tag).length > SHOWN_MAX ? `${Array.from(tag).slice(0, SHOWN_MAX).join("")}…` : tag;

/** Tags as circles, with lines between those that stand together. The table beside it is for whoever cannot see it. */
export function NetworkGraph({ nodes, edges }: Pick<NetworkReply, "nodes" | "edges">) {
  const [chosen, choose] = useState<string | null>(null);
  const places = useMemo(
    () =>
      networkLayout(
        nodes.map(({ tag }) => tag),
        edges.map(({ from, to, npmi }) => ({ from, to, strength: npmi })),
      ),
    [nodes, edges],
  );
  const at = (tag: string): { x: number; y: number } => {
    const { x, y } = places.get(tag) ?? { x: 0.5, y: 0.5 };
    return { x: MARGIN + x * (WIDTH - 2 * MARGIN), y: MARGIN / 2 + y * (HEIGHT - MARGIN) };
  };
  const largest = nodes[0]?.videos ?? 1;
  const near = new Set(edges.flatMap(({ from, to }) => (from === chosen ? [to] : to === chosen ? [from] : [])));
  return (
    <figure
      className="chart"
      aria-label={`${asCount(nodes.length)} tags and ${asCount(edges.length)} pairs that stand together; the table below has them all.`}
    >
      <svg className="network" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
        {edges.map(({ from, to, npmi }) => {
          const [a, b] = [at(from), at(to)];
          const isNear = chosen === from || chosen === to;
          return (
            <line
              key={`${from}\n${to}`}
              x1={a.x}
              y1={a.y}
              x2={b.x}
              y2={b.y}
              stroke={isNear ? "var(--accent)" : "var(--quiet)"}
              strokeWidth={isNear ? 2 : 1}
              strokeOpacity={chosen === null ? 0.12 + 0.5 * npmi : isNear ? 0.9 : 0.06}
            />
          );
        })}
        {nodes.map(({ tag, videos }) => {
          const { x, y } = at(tag);
          const isFaint = chosen !== null && chosen !== tag && !near.has(tag);
          return (
            <Link
              key={tag}
              href={pages.videosWithTag(tag)}
              tabIndex={-1}
              onMouseEnter={() => choose(tag)}
              onMouseLeave={() => choose(null)}
            >
              <g opacity={isFaint ? 0.25 : 1}>
                <title>{`${tag}: ${asCount(videos)} videos`}</title>
                <circle cx={x} cy={y} r={3 + 11 * Math.sqrt(videos / largest)} />
                <text x={x} y={y - 5 - 11 * Math.sqrt(videos / largest)}>
                  {shortened(tag)}
                </text>
              </g>
            </Link>
          );
        })}
      </svg>
    </figure>
  );
}
