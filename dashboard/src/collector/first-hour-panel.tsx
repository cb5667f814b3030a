import type { UseQueryResult } from "@tanstack/react-query";
import type { CollectorView } from "#api/operations/collector-contract.ts";
import { barsOf } from "../chart/bars.ts";
import { asCount } from "../format/numbers.ts";
import { asLength } from "../format/times.ts";
import { Amount } from "../parts/amount.tsx";
import { Fact, Facts } from "../parts/facts.tsx";
import { Answered, Notice } from "../parts/notice.tsx";
import { Opened } from "../parts/opened.tsx";
import { Panel } from "../parts/panel.tsx";
import { questions } from "../paths.ts";

/** How near to 60 minutes first hours were sampled. */
export function FirstHourPanel({ collector }: { readonly collector: UseQueryResult<CollectorView> }) {
  return (
    <Panel title="Timing of first hours, 30 days" api={questions.collector} how="first-hour">
      <Answered of={collector} lines={12}>
        {({ firstHours }) => <Timing {...firstHours} />}
      </Answered>
    </Panel>
  );
}

const [WIDTH, HEIGHT] = [520, 140];

/** −15 s, +2 min: how far from the full hour. */
const aside = (seconds: number): string => (seconds === 0 ? "0" : `${seconds < 0 ? "−" : "+"}${asLength(seconds)}`);

function Timing({
  n,
  measured,
  interpolated,
  missed,
  p50Seconds,
  p90Seconds,
  bins,
  reason,
}: CollectorView["firstHours"]) {
  if (n === 0) {
    return (
      <Notice>
        No video has come since its channel is tracked and passed its fourth hour: until then nothing can be said of
        first hours.
      </Notice>
    );
  }
  return (
    <>
      <Facts>
        <Fact name="Videos">{asCount(n)}</Fact>
        <Fact name="Measured">{asCount(measured)}</Fact>
        <Fact name="Interpolated">{asCount(interpolated)}</Fact>
        <Fact name="Missed">{asCount(missed)}</Fact>
        <Fact name="Half within">
          <Amount value={p50Seconds} as={asLength} reason={reason} />
        </Fact>
        <Fact name="Nine in ten within">
          <Amount value={p90Seconds} as={asLength} reason={reason} />
        </Fact>
      </Facts>
      {measured === 0 ? null : (
        <>
          <Histogram bins={bins} />
          <Opened name="first-hours" summary="The same as a table">
            <table>
              <thead>
                <tr>
                  <th>From 60:00</th>
                  <th className="number">Videos</th>
                </tr>
              </thead>
              <tbody>
                {bins.map(({ fromSeconds, toSeconds, videos }) => (
                  <tr key={fromSeconds}>
                    <td>
                      {aside(fromSeconds)} to {aside(toSeconds)}
                    </td>
                    <td className="number">{asCount(videos)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Opened>
        </>
      )}
    </>
  );
}

function Histogram({ bins }: Pick<CollectorView["firstHours"], "bins">) {
  const bars = barsOf(bins.map(({ videos }) => videos));
  return (
    <svg
      className="bars"
      viewBox={`0 0 ${WIDTH} ${HEIGHT + 18}`}
      role="img"
      aria-label="Videos by how far from 60 minutes they were sampled, from 3 minutes before to 3 minutes after; the table below has the numbers."
    >
      {bars.map(({ left, width, height }, place) => (
        <rect
          key={bins[place]?.fromSeconds}
          x={left * WIDTH + 1}
          y={HEIGHT - height * (HEIGHT - 4)}
          width={width * WIDTH - 2}
          height={height * (HEIGHT - 4)}
        />
      ))}
      <line x1={0} y1={HEIGHT} x2={WIDTH} y2={HEIGHT} />
      {bins.map(({ fromSeconds, toSeconds }, place) => (
        <text key={fromSeconds} x={((place + 0.5) / bins.length) * WIDTH} y={HEIGHT + 13}>
          {toSeconds <= 0 ? aside(fromSeconds) : fromSeconds < 0 ? "60:00" : aside(toSeconds)}
        </text>
      ))}
    </svg>
  );
}
