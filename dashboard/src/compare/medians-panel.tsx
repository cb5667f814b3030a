import { Link } from "wouter";
import type { Comparison } from "#api/channels/channel-detail-contract.ts";
import { asCount, asDecimal, asMultiple } from "../format/numbers.ts";
import { Amount, Counter } from "../parts/amount.tsx";
import { Panel } from "../parts/panel.tsx";
import { pages, questions } from "../paths.ts";

/** The counters and medians of channels side by side. */
export function MediansPanel({
  comparison: { channels },
  ids,
}: {
  readonly comparison: Comparison;
  readonly ids: readonly string[];
}) {
  return (
    <Panel title="Medians" csv={questions.compareCsv(ids, { table: "medians" })} how="median-interval" wide>
      <div className="scroll">
        <table>
          <thead>
            <tr>
              <th>Channel</th>
              <th className="number">Subscribers</th>
              <th className="number">Views</th>
              <th className="number">Videos</th>
              <th className="number">Uploads a week</th>
              <th className="number">First hour, median</th>
              <th className="number">between</th>
              <th className="number">of</th>
              <th className="number">Mature, median</th>
              <th className="number">of</th>
              <th className="number" title="Nine in ten of its videos do better, by performance">
                Performance p10
              </th>
              <th className="number" title="One in ten of its videos does better, by performance">
                p90
              </th>
            </tr>
          </thead>
          <tbody>
            {channels.map((channel, place) => (
              <Row key={channel.id} channel={channel} place={place} />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function Row({ channel, place }: { readonly channel: Comparison["channels"][number]; readonly place: number }) {
  const { counters, firstHour, mature, performance, rhythm } = channel;
  const { interval } = firstHour;
  return (
    <tr>
      <td className="name">
        <span className="swatch" style={{ background: `var(--series-${place + 1})` }} />{" "}
        <Link href={pages.channel(channel.id)}>
          <bdi title={channel.title}>{channel.title}</bdi>
        </Link>
      </td>
      {[counters.subscribers, counters.views, counters.videoCount].map((count, column) => (
        <td key={["subscribers", "views", "videos"][column]} className="number">
          <Counter value={count} asOf={counters.asOf} as={asCount} />
        </td>
      ))}
      <td className="number">{asDecimal(rhythm.perWeek)}</td>
      <td className="number">
        <Amount value={firstHour.median} as={asCount} reason={firstHour.reason} />
      </td>
      <td className="number">
        {interval.low === null || interval.high === null ? (
          <Amount value={null} as={asCount} reason={interval.reason} />
        ) : (
          `${asCount(interval.low)}–${asCount(interval.high)}`
        )}
      </td>
      <td className="number quiet">{asCount(firstHour.n)}</td>
      <td className="number">
        <Amount value={mature.median} as={asCount} reason={mature.reason} />
      </td>
      <td className="number quiet">{asCount(mature.n)}</td>
      {[performance.p10, performance.p90].map((value, column) => (
        <td key={["p10", "p90"][column]} className="number">
          <Amount
            value={value}
            as={asMultiple}
            reason={performance.reason}
            hint={`of ${asCount(performance.n)} videos; 1 is the channel’s own median`}
          />
        </td>
      ))}
    </tr>
  );
}
