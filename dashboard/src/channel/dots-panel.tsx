import { NativeSelect, SegmentedControl } from "@mantine/core";
import { useSearchParams } from "wouter";
import type { ChannelUploads } from "#api/channels/channel-uploads-contract.ts";
import { useAnswer } from "../api/use-answer.ts";
import { Answered, Notice } from "../parts/notice.tsx";
import { Panel } from "../parts/panel.tsx";
import { questions } from "../paths.ts";
import { withParam } from "../reader.tsx";
import { DotPlotChart } from "./dot-plot-chart.tsx";
import { DotsTable } from "./dots-table.tsx";
import { dotsText } from "./dots-text.ts";

const AGES: { value: ChannelUploads["age"]; label: string }[] = [
  { value: "1h", label: "1 hour" },
  { value: "24h", label: "24 hours" },
  { value: "7d", label: "7 days" },
  { value: "30d", label: "30 days" },
  { value: "now", label: "Now" },
];
const FORMATS = [
  { value: "", label: "all formats" },
  { value: "long", label: "long" },
  { value: "short", label: "short" },
  { value: "live", label: "live" },
];
/** Of the plot with its sentence, its legend and its table's line. */
const LINES = 14;

const SCALES = [
  { value: "log", label: "Log" },
  { value: "linear", label: "Linear" },
];

/** Its newest uploads as dots, all at the same age: which of them stand out, and since when. */
export function DotsPanel({ id }: { readonly id: string }) {
  const [params, setParams] = useSearchParams();
  const set = (name: string) => (value: string) => setParams(withParam(params, name, value), { replace: true });
  const age = AGES.find(({ value }) => value === params.get("age"))?.value ?? "24h";
  const format = FORMATS.find(({ value }) => value === params.get("dots"))?.value ?? "";
  const isLog = params.get("scale") !== "linear";
  const asked = new URLSearchParams({ age, ...(format === "" ? {} : { format }) });
  const question = questions.channelUploads(id, asked);
  const uploads = useAnswer<ChannelUploads>(question);
  return (
    <Panel
      title="Uploads at the same age"
      api={question}
      csv={questions.channelUploadsCsv(id, asked)}
      how="typical"
      wide
    >
      <div className="filters">
        <SegmentedControl aria-label="At which age" size="xs" data={AGES} value={age} onChange={set("age")} />
        <NativeSelect
          aria-label="Uploads of which format"
          size="xs"
          data={FORMATS}
          value={format}
          onChange={(event) => set("dots")(event.currentTarget.value)}
        />
        <SegmentedControl
          aria-label="Scale of the views"
          size="xs"
          data={SCALES}
          value={isLog ? "log" : "linear"}
          onChange={set("scale")}
        />
      </div>
      {/* As high where there is nothing to draw: what stands below keeps its place. */}
      <div style={{ minHeight: `${LINES * 28}px` }}>
        <Answered of={uploads} lines={LINES}>
          {(answer) => <Shown answer={answer} isLog={isLog} />}
        </Answered>
      </div>
    </Panel>
  );
}

function Shown({ answer, isLog }: { readonly answer: ChannelUploads; readonly isLog: boolean }) {
  if (answer.items.length === 0) return <Notice>None of its videos of this kind is described yet.</Notice>;
  return (
    <>
      {answer.n === 0 ? (
        <Notice>
          {answer.age === "now"
            ? "None of these uploads was sampled yet."
            : "None of these uploads was sampled around this age: they were older when their channel was tracked. “Now” shows what they have."}
        </Notice>
      ) : (
        <>
          <p className="small">{dotsText(answer)}</p>
          <DotPlotChart answer={answer} isLog={isLog} />
        </>
      )}
      <DotsTable answer={answer} />
    </>
  );
}
