import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import type { WatchPreview } from "#api/watches/watches-contract.ts";
import { send, wordsOf } from "../api/ask.ts";
import { shareOf } from "../chart/share.ts";
import { asksSomething, bodyOf, changesOf, type WatchDraft } from "./watch-draft.ts";
import { cadenceWords, costWords } from "./watch-words.ts";

/** What is typed is reckoned when the typing rests. */
const REST_MS = 300;

/** What a watch would cost as the form has it now, before anything is stored. */
export function WatchCostPreview({ draft, path, isNew }: { draft: WatchDraft; path: string; isNew: boolean }) {
  const [rested] = useDebouncedValue(draft, REST_MS);
  const body = isNew ? bodyOf(rested) : changesOf(rested);
  const isAsked = asksSomething(rested);
  const preview = useQuery({
    // Not by its path: once the watch is stored, it is no question any more whether it could be.
    queryKey: ["preview", path, JSON.stringify(body)],
    queryFn: () => send<WatchPreview>(isNew ? "POST" : "PATCH", `${path}?dryRun=true`, body),
    enabled: isAsked,
    placeholderData: (before) => before,
    retry: false,
  });
  return (
    <div className="preview" role="status" aria-label="What it would cost">
      {!isAsked ? (
        <p className="quiet">Say what to ask for, and what it costs is shown here before anything is asked.</p>
      ) : preview.error ? (
        <p className="bad">{wordsOf(preview.error)}</p>
      ) : preview.data ? (
        <Cost preview={preview.data} everyText={rested.isFixed ? rested.every : null} />
      ) : (
        <p className="quiet">Reckoning …</p>
      )}
    </div>
  );
}

function Cost({ preview: { name, cost }, everyText }: { preview: WatchPreview; everyText: string | null }) {
  return (
    <>
      <p>
        <strong>
          <bdi>{name}</bdi>
        </strong>{" "}
        would run {everyText === null ? cadenceWords(null, cost) : `every ${everyText}`}: {costWords(cost)}.
      </p>
      <meter
        min={0}
        max={1}
        high={0.5}
        optimum={0}
        value={shareOf(cost.shareOfBucket, 1)}
        aria-label="Its share of the day’s calls"
      />
    </>
  );
}
