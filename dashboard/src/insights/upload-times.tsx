import type { ViewTrendsReply } from "#api/insights/view-trends-contract.ts";
import { weekOf } from "../chart/gained.ts";
import { asCount, asShort } from "../format/numbers.ts";
import { Notice } from "../parts/notice.tsx";
import { Panel } from "../parts/panel.tsx";
import { Scroll } from "../parts/scroll.tsx";

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** Which hours of the week the videos that did well were published in. */
export function UploadTimes({ uploadTimes }: Pick<ViewTrendsReply, "uploadTimes">) {
  const week = weekOf(uploadTimes);
  return (
    <Panel title="Views a video, by when it was published (UTC)" how="view-trends" wide>
      {uploadTimes.length === 0 ? (
        <Notice>No video of this scope was published within this time.</Notice>
      ) : (
        <Scroll label="Views by hour of the week">
          <table className="heat">
            <caption>
              Of the videos published within this time. Few videos stand behind most hours: their number is in brackets.
            </caption>
            <thead>
              <tr>
                <th>
                  <span className="hidden-text">Day</span>
                </th>
                {Array.from({ length: 24 }, (_, hour) => (
                  <th key={hour}>{hour}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {week.map((hours, day) => (
                <tr key={DAYS[day]}>
                  <th scope="row">{DAYS[day]}</th>
                  {hours.map((hour, place) => (
                    <td
                      key={place}
                      style={{
                        background: `color-mix(in srgb, var(--shade) ${(hour?.shade ?? 0) * 100}%, transparent)`,
                      }}
                    >
                      {hour ? (
                        <>
                          {asShort(hour.viewsPerVideo)} <span className="of">({asCount(hour.videos)})</span>
                        </>
                      ) : null}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </Panel>
  );
}
