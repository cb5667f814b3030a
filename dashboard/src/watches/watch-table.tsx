import { Link } from "wouter";
import type { WatchItem } from "#api/watches/watches-contract.ts";
import { useNow } from "../clock.ts";
import { asCount, asPercent, asRate } from "../format/numbers.ts";
import { Scroll } from "../parts/scroll.tsx";
import { Ago } from "../parts/time-text.tsx";
import { pages } from "../paths.ts";
import { cadenceWords, filterWords } from "./watch-words.ts";

export function WatchTable({ rows }: { readonly rows: readonly WatchItem[] }) {
  const now = useNow();
  return (
    <Scroll label="Watches">
      <table>
        <thead>
          <tr>
            <th>Watch</th>
            <th>Asks for</th>
            <th>State</th>
            <th>Runs</th>
            <th className="number">Calls a day</th>
            <th className="number">of the bucket</th>
            <th className="number">Last run</th>
            <th className="number">Found</th>
            <th className="number">New a day, 7 d</th>
            <th className="number">30 d</th>
            <th className="number">Left to read</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((watch) => (
            <tr key={watch.id}>
              <td className="title">
                <Link href={pages.watch(watch.id)}>
                  <bdi>{watch.name}</bdi>
                </Link>
              </td>
              <td className="title" title={filterWords(watch).join(", ")}>
                <bdi>{watch.kind === "chart" ? "chart, " : ""}</bdi>
                <bdi>{filterWords(watch).join(", ")}</bdi>
              </td>
              <td>
                <WatchState watch={watch} />
              </td>
              <td>{cadenceWords(watch.cadence.everySeconds, watch.cost)}</td>
              <td className="number">
                {asRate(watch.cost.callsPerDay)} {watch.cost.bucket === "search" ? "searches" : "units"}
              </td>
              <td className="number">{asPercent(watch.cost.shareOfBucket)}</td>
              <td className="number">
                {watch.lastRunAt ? <Ago at={watch.lastRunAt} now={now} /> : <span className="why">not yet</span>}
              </td>
              <td className="number">{asCount(watch.found)}</td>
              <td className="number">{asRate(watch.newPerDay.last7Days)}</td>
              <td className="number">{asRate(watch.newPerDay.last30Days)}</td>
              <td className="number">{watch.tasksLeft === 0 ? "nothing" : asCount(watch.tasksLeft)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

/** What is to be known of it in a word or two; what YouTube refuses goes before all else. */
export function WatchState({ watch: { state, trouble } }: { readonly watch: Pick<WatchItem, "state" | "trouble"> }) {
  if (state === "active" && trouble !== null) return <span className="bad">refused</span>;
  return <span className={state === "active" ? "good" : "quiet"}>{state}</span>;
}
