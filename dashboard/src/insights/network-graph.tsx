import { useMemo, useState } from "react";
import { Link } from "wouter";
import type { NetworkReply } from "#api/insights/keywords-contract.ts";
import { labelsWithRoom } from "../chart/network-labels.ts";
import { networkLayout } from "../chart/network-layout.ts";
import { asCount } from "../format/numbers.ts";
import { pages } from "../paths.ts";

const [WIDTH, HEIGHT] = [1000, 620];
/** A longer tag runs into its neighbours; the whole of it stands in the table, and under the pointer. */
const SHOWN_MAX = 22;

const shortened = (tag: string): string =>
  Array.from(tag).length > SHOWN_MAX ? `${Array.from(tag).slice(0, SHOWN_MAX).join("")}…` : tag;

/** Tags as circles, with lines between those that stand together. The table beside it is for whoever cannot see it. */
export function NetworkGraph({ nodes, edges }: Pick<NetworkReply, "nodes" | "edges">) {
  const [chosen, choose] = useState<string | null>(null);
  const { circles, written } = useMemo(() => drawn({ nodes, edges }), [nodes, edges]);
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

interface Circle {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly videos: number;
}

/** Where each tag is drawn, and which names there is room for, those of many videos first. */
function drawn({ nodes, edges }: Pick<NetworkReply, "nodes" | "edges">) {
  const places = networkLayout(
    nodes.map(({ tag }) => tag),
    edges.map(({ from, to, npmi }) => ({ from, to, strength: npmi })),
  );
  const largest = Math.max(1, ...nodes.map(({ videos }) => videos));
  const circles = new Map(
    nodes.map(({ tag, videos }): [string, Circle] => {
      const { x, y } = places.get(tag) ?? { x: 0.5, y: 0.5 };
      return [tag, { x: x * WIDTH, y: y * HEIGHT, radius: 3 + 9 * Math.sqrt(videos / largest), videos }];
    }),
  );
  const labels = [...circles].map(([tag, { x, y, radius }]) => ({ tag, x, y: y - radius - 3, text: shortened(tag) }));
  return { circles, written: labelsWithRoom(labels) };
}
