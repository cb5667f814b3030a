import { Link } from "wouter";
import type { VideoItem } from "#api/contract.ts";
import { useAnswer } from "../api/use-answer.ts";
import { useNow } from "../clock.ts";
import { asCount, asMultiple } from "../format/numbers.ts";
import { Amount, Counter } from "../parts/amount.tsx";
import { Answered, Notice } from "../parts/notice.tsx";
import { Panel } from "../parts/panel.tsx";
import { Thumbnail } from "../parts/thumbnail.tsx";
import { Ago } from "../parts/time-text.tsx";
import { TitleText } from "../parts/title-text.tsx";
import { pages, questions } from "../paths.ts";

interface Uploads {
  readonly items: readonly VideoItem[];
}

/** Its newest videos. */
export function UploadsPanel({ id }: { readonly id: string }) {
  const question = questions.channelVideos(id, new URLSearchParams({ limit: "20" }));
  const uploads = useAnswer<Uploads>(question);
  return (
    <Panel title="Newest uploads" api={question} how="performance" wide>
      <Answered of={uploads} lines={12}>
        {(answer) => <Rows {...answer} />}
      </Answered>
    </Panel>
  );
}

function Rows({ items }: Uploads) {
  const now = useNow();
  if (items.length === 0) return <Notice>None of its videos is described yet.</Notice>;
  return (
    <div className="scroll">
      <table>
        <thead>
          <tr>
            <th>
              <span className="hidden-text">Thumbnail</span>
            </th>
            <th>Video</th>
            <th>Format</th>
            <th className="number">Published</th>
            <th className="number">Views</th>
            <th className="number">First hour</th>
            <th className="number">Performance</th>
            <th className="number">Outlier</th>
          </tr>
        </thead>
        <tbody>
          {items.map((video) => (
            <tr key={video.id}>
              <td>
                <Thumbnail url={video.thumbnailUrl} id={video.id} />
              </td>
              <td className="title">
                <Link href={pages.video(video.id)}>
                  <TitleText title={video.title} language={video.language} isGone={video.gone !== null} />
                </Link>
              </td>
              <td>{video.format}</td>
              <td className="number">{video.publishedAt ? <Ago at={video.publishedAt} now={now} /> : "unknown"}</td>
              <td className="number">
                <Counter value={video.counters.views} asOf={video.counters.asOf} as={asCount} />
              </td>
              <td className="number">
                <Amount value={video.firstHour.views} as={asCount} reason={video.firstHour.reason} />
              </td>
              <td className="number">
                <Amount value={video.performance.value} as={asMultiple} reason={video.performance.reason} />
              </td>
              <td className="number">
                <Amount value={video.outlier.value} as={asMultiple} reason={video.outlier.reason} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
