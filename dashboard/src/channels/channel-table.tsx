import type { ReactNode } from "react";
import { Link } from "wouter";
import type { ChannelItem } from "#api/channels/channel-contract.ts";
import { useNow } from "../clock.ts";
import { asCount } from "../format/numbers.ts";
import { Amount, Counter } from "../parts/amount.tsx";
import { Thumbnail } from "../parts/thumbnail.tsx";
import { Ago } from "../parts/time-text.tsx";
import { pages } from "../paths.ts";

const COLUMNS = [
  ["Title", "title", false],
  ["Subscribers", "subscribers", true],
  ["Views", "views", true],
  ["Videos", "videoCount", true],
  ["First hour, median", "medianFirstHour", true],
  ["of", "firstHourN", true],
  ["Mature, median", "medianMature", true],
  ["of", "matureN", true],
  ["Tracked", "trackedSince", true],
  ["Counted", null, true],
  ["State", null, false],
] as const;

export function ChannelTable({
  rows,
  sort,
  onSort,
}: {
  readonly rows: readonly ChannelItem[];
  readonly sort: string;
  readonly onSort: (sort: string) => void;
}) {
  const now = useNow();
  return (
    <div className="scroll">
      <table>
        <thead>
          <tr>
            <th>
              <span className="hidden-text">Picture</span>
            </th>
            {COLUMNS.map(([head, name, isNumber]) => {
              const direction = sort === name ? "ascending" : sort === `-${name}` ? "descending" : "none";
              const next =
                direction === "descending" ? name : direction === "ascending" || name !== "title" ? `-${name}` : name;
              return (
                <th
                  key={head + name}
                  className={isNumber ? "number" : ""}
                  {...(name ? { "aria-sort": direction } : {})}
                >
                  {name === null ? (
                    head
                  ) : (
                    <button type="button" onClick={() => onSort(next ?? "title")}>
                      {head}
                      <span aria-hidden="true">
                        {direction === "none" ? "" : direction === "ascending" ? " ▲" : " ▼"}
                      </span>
                    </button>
                  )}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {rows.map((channel) => (
            <tr key={channel.id}>
              <td>
                <Thumbnail url={channel.thumbnailUrl} id={channel.id} round />
              </td>
              <td className="title">
                <Link href={pages.channel(channel.id)}>
                  <bdi title={channel.title}>{channel.title}</bdi>
                </Link>{" "}
                <span className="quiet">
                  <bdi>{channel.handle}</bdi>
                </span>
              </td>
              <Numbers channel={channel} />
              <td className="number">
                <Ago at={channel.trackedSince} now={now} />
              </td>
              <td className="number">
                <Ago at={channel.counters.asOf} now={now} />
              </td>
              <td>{stateOf(channel)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Numbers({ channel: { counters, firstHour, mature } }: { readonly channel: ChannelItem }) {
  return (
    <>
      {[counters.subscribers, counters.views, counters.videoCount].map((count, place) => (
        <td key={place} className="number">
          <Counter value={count} asOf={counters.asOf} as={asCount} />
        </td>
      ))}
      {[firstHour, mature].flatMap(({ median, n, reason }, place) => [
        <td key={`median ${place}`} className="number">
          <Amount value={median} as={asCount} reason={reason} />
        </td>,
        <td key={`n ${place}`} className="number quiet">
          {asCount(n)}
        </td>,
      ])}
    </>
  );
}

/** What is to be known of it in a word or two. */
function stateOf({ state, trouble, backfill, watched }: ChannelItem): ReactNode {
  if (trouble !== null) return <span className="bad">{trouble}</span>;
  if (state === "untracked") return "not tracked";
  if (!backfill.done) {
    const of = backfill.total === null ? "" : ` of ${asCount(backfill.total)}`;
    return <span className="warn">{`catalogue: ${asCount(backfill.listed)}${of}`}</span>;
  }
  return watched ? "watched" : "tracked";
}
