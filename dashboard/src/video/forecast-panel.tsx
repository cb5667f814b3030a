import type { ForecastAnswer } from "#api/insights/forecast-contract.ts";
import { asCount, asPercent } from "../format/numbers.ts";
import { Amount } from "../parts/amount.tsx";
import { Panel } from "../parts/panel.tsx";
import { TimeText } from "../parts/time-text.tsx";
import { questions } from "../paths.ts";

/** What it is expected to become, and what became of earlier expectations. */
export function ForecastPanel({ answer: { videoId, forecasts, made } }: { readonly answer: ForecastAnswer }) {
  return (
    <Panel title="Forecast" api={questions.forecast(videoId)} how="forecast">
      <div className="scroll">
        <table>
          <caption>Four in five end between low and high.</caption>
          <thead>
            <tr>
              <th>By</th>
              <th>When</th>
              <th className="number">Expected</th>
              <th className="number">Low</th>
              <th className="number">High</th>
              <th className="number">Became</th>
            </tr>
          </thead>
          <tbody>
            {forecasts.map(({ target, dueAt, views, low, high, reason, became }) => (
              <tr key={target}>
                <td>{target}</td>
                <td>{dueAt ? <TimeText at={dueAt} /> : ""}</td>
                <td className="number">
                  <Amount value={views} as={asCount} reason={reason} />
                </td>
                <td className="number">{low === null ? "" : asCount(low)}</td>
                <td className="number">{high === null ? "" : asCount(high)}</td>
                <td className="number">{became === null ? "" : asCount(became)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {made.length > 0 ? (
          <table>
            <caption>Forecasts as they were made.</caption>
            <thead>
              <tr>
                <th>By</th>
                <th>At the age of</th>
                <th className="number">Forecast</th>
                <th className="number">Became</th>
                <th className="number">Error</th>
              </tr>
            </thead>
            <tbody>
              {made.map(({ target, outsetHours, views, reached, error, reason }) => (
                <tr key={`${target} ${outsetHours}`}>
                  <td>{target}</td>
                  <td>{outsetHours} h</td>
                  <td className="number">{asCount(views)}</td>
                  <td className="number">
                    <Amount value={reached} as={asCount} reason={reason} />
                  </td>
                  <td className="number">{error === null ? "" : asPercent(error)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        ) : null}
      </div>
    </Panel>
  );
}
