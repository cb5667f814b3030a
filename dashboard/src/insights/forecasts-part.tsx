import type { AccuracyAnswer } from "#api/insights/forecast-contract.ts";
import { asChange, asCount, asPercent } from "../format/numbers.ts";
import { asLength } from "../format/times.ts";
import { Amount } from "../parts/amount.tsx";
import { Panel } from "../parts/panel.tsx";
import { Scroll } from "../parts/scroll.tsx";
import { InsightAnswered, type InsightProps } from "./insight.tsx";
import { useInsight } from "./use-insight.ts";

/** How far forecasts were off. */
export function ForecastsPart({ question }: InsightProps) {
  const accuracy = useInsight<AccuracyAnswer>(question);
  return (
    <Panel title="How far forecasts were off" api={question} how="forecast" wide>
      <InsightAnswered of={accuracy} lines={12}>
        {(answer) => <Rows {...answer} />}
      </InsightAnswered>
    </Panel>
  );
}

type Item = AccuracyAnswer["items"][number];
type Figures = Omit<Item, "target" | "outsetHours" | "parts">;

function Rows({ items, lookedAt, lookedAtAll }: AccuracyAnswer) {
  return (
    <Scroll label="Forecasts by target and age">
      <table>
        <caption>
          Of {lookedAtAll ? "all" : "the newest"} {asCount(lookedAt)} forecasts that came to their date within this
          time. Four in five are meant to end between their bounds.
        </caption>
        <thead>
          <tr>
            <th>Forecast</th>
            <th>Made at the age of</th>
            <th className="number">Settled</th>
            <th className="number">Compared</th>
            <th className="number">Off by (median)</th>
            <th className="number">Too high or low by</th>
            <th className="number">Between their bounds</th>
          </tr>
        </thead>
        <tbody>
          {items.map(({ target, outsetHours, parts, ...all }) => (
            <ItemRows
              key={`${target} ${outsetHours}`}
              target={target}
              outsetHours={outsetHours}
              parts={parts}
              all={all}
            />
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function ItemRows({
  target,
  outsetHours,
  parts,
  all,
}: Pick<Item, "target" | "outsetHours" | "parts"> & { readonly all: Figures }) {
  return (
    <>
      <tr>
        <th scope="row">views at {target}</th>
        <td>{asLength(outsetHours * 3600)}</td>
        <FigureCells {...all} />
      </tr>
      {parts.map(({ format, prior, ...part }) => (
        <tr key={`${format} ${prior}`} className="part">
          <td>{format}</td>
          <td>{prior ? "by the model that ships" : "by what was learned here"}</td>
          <FigureCells {...part} />
        </tr>
      ))}
    </>
  );
}

function FigureCells({ settled, n, error, bias, coverage, coverageInterval, reason }: Figures) {
  return (
    <>
      <td className="number">{asCount(settled)}</td>
      <td className="number">{asCount(n)}</td>
      <td className="number">
        <Amount value={error} as={asPercent} reason={reason} />
      </td>
      <td className="number">
        <Amount value={bias} as={asChange} reason={reason} />
      </td>
      <td className="number">
        <Amount value={coverage} as={asPercent} reason={reason} />
        {coverageInterval ? (
          <span className="interval">
            {" "}
            {asPercent(coverageInterval.low)} – {asPercent(coverageInterval.high)}
          </span>
        ) : null}
      </td>
    </>
  );
}
