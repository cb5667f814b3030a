import { SegmentedControl } from "@mantine/core";
import { Link } from "wouter";
import type { KeywordsAnswer } from "#api/insights/keywords-contract.ts";
import { asCount, asMultiple, asPlain } from "../format/numbers.ts";
import { whyOf } from "../format/reasons.ts";
import { Amount } from "../parts/amount.tsx";
import { Notice } from "../parts/notice.tsx";
import { Panel } from "../parts/panel.tsx";
import { pages } from "../paths.ts";
import { withParam } from "../reader.tsx";
import { InsightAnswered, type InsightProps } from "./insight.tsx";
import { videosSaying } from "./insight-question.ts";
import { Interval } from "./interval.tsx";
import { useInsight } from "./use-insight.ts";

const KINDS = {
  rising: "Words that are said more than in the window before.",
  top: "Words that mark these videos: others say them less.",
  performing: "Words whose videos do better than their channels’ others.",
} as const;

const NONE = {
  noVideos: "No video of this scope was published within this time.",
  noneScored: "No video of this scope and time has a score yet, so nothing is known of how words do.",
  nothingStandsOut: "No word stands out by more than chance explains. A longer window, or more videos, may show some.",
} as const;

/** What they say, and which of it goes with doing well. */
export function KeywordsPart({ params, setParams, question }: InsightProps) {
  const keywords = useInsight<KeywordsAnswer>(question);
  const kind = (Object.keys(KINDS) as (keyof typeof KINDS)[]).find((each) => each === params.get("kind")) ?? "rising";
  return (
    <Panel title="Words and phrases" api={question} how="keywords" wide>
      <div className="filters">
        <SegmentedControl
          aria-label="Which words"
          size="xs"
          data={["rising", "top", "performing"]}
          value={kind}
          onChange={(value) => setParams(withParam(params, "kind", value))}
        />
        <p className="small">{KINDS[kind]}</p>
      </div>
      <InsightAnswered of={keywords} lines={24}>
        {(answer) => <Words answer={answer} params={params} />}
      </InsightAnswered>
    </Panel>
  );
}

function Words({ answer, params }: { readonly answer: KeywordsAnswer; readonly params: URLSearchParams }) {
  const { items, kind, basis, background, scored, languages, reason, window } = answer;
  const isByScore = kind === "performing";
  return (
    <>
      {items.length === 0 ? (
        <Notice>{reason === null ? whyOf(null).long : NONE[reason]}</Notice>
      ) : (
        <div className="scroll">
          <table>
            <caption>Each word leads to the videos that say it.</caption>
            <thead>
              <tr>
                <th>Word</th>
                <th className="number">Videos</th>
                <th className="number">Channels</th>
                {kind === "rising" ? <th className="number">Videos before</th> : null}
                {isByScore ? <th className="number">Times as well</th> : <th className="number">Log-odds</th>}
                {isByScore ? <th className="number">Scored videos</th> : <th className="number">How sure (z)</th>}
                <th>Other names</th>
                <th>Examples</th>
              </tr>
            </thead>
            <tbody>
              {items.map(({ term, variants, videos, channels, videosBefore, logOdds, factor, examples }) => (
                <tr key={term}>
                  <td className="title">
                    <Link href={videosSaying(term, params, window)}>
                      <bdi>{term}</bdi>
                    </Link>
                  </td>
                  <td className="number">{asCount(videos)}</td>
                  <td className="number">{asCount(channels)}</td>
                  {kind === "rising" ? (
                    <td className="number">
                      <Amount value={videosBefore} as={asCount} reason={null} />
                    </td>
                  ) : null}
                  <td className="number">
                    {isByScore ? (
                      <Interval of={factor} as={asMultiple} reason={factor.reason} />
                    ) : (
                      <Amount value={logOdds.value} as={asPlain} reason={logOdds.reason} />
                    )}
                  </td>
                  <td className="number">
                    {isByScore ? asCount(factor.n) : <Amount value={logOdds.z} as={asPlain} reason={logOdds.reason} />}
                  </td>
                  <td className="name">
                    <bdi>{variants.join(", ")}</bdi>
                  </td>
                  <td className="title">
                    {examples.map(({ id, title }, place) => (
                      <span key={id}>
                        {place > 0 ? " · " : ""}
                        <Link href={pages.video(id)}>
                          <bdi>{title}</bdi>
                        </Link>
                      </span>
                    ))}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p className="small">
        The texts of {asCount(basis.videos)} {basis.complete ? "videos" : `of ${asCount(basis.of)} videos`} were read
        {background === null ? "" : `, beside those of ${asCount(background.videos)}`}
        {scored === null ? "" : `; ${asCount(scored)} have a score`}. Languages:{" "}
        {languages
          .slice(0, 6)
          .map(({ language, videos }) => `${language ?? "unknown"} ${asCount(videos)}`)
          .join(", ") || "none"}
        .
      </p>
    </>
  );
}
