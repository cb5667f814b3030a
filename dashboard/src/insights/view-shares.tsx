import type { ViewTrendsReply } from "#api/insights/view-trends-contract.ts";
import { asChange, asCount, asPercent } from "../format/numbers.ts";
import { Amount } from "../parts/amount.tsx";
import { Notice } from "../parts/notice.tsx";
import { Panel } from "../parts/panel.tsx";
import { Interval } from "./interval.tsx";

/** Which formats and ages the views came from. */
export function ViewShares({ formats, ages }: Pick<ViewTrendsReply, "formats" | "ages">) {
  return (
    <>
      <Panel title="By format" how="view-trends">
        <table>
          <thead>
            <tr>
              <th>Format</th>
              <th className="number">Views gained</th>
              <th className="number">Share</th>
              <th className="number">Growth</th>
            </tr>
          </thead>
          <tbody>
            {formats.map(({ format, views, share, growth }) => (
              <tr key={format}>
                <td>{format}</td>
                <td className="number">{asCount(views)}</td>
                <td className="number">
                  <Amount value={share} as={asPercent} reason="noSamples" />
                </td>
                <td className="number">
                  <Interval of={growth} as={asChange} reason={growth.reason} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Panel>
      <Panel title="By the age of the video" how="view-trends">
        {ages.length === 0 ? (
          <Notice>Ages are told of whole days (UTC), and no sample of this window closes one.</Notice>
        ) : (
          <table>
            <thead>
              <tr>
                <th>Age in days</th>
                <th className="number">Videos</th>
                <th className="number">Views gained</th>
                <th className="number">Share</th>
              </tr>
            </thead>
            <tbody>
              {ages.map(({ fromDays, toDays, videos, views, share }) => (
                <tr key={fromDays}>
                  <td>
                    {toDays === null
                      ? `${fromDays} and more`
                      : toDays === fromDays + 1
                        ? `${fromDays}`
                        : `${fromDays} to ${toDays - 1}`}
                  </td>
                  <td className="number">{asCount(videos)}</td>
                  <td className="number">{asCount(views)}</td>
                  <td className="number">
                    <Amount value={share} as={asPercent} reason="noSamples" />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Panel>
    </>
  );
}
