import { useSearchParams } from "wouter";
import type { Comparison } from "#api/channels/channel-detail-contract.ts";
import { useAnswer } from "../api/use-answer.ts";
import { ChannelPicker } from "../parts/channel-picker.tsx";
import { Answered, Notice } from "../parts/notice.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { questions, tableOf } from "../paths.ts";
import { withParam } from "../reader.tsx";
import { CurvesPanel } from "./curves-panel.tsx";
import { MediansPanel } from "./medians-panel.tsx";

/** More lines on one chart cannot be told apart. */
const MOST = 6;
const ALL_CHANNELS = questions.channels(new URLSearchParams());
const SPANS = [30, 90, 365];

/** Up to six channels side by side. Which ones is in the address, and so is how they are looked at. */
export function ComparePage() {
  const [params, setParams] = useSearchParams();
  const ids = (params.get("ids") ?? "").split(",").filter((id) => id !== "");
  const days = SPANS.find((span) => String(span) === params.get("days")) ?? 30;
  const isEnough = ids.length > 1;
  const question = questions.compare(ids, days);
  const compared = useAnswer<Comparison>(question, { enabled: isEnough });
  const names = new Map((compared.data?.channels ?? []).map(({ id, title }) => [id, title]));
  return (
    <>
      <PageHead
        title="Compare channels"
        api={isEnough ? question : ALL_CHANNELS}
        csv={isEnough ? questions.compareCsv(ids, { table: "medians" }) : tableOf(ALL_CHANNELS)}
        csvOf={isEnough ? "medians" : "all channels"}
        how={[
          ["typical", "the usual curve"],
          ["performance", "a performance"],
        ]}
      />
      <search className="filters" aria-label="Which channels">
        <ChannelPicker
          label={`Channels, up to ${MOST}`}
          width={640}
          most={MOST}
          chosen={ids}
          names={names}
          choose={(chosen) => setParams(withParam(params, "ids", chosen.join(",")), { replace: true })}
        />
      </search>
      {isEnough ? (
        <Answered of={compared} lines={24}>
          {(comparison) => (
            <div className="panels">
              <CurvesPanel comparison={comparison} ids={ids} days={days} />
              <MediansPanel comparison={comparison} ids={ids} />
            </div>
          )}
        </Answered>
      ) : (
        <Notice>
          {ids.length === 0
            ? "Choose two to six channels: type a part of a name above."
            : "Choose one more: there is nothing to compare it with yet."}
        </Notice>
      )}
    </>
  );
}
