import { Link } from "wouter";
import type { ChannelUploads } from "#api/channel-uploads-contract.ts";
import { useNow } from "../clock.ts";
import { asCount, asMultiple } from "../format/numbers.ts";
import { Amount } from "../parts/amount.tsx";
import { Thumbnail } from "../parts/thumbnail.tsx";
import { Ago } from "../parts/time-text.tsx";
import { TitleText } from "../parts/title-text.tsx";
import { pages } from "../paths.ts";
import { AGE_WORDS } from "./dots-text.ts";

/** The same uploads as the plot's, in rows. */
export function DotsTable({ answer: { items, age } }: { readonly answer: ChannelUploads }) {
  const now = useNow();
  return (
    <details>
      <summary>The same as a table: {asCount(items.length)} uploads</summary>
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
              <th className="number">{age === "now" ? "Views now" : `Views at ${AGE_WORDS[age]}`}</th>
              <th className="number">Of what is usual</th>
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <tr key={item.id}>
                <td>
                  <Thumbnail url={item.thumbnailUrl} id={item.id} />
                </td>
                <td className="title">
                  <Link href={pages.video(item.id)}>
                    <TitleText title={item.title} isGone={item.gone} />
                  </Link>
                </td>
                <td>{item.format}</td>
                <td className="number">
                  <Ago at={item.publishedAt} now={now} />
                </td>
                <td className="number">
                  <Amount value={item.views} as={asCount} reason={item.reason} />
                </td>
                <td className="number">
                  <Amount
                    value={item.outlier.value}
                    as={asMultiple}
                    reason={item.outlier.reason}
                    hint={`of the median of ${item.outlier.n} videos`}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
