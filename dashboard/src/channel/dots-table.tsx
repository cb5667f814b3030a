import type { ChannelUploads } from "#api/channels/channel-uploads-contract.ts";
import { asCount, asMultiple } from "../format/numbers.ts";
import { Amount } from "../parts/amount.tsx";
import { Opened } from "../parts/opened.tsx";
import { AGE_WORDS } from "./dots-text.ts";
import { UploadLines } from "./upload-lines.tsx";

/** The same uploads as the plot's, in rows. */
export function DotsTable({ answer: { items, age } }: { readonly answer: ChannelUploads }) {
  return (
    <Opened name="uploads" summary={`The same as a table: ${asCount(items.length)} uploads`}>
      <UploadLines
        label="Uploads at one age"
        items={items}
        uploadOf={({ gone, ...upload }) => ({ ...upload, isGone: gone })}
        heads={[age === "now" ? "Views now" : `Views at ${AGE_WORDS[age]}`, "Of what is usual"]}
      >
        {({ id, views, reason, outlier }) => [
          <Amount key={`${id} views`} value={views} as={asCount} reason={reason} />,
          <Amount
            key={`${id} outlier`}
            value={outlier.value}
            as={asMultiple}
            reason={outlier.reason}
            hint={`of the median of ${outlier.n} videos`}
          />,
        ]}
      </UploadLines>
    </Opened>
  );
}
