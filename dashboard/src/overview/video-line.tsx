import type { ReactNode } from "react";
import { Link } from "wouter";
import type { VideoItem } from "#api/contract.ts";
import { Thumbnail } from "../parts/thumbnail.tsx";
import { TitleText } from "../parts/title-text.tsx";
import { pages } from "../paths.ts";

/** What every short list says of a video first: cells of a row. */
export function VideoCells({
  video,
}: {
  readonly video: Pick<VideoItem, "id" | "title" | "language" | "gone" | "thumbnailUrl" | "channel">;
}) {
  return (
    <>
      <td>
        <Thumbnail url={video.thumbnailUrl} id={video.id} />
      </td>
      <td className="title">
        <Link href={pages.video(video.id)}>
          <TitleText title={video.title} language={video.language} isGone={video.gone !== null} />
        </Link>
      </td>
      <td className="name">
        <Link href={pages.channel(video.channel.id)}>
          <bdi title={video.channel.title ?? ""}>{video.channel.title ?? video.channel.id}</bdi>
        </Link>
      </td>
    </>
  );
}

/** A table of videos with numbers of its own. */
export function VideoLines({
  caption,
  heads,
  words = [],
  children,
}: {
  readonly caption: string;
  readonly heads: readonly string[];
  /** Those of them under which words stand, not numbers. */
  readonly words?: readonly string[];
  readonly children: ReactNode;
}) {
  return (
    <div className="scroll">
      <table className="video-lines">
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th>
              <span className="hidden-text">Thumbnail</span>
            </th>
            <th>Video</th>
            <th>Channel</th>
            {heads.map((head) => (
              <th key={head} className={words.includes(head) ? "" : "number"}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
