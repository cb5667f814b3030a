import type { VideoDetail } from "#api/videos/video-detail-contract.ts";
import { asCount, asPercent } from "../format/numbers.ts";
import { asLength } from "../format/times.ts";
import { Amount } from "../parts/amount.tsx";
import { Panel } from "../parts/panel.tsx";
import { TimeText } from "../parts/time-text.tsx";
import { questions, tableOf } from "../paths.ts";

const NAMES = { "60min": "60 minutes", "24h": "24 hours", "7d": "7 days", "30d": "30 days" } as const;

/** The samples at fixed ages, and how near to them they were taken. */
export function MilestonesPanel({ video: { id, milestones, firstHour } }: { readonly video: VideoDetail }) {
  const question = questions.series(id, "age");
  return (
    <Panel title="Milestones" api={question} csv={tableOf(question)} how="first-hour">
      <p>
        First hour:{" "}
        <strong>
          <Amount value={firstHour.views} as={asCount} reason={firstHour.reason} />
        </strong>
        {firstHour.method ? ` views, ${firstHour.method}` : ""}
        {firstHour.offsetSeconds === null ? "" : `; the nearest sample lies ${early(firstHour.offsetSeconds)}`}
        {firstHour.relativeError === null ? "" : `; error about ${asPercent(firstHour.relativeError)}`}.
      </p>
      <div className="scroll">
        <table>
          <thead>
            <tr>
              <th>Age</th>
              <th>Sampled</th>
              <th>Off by</th>
              <th className="number">Views</th>
              <th className="number">Likes</th>
              <th className="number">Comments</th>
            </tr>
          </thead>
          <tbody>
            {milestones.map(({ name, at, offsetSeconds, views, likes, comments, reason }) => (
              <tr key={name}>
                <td>{NAMES[name]}</td>
                <td>{at ? <TimeText at={at} /> : <Amount value={null} as={asCount} reason={reason} />}</td>
                <td>{offsetSeconds === null ? "" : early(offsetSeconds)}</td>
                {[views, likes, comments].map((count, place) => (
                  <td key={place} className="number">
                    {at ? <Amount value={count} as={asCount} reason="hidden" /> : ""}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

const early = (seconds: number): string =>
  Math.abs(seconds) < 1 ? "on the second" : `${asLength(seconds)} ${seconds < 0 ? "early" : "late"}`;
