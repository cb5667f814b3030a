import { NativeSelect } from "@mantine/core";
import { Link, useSearchParams } from "wouter";
import type { WatchVideo } from "#api/watches/watches-contract.ts";
import { usePages } from "../api/use-pages.ts";
import { useNow } from "../clock.ts";
import { asCount } from "../format/numbers.ts";
import { MoreButton } from "../parts/more-button.tsx";
import { Answered, Notice } from "../parts/notice.tsx";
import { Panel } from "../parts/panel.tsx";
import { Scroll } from "../parts/scroll.tsx";
import { Ago } from "../parts/time-text.tsx";
import { pages, questions, wholeTableOf } from "../paths.ts";
import { withParam } from "../reader.tsx";

const SORTS = [
  { value: "-firstSeenAt", label: "newly found first" },
  { value: "-publishedAt", label: "newly published first" },
  { value: "-lastSeenAt", label: "lately shown first" },
  { value: "rank", label: "by place" },
];

/** What it was shown, with when and at which place. */
export function WatchVideosPanel({ id, hasRun }: { readonly id: string; readonly hasRun: boolean }) {
  const [params, setParams] = useSearchParams();
  const sort = params.get("sort") ?? "-firstSeenAt";
  const asked = new URLSearchParams({ sort, limit: "50" });
  const videos = usePages<WatchVideo>((page) => questions.watchVideos(id, page), asked);
  const question = questions.watchVideos(id, asked);
  return (
    <Panel title="Videos found" api={question} csv={wholeTableOf(question)} wide>
      <p className="small">
        <Link href={pages.videosOfWatch(id)}>All of them with their counters and scores</Link>, to be filtered, sorted
        and exported.
      </p>
      <NativeSelect
        aria-label="Order"
        size="xs"
        w={190}
        mb={6}
        data={SORTS}
        value={sort}
        onChange={(event) => setParams(withParam(params, "sort", event.currentTarget.value), { replace: true })}
      />
      <Answered of={videos.of} lines={10}>
        {(shown: readonly WatchVideo[]) =>
          shown.length === 0 ? (
            <Notice>
              {hasRun
                ? "YouTube has shown it nothing so far: it looks for what is published from when it began to look."
                : "It has not run yet. Its first run shows what YouTube answers."}
            </Notice>
          ) : (
            <>
              <Rows rows={shown} />
              <MoreButton shown={shown.length} {...videos} />
            </>
          )
        }
      </Answered>
    </Panel>
  );
}

function Rows({ rows }: { readonly rows: readonly WatchVideo[] }) {
  const now = useNow();
  return (
    <Scroll label="Videos found">
      <table>
        <thead>
          <tr>
            <th>Video</th>
            <th>Channel</th>
            <th className="number">Published</th>
            <th className="number">First shown</th>
            <th className="number">Last shown</th>
            <th className="number">Place</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((video) => (
            <tr key={video.id}>
              <td className="title">
                <Link href={pages.video(video.id)}>
                  <bdi>{video.title ?? video.id}</bdi>
                </Link>
              </td>
              <td className="name">
                {video.channel ? (
                  <Link href={pages.channel(video.channel.id)}>
                    <bdi>{video.channel.title ?? video.channel.id}</bdi>
                  </Link>
                ) : (
                  <span className="why">not described yet</span>
                )}
              </td>
              {[video.publishedAt, video.firstSeenAt, video.lastSeenAt].map((at, place) => (
                <td key={`${place} ${at}`} className="number">
                  <Ago at={at} now={now} />
                </td>
              ))}
              <td className="number">{asCount(video.rank)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
