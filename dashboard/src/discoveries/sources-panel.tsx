import type { DiscoveryDetail } from "#api/discoveries/discoveries-contract.ts";
import { asCount, asPlain } from "../format/numbers.ts";
import { Amount } from "../parts/amount.tsx";
import { Panel } from "../parts/panel.tsx";
import { Scroll } from "../parts/scroll.tsx";
import { questions } from "../paths.ts";
import { SOURCES } from "./discovery-words.ts";

/** What each source has brought, and what that took. */
export function SourcesPanel({ discovery: { id, bySource, describing } }: { readonly discovery: DiscoveryDetail }) {
  return (
    <Panel title="Where they come from" api={questions.discovery(id)} how="frontier" wide>
      <p className="small">
        A page costs a unit, or a search, also where it is refused. Only a description tells whether a channel matches,
        50 for a unit: {asCount(describing.described)} are described, {asCount(describing.waiting)} wait.
      </p>
      <Scroll label="Sources">
        <table>
          <thead>
            <tr>
              <th>Source</th>
              <th className="number">Pages read</th>
              <th className="number">refused</th>
              <th className="number">Lists to read</th>
              <th className="number">Channels shown</th>
              <th className="number">new</th>
              <th className="number">Match</th>
              <th className="number">a page</th>
            </tr>
          </thead>
          <tbody>
            {bySource.map((row) => (
              <tr key={row.source}>
                <td>{SOURCES[row.source]}</td>
                {[row.pages, row.refused, row.open, row.shown, row.found, row.matching].map((value, column) => (
                  <td key={column} className="number">
                    {asCount(value)}
                  </td>
                ))}
                <td className="number">
                  <Amount value={row.perUnit.value} as={asPlain} reason={row.perUnit.reason} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Panel>
  );
}
