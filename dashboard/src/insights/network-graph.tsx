import { useMemo, useState } from "react";
import { Link } from "wouter";
import type { NetworkReply } from "#api/insights/keywords-contract.ts";
import { networkCircles, shortened } from "../chart/network-circles.ts";
import { asCount } from "../format/numbers.ts";
import { pages } from "../paths.ts";

const [WIDTH, HEIGHT] = [1000, 620];

/** Tags as circles, with lines between those that stand together. The table beside it is for whoever cannot see it. */
export function NetworkGraph({ nodes, edges }: Pick<NetworkReply, "nodes" | "edges">) {
  const [chosen, choose] = useState<string | null>(null);
  const { circles, written } = useMemo(() => networkCircles(nodes, edges, WIDTH, HEIGHT), [nodes, edges]);
  const near = new Set(edges.flatMap(({ from, to }) => (from === chosen ? [to] : to === chosen ? [from] : [])));
  return (
    <figure
      className="chart"
      aria-label={`${asCount(nodes.length)} tags and ${asCount(edges.length)} pairs that stand together; the table below has them all.`}
    >
      <svg className="network" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
        {edges.map(({ from, to, npmi }) => {
          const [a, b] = [circles.get(from), circles.get(to)];
          const isNear = chosen === from || chosen === to;
          return (
            <line
              key={`${from}\n${to}`}
              x1={a?.x}
              y1={a?.y}
              x2={b?.x}
              y2={b?.y}
              stroke={isNear ? "var(--accent)" : "var(--quiet)"}
              strokeWidth={isNear ? 2 : 1}
              strokeOpacity={chosen === null ? 0.08 + 0.4 * npmi : isNear ? 0.9 : 0.05}
            />
          );
        })}
        {[...circles].map(([tag, { x, y, radius, videos }]) => {
          const isNear = tag === chosen || near.has(tag);
          return (
            <Link
              key={tag}
              href={pages.videosWithTag(tag)}
              tabIndex={-1}
              onMouseEnter={() => choose(tag)}
              onMouseLeave={() => choose(null)}
            >
              <g opacity={chosen === null || isNear ? 1 : 0.2}>
                <title>{`${tag}: ${asCount(videos)} videos`}</title>
                <circle cx={x} cy={y} r={radius} />
                {isNear || (chosen === null && written.has(tag)) ? (
                  <text x={x} y={y - radius - 3}>
                    {shortened(tag)}
                  </text>
                ) : null}
              </g>
            </Link>
          );
        })}
      </svg>
    </figure>
  );
}
