import type { ChannelDetail } from "#api/channel-detail-contract.ts";
import { asCount, asGain } from "../format/numbers.ts";
import { Notice } from "../parts/notice.tsx";
import { Panel } from "../parts/panel.tsx";

/** What its videos gained, day by day, the newest first. */
export function DaysPanel({ days }: Pick<ChannelDetail, "days">) {
  return (
    <Panel title="Day by day (UTC)" how="rollups">
      {days.length === 0 ? (
        <Notice>Nothing is known of any day yet: a day is told by the samples around it.</Notice>
      ) : (
        <div className="scroll">
          <table>
            <thead>
              <tr>
                <th>Day</th>
                <th className="number">Views</th>
                <th className="number">Likes</th>
                <th className="number">Comments</th>
                <th className="number">Uploads</th>
                <th className="number">Samples</th>
              </tr>
            </thead>
            <tbody>
              {days.toReversed().map(({ day, views, likes, comments, uploads, samples, open }) => (
                <tr key={day}>
                  <td>
                    {day}
                    {open ? <span className="why"> still open</span> : null}
                  </td>
                  <td className="number">{asGain(views)}</td>
                  <td className="number">{asGain(likes)}</td>
                  <td className="number">{asGain(comments)}</td>
                  <td className="number">{asCount(uploads)}</td>
                  <td className="number">{asCount(samples)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}
