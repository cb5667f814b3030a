import { Link } from "wouter";
import { shareOf } from "../chart/share.ts";
import { asPercent } from "../format/numbers.ts";
import { pages } from "../paths.ts";
import { type Entry, isOver, summaryOf, wordsOf } from "./request-words.ts";

/** What became of each entry of a list, and of all of it. */
export function RequestTable({ entries }: { readonly entries: readonly Entry[] }) {
  return (
    <>
      <p role="status">{summaryOf(entries)}</p>
      <div className="scroll requests">
        <table>
          <thead>
            <tr>
              <th>Asked for</th>
              <th>Channel</th>
              <th>What became of it</th>
              <th>
                <span className="hidden-text">How far its catalogue is read</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {entries.map((entry) => (
              <tr key={entry.text}>
                <td className="name" title={entry.text}>
                  <bdi>{entry.text}</bdi>
                </td>
                <td className="name">
                  <Channel entry={entry} />
                </td>
                <td className="wrap">{wordsOf(entry)}</td>
                <td>
                  <Bar entry={entry} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Channel({ entry: { request } }: { readonly entry: Entry }) {
  if (!request?.channelId) return null;
  return (
    <Link href={pages.channel(request.channelId)}>
      <bdi>{request.title ?? request.channelId}</bdi>
    </Link>
  );
}

function Bar({ entry }: { readonly entry: Entry }) {
  const { backfill } = entry.request ?? {};
  if (!backfill) return null;
  const share = backfill.done ? 1 : backfill.total ? shareOf(backfill.listed, backfill.total) : null;
  return (
    <progress
      aria-label={`Catalogue of ${entry.request?.title ?? entry.text}`}
      max={1}
      {...(share === null ? {} : { value: share, title: asPercent(share) })}
      data-over={isOver(entry)}
    />
  );
}
