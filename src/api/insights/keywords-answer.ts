import type { KeywordAnswer, NetworkAnswer } from "#analysis/keywords.ts";
import type { CoTagNetwork } from "#insights/keywords/co-tags.ts";
import type { KeywordsAnswer, NetworkReply } from "./keywords-contract.ts";

type Item = KeywordsAnswer["items"][number];
type Titles = ReadonlyMap<string, string>;

/** What an answer says of its words: the first `limit` of them, their examples with titles. */
export function wordsOf(
  answer: KeywordAnswer,
  limit: number,
  titles: Titles,
): Pick<KeywordsAnswer, "kind" | "basis" | "background" | "scored" | "languages" | "items" | "reason"> {
  const { kind, basis, background, languages } = answer;
  return {
    kind,
    basis,
    background,
    scored: answer.kind === "performing" ? answer.scored : null,
    languages: [...languages],
    items: itemsOf(answer, titles).slice(0, limit),
    reason: reasonOf(answer),
  };
}

function itemsOf(answer: KeywordAnswer, titles: Titles): readonly Item[] {
  const { basis, background } = answer;
  const n = basis.videos + (background?.videos ?? 0);
  const noFactor = { value: null, low: null, high: null, n: 0, reason: "comparedByCount" } as const;
  switch (answer.kind) {
    case "top":
      return answer.terms.map((term, i) => ({
        ...commonOf(term, i, titles),
        videosBefore: null,
        logOdds: { value: term.logOdds, z: term.z, n, reason: term.z === null ? "noBackground" : null },
        factor: noFactor,
      }));
    case "rising":
      return answer.terms.map((term, i) => ({
        ...commonOf(term, i, titles),
        videosBefore: term.videosBefore,
        logOdds: { value: term.logOdds, z: term.z, n, reason: null },
        factor: noFactor,
      }));
    case "performing":
      return answer.terms.map((term, i) => ({
        ...commonOf(term, i, titles),
        videosBefore: null,
        logOdds: { value: null, z: null, n: 0, reason: "comparedByScore" },
        factor: { value: term.factor, low: term.low, high: term.high, n: term.videos, reason: null },
      }));
    default:
      throw new Error(`${answer satisfies never} is no kind of keyword`);
  }
}

const commonOf = (
  term: KeywordAnswer["terms"][number],
  index: number,
  titles: Titles,
): Pick<Item, "rank" | "term" | "variants" | "videos" | "channels" | "examples" | "derived"> => ({
  rank: index + 1,
  term: term.term,
  variants: [...term.variants],
  videos: term.videos,
  channels: term.channels,
  // One that was removed since is no example any more.
  examples: term.examples.flatMap((id) => {
    const title = titles.get(id);
    return title === undefined ? [] : [{ id, title }];
  }),
  derived: true,
});

function reasonOf(answer: KeywordAnswer): KeywordsAnswer["reason"] {
  if (answer.terms.length > 0) return null;
  if (answer.basis.videos === 0) return "noVideos";
  return answer.kind === "performing" && answer.scored === 0 ? "noneScored" : "nothingStandsOut";
}

/** A network of the `nodes` most used tags, and the edges between them. */
export function networkOfNodes(
  { basis, ...network }: NetworkAnswer,
  nodes: number,
): Pick<NetworkReply, "basis" | "nodes" | "edges" | "reason"> {
  const shown = network.nodes.slice(0, nodes);
  const names = new Set(shown.map(({ tag }) => tag));
  const edges: CoTagNetwork["edges"] = network.edges.filter(({ from, to }) => names.has(from) && names.has(to));
  const reason = basis.videos === 0 ? "noVideos" : shown.length === 0 ? "noTags" : null;
  return { basis, nodes: [...shown], edges: [...edges], reason };
}
