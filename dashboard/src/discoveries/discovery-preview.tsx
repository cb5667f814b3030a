import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import type { DiscoveryPreview } from "#api/discoveries/discoveries-contract.ts";
import { send, wordsOf } from "../api/ask.ts";
import { asCount, asPercent } from "../format/numbers.ts";
import { bodyOf, type DiscoveryDraft } from "./discovery-draft.ts";

/** What is typed is reckoned when the typing rests. */
const REST_MS = 300;

/** What a discovery may spend as the form has it now, before anything is stored. */
export function DiscoveryCostPreview({ draft, path }: { readonly draft: DiscoveryDraft; readonly path: string }) {
  const [rested] = useDebouncedValue(draft, REST_MS);
  const body = bodyOf(rested);
  const preview = useQuery({
    // Not by its path: once the discovery is stored, it is no question any more whether it could be.
    queryKey: ["preview", path, JSON.stringify(body)],
    queryFn: () => send<DiscoveryPreview>("POST", `${path}?dryRun=true`, body),
    placeholderData: (before) => before,
    retry: false,
  });
  return (
    <div className="preview" role="status" aria-label="What it may spend">
      {preview.error ? (
        <p className="bad">{wordsOf(preview.error)}</p>
      ) : preview.data ? (
        <Cost preview={preview.data} />
      ) : (
        <p className="quiet">Reckoning …</p>
      )}
    </div>
  );
}

function Cost({ preview: { name, cost } }: { readonly preview: DiscoveryPreview }) {
  return (
    <>
      <p>
        <strong>
          <bdi>{name}</bdi>
        </strong>{" "}
        may spend {part(cost.default, "units")}
        {cost.search.perDay === 0 ? ", and searches nothing" : ` and ${part(cost.search, "searches")}`}.
      </p>
      <meter
        min={0}
        max={1}
        high={0.5}
        optimum={0}
        value={cost.default.shareOfBucket ?? 1}
        aria-label="Its share of the day’s units"
      />
    </>
  );
}

const part = ({ perDay, limit, shareOfBucket }: DiscoveryPreview["cost"]["default"], what: string): string =>
  `${asCount(perDay)} of the day’s ${asCount(limit)} ${what}${shareOfBucket === null ? "" : ` (${asPercent(shareOfBucket)})`}`;
