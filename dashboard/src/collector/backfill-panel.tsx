import type { UseQueryResult } from "@tanstack/react-query";
import { Link } from "wouter";
import type { CollectorView } from "#api/operations/collector-contract.ts";
import { shareOf } from "../chart/share.ts";
import { useNow } from "../clock.ts";
import { asCount } from "../format/numbers.ts";
import { Answered, Notice } from "../parts/notice.tsx";
import { Panel } from "../parts/panel.tsx";
import { Ago } from "../parts/time-text.tsx";
import { pages, questions } from "../paths.ts";

/** Catalogues that are still being read. */
export function BackfillPanel({ collector }: { readonly collector: UseQueryResult<CollectorView> }) {
  return (
    <Panel title="Catalogues being read" api={questions.collector} wide>
      <Answered of={collector} lines={6}>
        {({ backfills }) => <Tasks {...backfills} />}
      </Answered>
    </Panel>
  );
}

function Tasks({ items, waiting, more }: CollectorView["backfills"]) {
  const now = useNow();
  if (items.length === 0) return <Notice>Every tracked channel’s catalogue was read to the end.</Notice>;
  return (
    <div className="scroll">
      <table>
        <caption>
          {more ? "More than " : ""}
          {asCount(waiting)} catalogues are not read to the end
          {waiting > items.length ? `; the next ${asCount(items.length)}` : ""}.
        </caption>
        <thead>
          <tr>
            <th>Channel</th>
            <th>Progress</th>
            <th className="number">Read</th>
            <th className="number">Of</th>
            <th className="number">Its turn</th>
            <th>Why it waits</th>
          </tr>
        </thead>
        <tbody>
          {items.map(({ channel, listed, total, notBefore, reason, attempts }) => (
            <tr key={channel.id}>
              <td className="name">
                <Link href={pages.channel(channel.id)}>
                  <bdi>{channel.title ?? channel.id}</bdi>
                </Link>
              </td>
              <td>
                {total === null ? (
                  <span className="why">size unknown</span>
                ) : (
                  <progress
                    max={1}
                    value={shareOf(listed, total)}
                    aria-label={`${asCount(listed)} of ${asCount(total)}`}
                  />
                )}
              </td>
              <td className="number">{asCount(listed)}</td>
              <td className="number">{total === null ? "" : asCount(total)}</td>
              <td className="number">
                <Ago at={notBefore} now={now} />
              </td>
              <td className="wrap">
                <bdi>{reason ?? "for its turn alone"}</bdi>
                {attempts > 0 ? ` (tried ${asCount(attempts)} times)` : ""}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
