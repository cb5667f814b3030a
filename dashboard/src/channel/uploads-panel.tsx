import type { VideoItem } from "#api/contract.ts";
import { useAnswer } from "../api/use-answer.ts";
import { asCount, asMultiple } from "../format/numbers.ts";
import { Amount, Counter } from "../parts/amount.tsx";
import { Answered, Notice } from "../parts/notice.tsx";
import { Panel } from "../parts/panel.tsx";
import { questions } from "../paths.ts";
import { UploadLines } from "./upload-lines.tsx";

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
  if (items.length === 0) return <Notice>None of its videos is described yet.</Notice>;
  return (
    <UploadLines
      label="Newest uploads"
      items={items}
      uploadOf={({ gone, ...video }) => ({ ...video, isGone: gone !== null })}
      heads={["Views", "First hour", "Performance", "Outlier"]}
    >
      {({ id, counters, firstHour, performance, outlier }) => [
        <Counter key={`${id} views`} value={counters.views} asOf={counters.asOf} as={asCount} />,
        <Amount key={`${id} hour`} value={firstHour.views} as={asCount} reason={firstHour.reason} />,
        <Amount key={`${id} performance`} value={performance.value} as={asMultiple} reason={performance.reason} />,
        <Amount key={`${id} outlier`} value={outlier.value} as={asMultiple} reason={outlier.reason} />,
      ]}
    </UploadLines>
  );
}
