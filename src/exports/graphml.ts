/** A network of which every edge goes both ways: its nodes, and what is known of each edge. */
export interface Graph {
  readonly nodes: readonly { readonly tag: string; readonly videos: number }[];
  readonly edges: readonly {
    readonly from: string;
    readonly to: string;
    readonly videos: number;
    readonly npmi: number;
  }[];
}

/** What XML 1.0 cannot hold, whatever it is written as: control characters, halves of pairs and two that are no characters. */
const UNWRITABLE = /[^\P{Cc}\t\n\r]|[\p{Cs}\u{fffe}\u{ffff}]/gu;

const escaped = (text: string): string =>
  text
    .replaceAll(UNWRITABLE, "\ufffd")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");

/** A network of tags as GraphML, which Gephi, Cytoscape, igraph and NetworkX read: nodes by number, with their tags as labels. */
export function graphml({ nodes, edges }: Graph): string {
  const numberOf = new Map(nodes.map(({ tag }, i) => [tag, i]));
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    '<key id="label" for="node" attr.name="label" attr.type="string"/>',
    '<key id="videos" for="all" attr.name="videos" attr.type="int"/>',
    '<key id="weight" for="edge" attr.name="weight" attr.type="double"/>',
    '<graph edgedefault="undirected">',
    ...nodes.map(
      ({ tag, videos }, i) =>
        `<node id="n${i}"><data key="label">${escaped(tag)}</data><data key="videos">${videos}</data></node>`,
    ),
    ...edges.map(
      ({ from, to, videos, npmi }) =>
        `<edge source="n${numberOf.get(from)}" target="n${numberOf.get(to)}">` +
        `<data key="videos">${videos}</data><data key="weight">${npmi}</data></edge>`,
    ),
    "</graph>",
    "</graphml>",
  ];
  return `${lines.join("\n")}\n`;
}
