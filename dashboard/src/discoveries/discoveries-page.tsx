import { Button, NativeSelect } from "@mantine/core";
import { useLocation, useSearchParams } from "wouter";
import type { DiscoveryDetail, DiscoveryItem } from "#api/discoveries/discoveries-contract.ts";
import { Permitted } from "../access/permitted.tsx";
import { send } from "../api/ask.ts";
import { useChange } from "../api/use-change.ts";
import { usePages } from "../api/use-pages.ts";
import { MoreButton } from "../parts/more-button.tsx";
import { Answered, Notice } from "../parts/notice.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { pages, questions, wholeTableOf } from "../paths.ts";
import { withParam } from "../reader.tsx";
import { bodyOf, type DiscoveryDraft } from "./discovery-draft.ts";
import { DiscoveryForm } from "./discovery-form.tsx";
import { DiscoveryTable } from "./discovery-table.tsx";

const PAGE = "100";
const ALL = questions.discoveries(new URLSearchParams());

/** What channels are looked for, with what that finds and costs. */
export function DiscoveriesPage() {
  const [params, setParams] = useSearchParams();
  const state = params.get("state") ?? "";
  const asked = new URLSearchParams({ limit: PAGE, ...(state === "" ? {} : { state }) });
  const discoveries = usePages<DiscoveryItem>(questions.discoveries, asked);
  const set = (name: string, value: string) => setParams(withParam(params, name, value), { replace: true });
  const isAdding = params.get("add") === "1";
  return (
    <>
      <PageHead
        title="Discoveries"
        api={questions.discoveries(asked)}
        csv={wholeTableOf(questions.discoveries(asked))}
        how={[["frontier", "a discovery’s next step"]]}
      >
        {isAdding ? null : (
          <Button size="xs" onClick={() => set("add", "1")}>
            Look for channels
          </Button>
        )}
      </PageHead>
      {isAdding ? <AddDiscovery close={() => set("add", "")} /> : null}
      <search className="filters" aria-label="Filters">
        <NativeSelect
          label="State"
          size="xs"
          data={[
            { value: "", label: "active and paused" },
            { value: "active", label: "active" },
            { value: "paused", label: "paused" },
            { value: "removed", label: "removed" },
          ]}
          value={state}
          onChange={(event) => set("state", event.currentTarget.value)}
        />
      </search>
      <Answered of={discoveries.of} lines={8}>
        {(shown: readonly DiscoveryItem[]) =>
          shown.length === 0 ? (
            <Notice>
              {state === ""
                ? "Nothing is looked for yet. A discovery finds channels of a kind, best first, within what you let it spend a day."
                : `No discovery is ${state}.`}
            </Notice>
          ) : (
            <>
              <DiscoveryTable rows={shown} />
              <MoreButton shown={shown.length} {...discoveries} />
            </>
          )
        }
      </Answered>
    </>
  );
}

function AddDiscovery({ close }: { readonly close: () => void }) {
  const [, go] = useLocation();
  const add = useChange((draft: DiscoveryDraft) => send<DiscoveryDetail>("POST", ALL, bodyOf(draft)), [ALL]);
  return (
    <section className="panel adding" aria-labelledby="look-for-channels">
      <h2 id="look-for-channels">Look for channels</h2>
      <Permitted scope="write" why="A discovery spends quota, day after day.">
        <DiscoveryForm
          path={ALL}
          save={async (draft) => go(pages.discovery((await add.mutateAsync(draft)).id))}
          cancel={close}
        />
      </Permitted>
    </section>
  );
}
