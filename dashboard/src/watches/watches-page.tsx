import { Button, NativeSelect } from "@mantine/core";
import { useLocation, useSearchParams } from "wouter";
import type { WatchDetail, WatchItem } from "#api/watches/watches-contract.ts";
import { Permitted } from "../access/permitted.tsx";
import { send } from "../api/ask.ts";
import { useChange } from "../api/use-change.ts";
import { usePages } from "../api/use-pages.ts";
import { MoreButton } from "../parts/more-button.tsx";
import { Answered, Notice } from "../parts/notice.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { pages, questions, wholeTableOf } from "../paths.ts";
import { withParam } from "../reader.tsx";
import { bodyOf, NEW_WATCH, type WatchDraft } from "./watch-draft.ts";
import { WatchForm } from "./watch-form.tsx";
import { WatchTable } from "./watch-table.tsx";

const PAGE = "100";
const ALL = questions.watches(new URLSearchParams());

/** What is asked of YouTube again and again, with what it costs and finds. */
export function WatchesPage() {
  const [params, setParams] = useSearchParams();
  const state = params.get("state") ?? "";
  const asked = new URLSearchParams({ limit: PAGE, ...(state === "" ? {} : { state }) });
  const watches = usePages<WatchItem>(questions.watches, asked);
  const set = (name: string, value: string) => setParams(withParam(params, name, value), { replace: true });
  const isAdding = params.get("add") === "1";
  return (
    <>
      <PageHead
        title="Watches"
        api={questions.watches(asked)}
        csv={wholeTableOf(questions.watches(asked))}
        how={[["watches", "a watch’s yield"]]}
      >
        {isAdding ? null : (
          <Button size="xs" onClick={() => set("add", "1")}>
            Add a watch
          </Button>
        )}
      </PageHead>
      {isAdding ? <AddWatch close={() => set("add", "")} /> : null}
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
      <Answered of={watches.of} lines={8}>
        {(shown: readonly WatchItem[]) =>
          shown.length === 0 ? (
            <Notice>
              {state === ""
                ? "Nothing is watched yet. A watch asks YouTube the same search, or for what is popular in a region, again and again, so that no new video on a subject is missed, whoever uploads it."
                : `No watch is ${state}.`}
            </Notice>
          ) : (
            <>
              <WatchTable rows={shown} />
              <MoreButton shown={shown.length} {...watches} />
            </>
          )
        }
      </Answered>
    </>
  );
}

function AddWatch({ close }: { readonly close: () => void }) {
  const [, go] = useLocation();
  const add = useChange((draft: WatchDraft) => send<WatchDetail>("POST", ALL, bodyOf(draft)), [ALL]);
  return (
    <section className="panel adding" aria-labelledby="add-a-watch">
      <h2 id="add-a-watch">Add a watch</h2>
      <Permitted scope="write" why="A watch spends quota, day after day.">
        <WatchForm
          first={NEW_WATCH}
          path={ALL}
          isNew
          save={async (draft) => go(pages.watch((await add.mutateAsync(draft)).id))}
          cancel={close}
        />
      </Permitted>
    </section>
  );
}
