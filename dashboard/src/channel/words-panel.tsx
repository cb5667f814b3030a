import { SegmentedControl } from "@mantine/core";
import { Link, useSearchParams } from "wouter";
import type { KeywordsAnswer } from "#api/insights/keywords-contract.ts";
import { asCount, asDecimal, asMultiple } from "../format/numbers.ts";
import { InsightAnswered } from "../insights/insight.tsx";
import { useInsight } from "../insights/use-insight.ts";
import { Amount } from "../parts/amount.tsx";
import { Notice } from "../parts/notice.tsx";
import { Panel } from "../parts/panel.tsx";
import { pages, questions } from "../paths.ts";
import { withParam } from "../reader.tsx";

const KINDS: { value: KeywordsAnswer["kind"]; label: string }[] = [
  { value: "top", label: "Its own" },
  { value: "performing", label: "Performing" },
  { value: "rising", label: "Rising" },
];
/** A channel publishes too little in a week to tell its words from chance. */
const WINDOW = "90d";

const WHY_NONE: Readonly<Record<NonNullable<KeywordsAnswer["reason"]>, string>> = {
  noVideos: "It published nothing in the last 90 days.",
  noneScored:
    "None of its videos of the last 90 days has a performance yet, so none of their words does well or badly.",
  nothingStandsOut: "No word stands out from what others say, or from the time before.",
};

/** Words and phrases of its titles and tags: what it is about, what does well, what it says more of lately. */
export function WordsPanel({ id }: { readonly id: string }) {
  const [params, setParams] = useSearchParams();
  const kind = KINDS.find(({ value }) => value === params.get("words"))?.value ?? "top";
  const question = questions.channelWords(id, kind, WINDOW);
  const words = useInsight<KeywordsAnswer>(question);
  return (
    <Panel title="Keywords of 90 days" api={question} how="keywords">
      <div className="filters">
        <SegmentedControl
          aria-label="Which words"
          size="xs"
          data={KINDS}
          value={kind}
          onChange={(value) => setParams(withParam(params, "words", value), { replace: true })}
        />
      </div>
      <InsightAnswered of={words} lines={10}>
        {(answer) => <Words answer={answer} id={id} />}
      </InsightAnswered>
    </Panel>
  );
}

function Words({
  answer: { kind, items, reason, basis },
  id,
}: {
  readonly answer: KeywordsAnswer;
  readonly id: string;
}) {
  if (items.length === 0) return <Notice>{reason ? WHY_NONE[reason] : "No word stands out."}</Notice>;
  const isByScore = kind === "performing";
  return (
    <div className="scroll">
      <table>
        <caption>
          From {asCount(basis.videos)} of {asCount(basis.of)} videos.
        </caption>
        <thead>
          <tr>
            <th>Word or phrase</th>
            <th className="number">Videos</th>
            <th className="number">{isByScore ? "Their videos do" : "More often than elsewhere (log odds)"}</th>
          </tr>
        </thead>
        <tbody>
          {items.map(({ term, videos, factor, logOdds }) => (
            <tr key={term}>
              <td className="title">
                <Link href={pages.videosSaying(term, id)}>
                  <bdi>{term}</bdi>
                </Link>
              </td>
              <td className="number">{asCount(videos)}</td>
              <td className="number">
                {isByScore ? (
                  <Amount
                    value={factor.value}
                    as={asMultiple}
                    reason={factor.reason}
                    hint={factor.low === null || factor.high === null ? undefined : between(factor.low, factor.high)}
                  />
                ) : (
                  <Amount value={logOdds.value} as={asDecimal} reason={logOdds.reason} />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const between = (low: number, high: number): string => `nine in ten: ${asMultiple(low)} to ${asMultiple(high)}`;
