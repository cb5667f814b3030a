import { Link } from "wouter";
import type { SummaryAnswer } from "#api/insights/summary-contract.ts";
import { asCount, asGain, asMultiple } from "../format/numbers.ts";
import { Amount } from "../parts/amount.tsx";
import { Fact, Facts } from "../parts/facts.tsx";
import { pages } from "../paths.ts";

type SummaryFactsOf = SummaryAnswer["facts"];

/** Everything that a summary may say. */
export function SummaryFacts({
  videosPublished,
  viewsGained,
  viewsGainedBefore,
  formats,
  rising,
  keywords,
}: SummaryFactsOf) {
  return (
    <section aria-label="The facts that it rests on">
      <h3>The facts that it rests on</h3>
      <Facts>
        <Fact name="Videos published">{asCount(videosPublished)}</Fact>
        <Fact name="Views gained">
          <Amount value={viewsGained} as={asCount} reason="noSamples" />
        </Fact>
        <Fact name="In the window before">
          <Amount value={viewsGainedBefore} as={asCount} reason="noSamplesBefore" />
        </Fact>
        {formats.map(({ format, videos, viewsGained: gained }) => (
          <Fact key={format} name={`${format}: ${asCount(videos)} videos gained`}>
            {asCount(gained)}
          </Fact>
        ))}
      </Facts>
      {rising.length === 0 ? null : (
        <div className="scroll">
          <table>
            <thead>
              <tr>
                <th>What rose</th>
                <th>Channel</th>
                <th className="number">Views gained</th>
                <th className="number">Heat</th>
                <th className="number">Outlier</th>
              </tr>
            </thead>
            <tbody>
              {rising.map(({ videoId, title, channel, channelId, viewsGained: gained, heat, outlier }) => (
                <tr key={videoId}>
                  <td className="title">
                    <Link href={pages.video(videoId)}>
                      <bdi>{title}</bdi>
                    </Link>
                  </td>
                  <td className="name">
                    <Link href={pages.channel(channelId)}>
                      <bdi>{channel}</bdi>
                    </Link>
                  </td>
                  <td className="number">
                    <Amount value={gained} as={asGain} reason="samplesApart" />
                  </td>
                  <td className="number">
                    <Amount value={heat} as={asMultiple} reason={null} />
                  </td>
                  <td className="number">
                    <Amount value={outlier} as={asMultiple} reason={null} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {keywords.length === 0 ? null : (
        <p>
          Words that rose:{" "}
          {keywords.map(({ term, videos, videosBefore }) => (
            <span key={term} className="tag">
              <bdi>{term}</bdi> {asCount(videosBefore)} → {asCount(videos)}
            </span>
          ))}
        </p>
      )}
    </section>
  );
}
