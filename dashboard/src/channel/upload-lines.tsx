import type { ReactNode } from "react";
import { Link } from "wouter";
import { useNow } from "../clock.ts";
import { Scroll } from "../parts/scroll.tsx";
import { Thumbnail } from "../parts/thumbnail.tsx";
import { Ago } from "../parts/time-text.tsx";
import { TitleText } from "../parts/title-text.tsx";
import { pages } from "../paths.ts";

/** What every table of a channel's uploads says of one. */
interface Upload {
  readonly id: string;
  readonly title: string;
  readonly language?: string | null;
  readonly isGone: boolean;
  readonly thumbnailUrl: string | null;
  readonly format: string;
  readonly publishedAt: string | null;
}

/** Uploads of a channel in rows, with numbers of the table's own. */
export function UploadLines<Item>({
  label,
  items,
  uploadOf,
  heads,
  children,
}: {
  readonly label: string;
  readonly items: readonly Item[];
  readonly uploadOf: (item: Item) => Upload;
  readonly heads: readonly string[];
  /** The cells under `heads`. */
  readonly children: (item: Item) => readonly ReactNode[];
}) {
  const now = useNow();
  return (
    <Scroll label={label}>
      <table>
        <thead>
          <tr>
            <th>
              <span className="hidden-text">Thumbnail</span>
            </th>
            <th>Video</th>
            <th>Format</th>
            {["Published", ...heads].map((head) => (
              <th key={head} className="number">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((item) => {
            const upload = uploadOf(item);
            return (
              <tr key={upload.id}>
                <td>
                  <Thumbnail url={upload.thumbnailUrl} id={upload.id} />
                </td>
                <td className="title">
                  <Link href={pages.video(upload.id)}>
                    <TitleText title={upload.title} language={upload.language ?? null} isGone={upload.isGone} />
                  </Link>
                </td>
                <td>{upload.format}</td>
                <td className="number">{upload.publishedAt ? <Ago at={upload.publishedAt} now={now} /> : "unknown"}</td>
                {children(item).map((cell, place) => (
                  <td key={heads[place]} className="number">
                    {cell}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </Scroll>
  );
}
