import { labelsWithRoom } from "./network-labels.ts";
import { networkLayout } from "./network-layout.ts";

/** A longer tag runs into its neighbours; the whole of it stands in the table, and under the pointer. */
const SHOWN_MAX = 22;

export const shortened = (tag: string): string =>
  Array.from(tag).length > SHOWN_MAX ? `${Array.from(tag).slice(0, SHOWN_MAX).join("")}…` : tag;

interface Circle {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly videos: number;
}

/**
 * Where each tag of a network is drawn in a box, and the tags whose names there is room for, those of many videos first. A
 * circle's area beyond its smallest is as large as videos carry the tag.
 */
export function networkCircles(
  nodes: readonly { readonly tag: string; readonly videos: number }[],
  edges: readonly { readonly from: string; readonly to: string; readonly npmi: number }[],
  width: number,
  height: number,
): { readonly circles: ReadonlyMap<string, Circle>; readonly written: ReadonlySet<string> } {
  const places = networkLayout(
    nodes.map(({ tag }) => tag),
    edges.map(({ from, to, npmi }) => ({ from, to, strength: npmi })),
  );
  const largest = Math.max(1, ...nodes.map(({ videos }) => videos));
  const circles = new Map(
    nodes.map(({ tag, videos }): [string, Circle] => {
      const { x, y } = places.get(tag) ?? { x: 0.5, y: 0.5 };
      return [tag, { x: x * width, y: y * height, radius: 3 + 9 * Math.sqrt(videos / largest), videos }];
    }),
  );
  const labels = [...circles].map(([tag, { x, y, radius }]) => ({ tag, x, y: y - radius - 3, text: shortened(tag) }));
  return { circles, written: labelsWithRoom(labels) };
}
