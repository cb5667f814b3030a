import { Link } from "wouter";
import type { SimilarVideos } from "#api/videos/video-sets-contract.ts";
import { useAnswer } from "../api/use-answer.ts";
import { asCount, asMultiple, asPercent } from "../format/numbers.ts";
import { VideoCells, VideoLines } from "../overview/video-line.tsx";
import { Amount, Counter } from "../parts/amount.tsx";
import { Answered, Notice } from "../parts/notice.tsx";
import { Panel } from "../parts/panel.tsx";
import { pages, questions } from "../paths.ts";

export function SimilarPanel({ id }: { readonly id: string }) {
  const similar = useAnswer<SimilarVideos>(questions.similar(id));
  return (
    <Panel title="Similar videos" api={questions.similar(id)} how="search" wide>
      <Answered of={similar} lines={8}>
        {({ items, basis }) =>
          items.length === 0 ? (
            <Notice>
              {basis.tags.length === 0
                ? "It has no tags, and likeness is told by the tags that videos share."
                : "No other video shares its rarest tags."}
            </Notice>
          ) : (
            <VideoLines
              caption="By the tags that they share, rare ones weighing more."
              heads={["Alike", "Views", "Outlier", "Tags"]}
              words={["Tags"]}
            >
              {items.map((video) => (
                <tr key={video.id}>
                  <VideoCells video={video} />
                  <td className="number">{asPercent(video.likeness)}</td>
                  <td className="number">
                    <Counter value={video.counters.views} asOf={video.counters.asOf} as={asCount} />
                  </td>
                  <td className="number">
                    <Amount value={video.outlier.value} as={asMultiple} reason={video.outlier.reason} />
                  </td>
                  <td className="title">
                    {video.sharedTags.slice(0, 3).map(({ tag }) => (
                      <Link key={tag} className="tag" href={pages.videosWithTag(tag)}>
                        <bdi>{tag}</bdi>
                      </Link>
                    ))}
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
