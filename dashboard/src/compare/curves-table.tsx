import type { Comparison } from "#api/channels/channel-detail-contract.ts";
import { ageText } from "../chart/axes.ts";
import type { Format } from "../chart/compared-lines.ts";
import { asCount, asGain } from "../format/numbers.ts";
import { Opened } from "../parts/opened.tsx";
import { Scroll } from "../parts/scroll.tsx";

/** The lines of the chart in columns: by age from the youngest, by date from the newest day. */
export function CurvesTable({
  comparison: { channels, ageSeconds },
  isByDate,
  format,
}: {
  readonly comparison: Comparison;
  readonly isByDate: boolean;
  readonly format: Format;
}) {
  const rows = isByDate ? byDay(channels) : byAge(channels, ageSeconds, format);
  return (
    <Opened
      name="curves"
      summary={
        <>
          The same as a table: {asCount(rows.length)} {isByDate ? "days" : "ages"}
        </>
      }
    >
      <Scroll label="The lines of the chart in columns">
        <table>
          <thead>
            <tr>
              <th>{isByDate ? "Day" : "Age"}</th>
              {channels.map(({ id, title }) => (
                <th key={id} className="number">
                  <bdi>{title}</bdi>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([head, views]) => (
              <tr key={head}>
                <td>{head}</td>
                {views.map((value, place) => (
                  <td key={channels[place]?.id} className="number">
                    {value === null ? <span className="why">unknown</span> : isByDate ? asGain(value) : asCount(value)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Opened>
  );
}

type Row = readonly [head: string, views: readonly (number | null)[]];

function byDay(channels: Comparison["channels"]): Row[] {
  const views = channels.map(({ days }) => new Map(days.map(({ day, views: gained }) => [day, gained])));
  const days = [...new Set(views.flatMap((each) => [...each.keys()]))].sort().toReversed();
  return days.map((day) => [day, views.map((each) => each.get(day) ?? null)]);
}

function byAge(channels: Comparison["channels"], ages: readonly number[], format: Format): Row[] {
  const usual = channels.map(({ typical }) => typical.find((each) => each.format === format)?.p50 ?? []);
  return ages
    .map((age, place): Row => [ageText(age / 3600, "age"), usual.map((p50) => p50[place] ?? null)])
    .filter(([, views]) => views.some((value) => value !== null));
}
