import type { ViewTrendsReply } from "#api/insights/view-trends-contract.ts";
import { weekOf } from "../chart/gained.ts";
import { asCount, asShort } from "../format/numbers.ts";
import { Notice } from "../parts/notice.tsx";
import { Panel } from "../parts/panel.tsx";
import { WeekTable } from "../parts/week-table.tsx";

/** Which hours of the week the videos that did well were published in. */
export function UploadTimes({ uploadTimes }: Pick<ViewTrendsReply, "uploadTimes">) {
  const week = weekOf(uploadTimes);
  return (
    <Panel title="Views a video, by when it was published (UTC)" how="view-trends" wide>
      {uploadTimes.length === 0 ? (
        <Notice>No video of this scope was published within this time.</Notice>
      ) : (
        <WeekTable
          label="Views by hour of the week"
          caption="Of the videos published within this time. Few videos stand behind most hours: their number is in brackets."
          shades={week.map((hours) => hours.map((hour) => hour?.shade ?? 0))}
        >
          {(day, hour) => {
            const of = week[day]?.[hour];
            return of ? (
              <>
                {asShort(of.viewsPerVideo)} <span className="of">({asCount(of.videos)})</span>
              </>
            ) : null;
          }}
        </WeekTable>
      )}
    </Panel>
  );
}
