import { Link } from "wouter";
import type { VideoItem } from "#api/contract.ts";
import { useAnswer } from "../api/use-answer.ts";
import { useLive } from "../api/use-live.ts";
import { useNow } from "../clock.ts";
import { asCount } from "../format/numbers.ts";
import { Counter } from "../parts/amount.tsx";
import { Answered, Notice } from "../parts/notice.tsx";
import { Panel } from "../parts/panel.tsx";
import { Ago } from "../parts/time-text.tsx";
import { pages, questions } from "../paths.ts";
import { foundText } from "./found-text.ts";
import { VideoCells, VideoLines } from "./video-line.tsx";

interface Newest {
  readonly items: readonly VideoItem[];
}

const NEWEST = questions.videos(new URLSearchParams({ sort: "-publishedAt", limit: "12" }));

/** More than these nobody finds again by their colour. */
const REMEMBERED = 30;

const STATES = {
  connecting: "Connecting to what happens …",
  open: "Live: what is found shows within seconds.",
  lost: "The connection to what happens is lost; the list is asked for each minute.",
} as const;

/** New videos, as they are found. */
export function NewestPanel() {
  const newest = useAnswer<Newest>(NEWEST);
  const { happened, state } = useLive(questions.events, REMEMBERED, [NEWEST, questions.outliers]);
  const fresh = new Set(happened.flatMap(({ event }) => (event.kind === "newVideo" ? [event.videoId] : [])));
  const now = useNow();
  return (
    <Panel title="New videos" api={NEWEST} wide>
      <p className="small" role="status">
        {STATES[state]} {foundText(fresh.size, happened.length < REMEMBERED)}
      </p>
      <Answered of={newest} lines={14}>
        {({ items }) =>
          items.length === 0 ? (
            <Notice>
              No video is known yet. <Link href={pages.addChannels}>Add a channel</Link>: its videos show here as they
              are found.
            </Notice>
          ) : (
            <VideoLines caption="The newest by publication." heads={["Format", "Published", "Views", "Sampled"]}>
              {items.map((video) => (
                <tr key={video.id} className={fresh.has(video.id) ? "new" : ""}>
                  <VideoCells video={video} />
                  <td className="number">{video.format}</td>
                  <td className="number">{video.publishedAt ? <Ago at={video.publishedAt} now={now} /> : "unknown"}</td>
                  <td className="number">
                    <Counter value={video.counters.views} asOf={video.counters.asOf} as={asCount} />
                  </td>
                  <td className="number">
                    {video.counters.asOf ? (
                      <Ago at={video.counters.asOf} now={now} />
                    ) : (
                      <span className="why">not yet</span>
                    )}
                  </td>
                </tr>
              ))}
            </VideoLines>
          )
        }
      </Answered>
    </Panel>
  );
}
