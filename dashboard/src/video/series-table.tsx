import { asCount } from "../format/numbers.ts";
import { Amount } from "../parts/amount.tsx";
import { Opened } from "../parts/opened.tsx";
import { TimeText } from "../parts/time-text.tsx";
import type { CurveProps } from "./video-curve.tsx";

/** More rows help nobody who reads them one by one; the API has them all. */
const ROWS = 500;

/** The chart's twin: the same samples as a table, the newest first. */
export function SeriesTable({ series: { snapshots, gaps } }: Pick<CurveProps, "series">) {
  const rows = snapshots.slice(-ROWS).toReversed();
  return (
    <Opened
      name="samples"
      summary={
        <>
          The same as a table: {asCount(snapshots.length)} samples
          {snapshots.length > ROWS ? `, the newest ${asCount(ROWS)} of them` : ""}
          {gaps.length > 0 ? `, ${asCount(gaps.length)} ${gaps.length === 1 ? "gap" : "gaps"}` : ""}
        </>
      }
    >
      <table>
        <thead>
          <tr>
            <th>Sampled</th>
            <th className="number">Views</th>
            <th className="number">Likes</th>
            <th className="number">Comments</th>
            <th>By</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ at, views, likes, comments, source, lagging }) => (
            <tr key={at}>
              <td>
                <TimeText at={at} />
              </td>
              <td className="number">
                <Amount value={views} as={asCount} reason="hidden" />
              </td>
              <td className="number">
                <Amount value={likes} as={asCount} reason="hidden" />
              </td>
              <td className="number">
                <Amount value={comments} as={asCount} reason="hidden" />
              </td>
              <td>
                {source}
                {lagging ? ", may lag" : ""}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Opened>
  );
}
