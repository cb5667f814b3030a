import type { ChannelDetail } from "#api/channel-detail-contract.ts";
import { shadesOf } from "../chart/shades.ts";
import { asCount } from "../format/numbers.ts";
import { Panel } from "../parts/panel.tsx";

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** When it publishes. */
export function RhythmPanel({ rhythm: { hours, uploads } }: Pick<ChannelDetail, "rhythm">) {
  const shades = shadesOf(hours);
  return (
    <Panel title="When it publishes (UTC)">
      <div className="scroll">
        <table className="heat">
          <caption>The newest {asCount(uploads)} uploads by weekday and hour.</caption>
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
            {hours.map((row, day) => (
              <tr key={DAYS[day]}>
                <th scope="row">{DAYS[day]}</th>
                {row.map((count, hour) => (
                  <td
                    key={hour}
                    style={{
                      background: `color-mix(in srgb, var(--shade) ${(shades[day]?.[hour] ?? 0) * 100}%, transparent)`,
                    }}
                  >
                    {count > 0 ? asCount(count) : ""}
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
