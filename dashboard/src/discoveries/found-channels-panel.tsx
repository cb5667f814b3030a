import { NativeSelect } from "@mantine/core";
import { Link, useSearchParams } from "wouter";
import type { FoundChannel } from "#api/discoveries/discoveries-contract.ts";
import { usePages } from "../api/use-pages.ts";
import { useNow } from "../clock.ts";
import { asCount, asShort } from "../format/numbers.ts";
import { MoreButton } from "../parts/more-button.tsx";
import { Answered, Notice } from "../parts/notice.tsx";
import { Panel } from "../parts/panel.tsx";
import { Scroll } from "../parts/scroll.tsx";
import { Ago } from "../parts/time-text.tsx";
import { pages, questions, youtubeChannel } from "../paths.ts";
import { withParam } from "../reader.tsx";
import { useCategoryNames } from "./use-category-names.ts";

const SORTS = [
  { value: "-timesShown", label: "shown most often first" },
  { value: "-subscribers", label: "largest first" },
  { value: "subscribers", label: "smallest first" },
  { value: "-settledAt", label: "newly found first" },
  { value: "title", label: "by name" },
];

/** The channels that were found, as a list and as files. */
export function FoundChannelsPanel({ id }: { readonly id: string }) {
  const [params, setParams] = useSearchParams();
  const sort = params.get("sort") ?? "-timesShown";
  const matching = params.get("matching") ?? "true";
  const filter = { sort, matching };
  const asked = new URLSearchParams({ ...filter, limit: "50" });
  const channels = usePages<FoundChannel>((page) => questions.foundChannels(id, page), asked);
  const set = (name: string, value: string) => setParams(withParam(params, name, value), { replace: true });
  return (
    <Panel
      title="Channels found"
      api={questions.foundChannels(id, asked)}
      csv={questions.foundChannelsCsv(id, new URLSearchParams(filter))}
      wide
    >
      <div className="filters">
        <NativeSelect
          aria-label="Order"
          size="xs"
          data={SORTS}
          value={sort}
          onChange={(event) => set("sort", event.currentTarget.value)}
        />
        <NativeSelect
          aria-label="Which channels"
          size="xs"
          data={[
            { value: "true", label: "those that match" },
            { value: "all", label: "all that were shown" },
          ]}
          value={matching}
          onChange={(event) => set("matching", event.currentTarget.value)}
        />
      </div>
      <Answered of={channels.of} lines={10}>
        {(shown: readonly FoundChannel[]) =>
          shown.length === 0 ? (
            <Notice>Nothing is found yet.</Notice>
          ) : (
            <>
              <Rows rows={shown} />
              <MoreButton shown={shown.length} {...channels} />
            </>
          )
        }
      </Answered>
    </Panel>
  );
}

function Rows({ rows }: { readonly rows: readonly FoundChannel[] }) {
  const now = useNow();
  const nameOf = useCategoryNames();
  return (
    <Scroll label="Channels found">
      <table>
        <thead>
          <tr>
            <th>Channel</th>
            <th>Matches</th>
            <th>Language</th>
            <th>Country</th>
            <th>On</th>
            <th className="number">Subscribers</th>
            <th className="number">Videos</th>
            <th>Found by</th>
            <th className="number">Pages</th>
            <th className="number">First shown</th>
            <th>Tracked</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((channel) => (
            <tr key={channel.id}>
              <td className="title">
                <Name channel={channel} />
              </td>
              <td>
                {channel.matches === null ? (
                  <span className="why">not described yet</span>
                ) : channel.matches ? (
                  "yes"
                ) : (
                  <span className="quiet">no: {channel.misses.join(", ")}</span>
                )}
              </td>
              <td>{channel.language ?? <span className="why">unknown</span>}</td>
              <td>{channel.country ?? <span className="why">not told</span>}</td>
              <td className="name">{channel.categories.map(nameOf).join(", ")}</td>
              <td className="number">
                {channel.subscribers === null ? (
                  <span className="why">{channel.describedAt === null ? "not known" : "hidden"}</span>
                ) : (
                  asShort(channel.subscribers)
                )}
              </td>
              <td className="number">
                {channel.videoCount === null ? <span className="why">not known</span> : asCount(channel.videoCount)}
              </td>
              <td>{channel.foundBy}</td>
              <td className="number">{asCount(channel.timesShown)}</td>
              <td className="number">
                <Ago at={channel.firstShownAt} now={now} />
              </td>
              <td>{channel.tracked ? "yes" : <span className="quiet">no</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

/** One that is tracked has a page here; the others have one on YouTube. */
function Name({ channel: { id, title, handle, tracked } }: { readonly channel: FoundChannel }) {
  const name = <bdi>{title ?? handle ?? id}</bdi>;
  if (tracked) return <Link href={pages.channel(id)}>{name}</Link>;
  return (
    <a href={youtubeChannel(id)} rel="noreferrer">
      {name}
    </a>
  );
}
