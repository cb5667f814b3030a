import { Button } from "@mantine/core";
import { useState } from "react";
import { useSearchParams } from "wouter";
import type { WatchDetail } from "#api/watches/watches-contract.ts";
import { Permitted } from "../access/permitted.tsx";
import { send } from "../api/ask.ts";
import { useAnswer } from "../api/use-answer.ts";
import { useChange } from "../api/use-change.ts";
import { useNow } from "../clock.ts";
import { asCount, asRate } from "../format/numbers.ts";
import { ConfirmButton } from "../parts/confirm-button.tsx";
import { Fact, Facts } from "../parts/facts.tsx";
import { Answered } from "../parts/notice.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { Ago, TimeText } from "../parts/time-text.tsx";
import { Told } from "../parts/told.tsx";
import { questions, tableOf } from "../paths.ts";
import { withParam } from "../reader.tsx";
import { changesOf, draftOf, type WatchDraft } from "./watch-draft.ts";
import { WatchForm } from "./watch-form.tsx";
import { WatchRunsPanel } from "./watch-runs-panel.tsx";
import { WatchState } from "./watch-table.tsx";
import { WatchTasksPanel } from "./watch-tasks-panel.tsx";
import { WatchVideosPanel } from "./watch-videos-panel.tsx";
import { cadenceWords, costWords, filterWords } from "./watch-words.ts";

const TOUCHED = [questions.watches(new URLSearchParams()), questions.plan];

/** One watch: what it asks, what that costs, what it found. */
export function WatchPage({ id }: { readonly id: string }) {
  const watch = useAnswer<WatchDetail>(questions.watch(id));
  return (
    <Answered of={watch} lines={24} title="Watch">
      {(answer) => <Watch watch={answer} />}
    </Answered>
  );
}

function Watch({ watch }: { readonly watch: WatchDetail }) {
  const [params, setParams] = useSearchParams();
  const isEdited = params.get("edit") === "1" && watch.state !== "removed";
  const edit = (on: boolean) => setParams(withParam(params, "edit", on ? "1" : ""), { replace: true });
  return (
    <>
      <PageHead
        title={watch.name}
        api={questions.watch(watch.id)}
        csv={tableOf(questions.watchVideos(watch.id, new URLSearchParams()))}
        csvOf="what it found"
        ndjson={questions.watchRunsAsNdjson(watch.id)}
        how={[["watches", "a watch’s yield"]]}
      >
        <WatchState watch={watch} />
        {watch.state === "removed" ? null : <Buttons watch={watch} edit={() => edit(true)} />}
      </PageHead>
      {isEdited ? <EditWatch watch={watch} close={() => edit(false)} /> : null}
      <About watch={watch} />
      <div className="panels">
        <WatchVideosPanel id={watch.id} hasRun={watch.runs > 0} />
        <WatchRunsPanel id={watch.id} />
        {watch.tasksLeft > 0 ? <WatchTasksPanel watch={watch} /> : null}
      </div>
    </>
  );
}

function Buttons({ watch: { id, name, state, version }, edit }: { watch: WatchDetail; edit: () => void }) {
  const path = questions.watch(id);
  const change = useChange((wish: object) => send("PATCH", path, { ...wish, version }), TOUCHED);
  const remove = useChange(() => send("DELETE", path), TOUCHED);
  return (
    <>
      <Button size="xs" variant="default" onClick={edit}>
        Change
      </Button>
      {state === "paused" ? (
        <Button size="xs" loading={change.isPending} onClick={() => change.mutate({ state: "active" })}>
          Resume
        </Button>
      ) : (
        <ConfirmButton label="Pause" title="Pause the watch?" run={() => change.mutateAsync({ state: "paused" })}>
          <bdi>{name}</bdi> keeps its place and asks nothing until it is resumed; then it reads what was published
          meanwhile.
        </ConfirmButton>
      )}
      <ConfirmButton label="Delete" title="Delete the watch?" run={() => remove.mutateAsync()}>
        Nobody asks for <bdi>{name}</bdi> any more, for good. What it found stays, and so do its runs.
      </ConfirmButton>
      {change.error ? (
        <span className="bad" role="alert">
          {change.error.message}
        </span>
      ) : null}
    </>
  );
}

function EditWatch({ watch, close }: { readonly watch: WatchDetail; readonly close: () => void }) {
  const path = questions.watch(watch.id);
  // What somebody else changes meanwhile must not be undone by what was seen before.
  const [{ version }] = useState(watch);
  const change = useChange((draft: WatchDraft) => send("PATCH", path, { ...changesOf(draft), version }), TOUCHED);
  return (
    <section className="panel adding" aria-labelledby="change-the-watch">
      <h2 id="change-the-watch">Change it</h2>
      <Permitted scope="write" why="A watch spends quota, day after day.">
        <WatchForm
          first={draftOf(watch)}
          path={path}
          isNew={false}
          save={(draft) => change.mutateAsync(draft).then(close)}
          cancel={close}
        />
      </Permitted>
    </section>
  );
}

function About({ watch }: { readonly watch: WatchDetail }) {
  // What it tells of may have happened since the page last learned what time it is.
  const now = Math.max(useNow(), Date.parse(watch.asOf));
  const { cost, newPerDay, nextRunAt } = watch;
  return (
    <div className="about">
      <div>
        <p>
          {watch.kind === "chart" ? "What is popular: " : "A search: "}
          <bdi>{filterWords(watch).join(", ")}</bdi>. It runs {cadenceWords(watch.cadence.everySeconds, cost)} and costs{" "}
          {costWords(cost)}.
        </p>
        <p>
          {nextRunAt ? (
            <>
              Next <Ago at={nextRunAt} now={now} />.{" "}
            </>
          ) : null}
          <bdi>
            <Told sentence={watch.why} />
          </bdi>
        </p>
        {watch.trouble ? (
          <p className="bad">
            YouTube refuses it: <bdi>{watch.trouble}</bdi>. Change what it asks for, or delete it.
          </p>
        ) : null}
        <Facts>
          <Fact name="Found">{asCount(watch.found)}</Fact>
          <Fact name="New a day, 7 d">{asRate(newPerDay.last7Days)}</Fact>
          <Fact name="New a day, 30 d">{asRate(newPerDay.last30Days)}</Fact>
          <Fact name="Runs">{asCount(watch.runs)}</Fact>
          <Fact name="Calls">{asCount(watch.calls)}</Fact>
          <Fact name="Last run">
            {watch.lastRunAt ? <Ago at={watch.lastRunAt} now={now} /> : <span className="why">not yet</span>}
          </Fact>
          <Fact name="Read up to">
            <TimeText at={watch.watermark} />
          </Fact>
          <Fact name="Looked back to">
            <TimeText at={watch.since} />
          </Fact>
        </Facts>
      </div>
    </div>
  );
}
