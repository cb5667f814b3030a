import type { ChannelDetail } from "#api/channels/channel-detail-contract.ts";
import { shadesOf } from "../chart/shades.ts";
import { asCount } from "../format/numbers.ts";
import { Panel } from "../parts/panel.tsx";
import { WeekTable } from "../parts/week-table.tsx";

/** When it publishes. */
export function RhythmPanel({ rhythm: { hours, uploads } }: Pick<ChannelDetail, "rhythm">) {
  return (
    <Panel title="When it publishes (UTC)">
      <WeekTable
        label="Uploads by hour of the week"
        caption={`The newest ${asCount(uploads)} uploads by weekday and hour.`}
        shades={shadesOf(hours)}
      >
        {(day, hour) => {
          const count = hours[day]?.[hour] ?? 0;
          return count > 0 ? asCount(count) : "";
        }}
      </WeekTable>
    </Panel>
  );
}
