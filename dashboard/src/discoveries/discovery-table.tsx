import { Link } from "wouter";
import type { DiscoveryItem } from "#api/discoveries/discoveries-contract.ts";
import { asCount, asPlain } from "../format/numbers.ts";
import { Amount } from "../parts/amount.tsx";
import { Scroll } from "../parts/scroll.tsx";
import { pages } from "../paths.ts";
import { unitsWords, wantedWords } from "./discovery-words.ts";
import { useCategoryNames } from "./use-category-names.ts";

export function DiscoveryTable({ rows }: { readonly rows: readonly DiscoveryItem[] }) {
  const nameOf = useCategoryNames();
  return (
    <Scroll label="Discoveries">
      <table>
        <thead>
          <tr>
            <th>Discovery</th>
            <th>Looks for</th>
            <th>State</th>
            <th className="number">Match</th>
            <th className="number">of found</th>
            <th className="number">a unit</th>
            <th className="number">Spent today</th>
            <th className="number">May spend a day</th>
            <th className="number">Until</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((discovery) => (
            <tr key={discovery.id}>
              <td className="title">
                <Link href={pages.discovery(discovery.id)}>
                  <bdi>{discovery.name}</bdi>
                </Link>
              </td>
              <td className="title" title={wantedWords(discovery, nameOf)}>
                <bdi>{wantedWords(discovery, nameOf)}</bdi>
              </td>
              <td>
                <DiscoveryState discovery={discovery} />
              </td>
              <td className="number">{asCount(discovery.matching)}</td>
              <td className="number">{asCount(discovery.found)}</td>
              <td className="number">
                <Amount value={discovery.perUnit.value} as={asPlain} reason={discovery.perUnit.reason} />
              </td>
              <td className="number">{unitsWords(discovery.spent.today)}</td>
              <td className="number">{unitsWords(discovery.budget)}</td>
              <td className="number">
                {discovery.until === null ? <span className="quiet">goes on</span> : asCount(discovery.until)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

/** What is to be known of it in a word; the sentence is on its page, and under the pointer. */
export function DiscoveryState({
  discovery: { state, resting, why },
}: {
  readonly discovery: Pick<DiscoveryItem, "state" | "resting" | "why">;
}) {
  const word = state === "active" && resting !== null ? "resting" : state;
  return (
    <span className={word === "active" ? "good" : "quiet"} title={why}>
      {word}
    </span>
  );
}
