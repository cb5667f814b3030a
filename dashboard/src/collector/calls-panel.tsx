import { NativeSelect, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useEffect, useState } from "react";
import { useSearchParams } from "wouter";
import type { Calls, Quota } from "#api/operations/quota-contract.ts";
import { useAnswer } from "../api/use-answer.ts";
import { asCount } from "../format/numbers.ts";
import { Answered, Notice } from "../parts/notice.tsx";
import { Panel } from "../parts/panel.tsx";
import { Scroll } from "../parts/scroll.tsx";
import { TimeText } from "../parts/time-text.tsx";
import { Told } from "../parts/told.tsx";
import { wordsShown } from "../parts/typed-words.ts";
import { questions, wholeTableOf } from "../paths.ts";
import { CALL_KINDS, CALL_OUTCOMES, callsQuestion, withCallFilter } from "./call-filters.ts";

/** What was asked of YouTube. */
export function CallsPanel() {
  const [params, setSearch] = useSearchParams();
  const set = (name: Parameters<typeof withCallFilter>[1]) => (value: string) =>
    setSearch(withCallFilter(params, name, value), { replace: true });
  const question = callsQuestion(params);
  const calls = useAnswer<Calls>(question);
  const quota = useAnswer<Quota>(questions.quota);
  const projects = [...new Set([...(quota.data?.projects ?? []).map(({ id }) => id), params.get("project") ?? ""])];
  const choice = (label: string, name: "callKind" | "outcome" | "project", values: readonly string[]) => (
    <NativeSelect
      label={label}
      size="xs"
      value={params.get(name) ?? ""}
      data={[{ value: "", label: "any" }, ...values.filter((value) => value !== "")]}
      onChange={(event) => set(name)(event.currentTarget.value)}
    />
  );
  return (
    <Panel title="Calls of the last seven days" api={question} csv={wholeTableOf(question)} wide>
      <div className="filters">
        {choice("Kind", "callKind", CALL_KINDS)}
        {choice("Outcome", "outcome", CALL_OUTCOMES)}
        {choice("Project", "project", projects)}
        <CallText asked={params.get("callText") ?? ""} take={set("callText")} />
        {params.has("cursor") ? (
          <button type="button" className="button" onClick={() => set("cursor")("")}>
            The newest
          </button>
        ) : null}
      </div>
      <Answered of={calls} lines={24}>
        {({ items, next }) => (
          <>
            <CallRows items={items} />
            {next === null ? null : (
              <button type="button" className="button" onClick={() => set("cursor")(next)}>
                Older
              </button>
            )}
          </>
        )}
      </Answered>
    </Panel>
  );
}

function CallText({ asked, take }: { readonly asked: string; readonly take: (text: string) => void }) {
  const [text, setText] = useState(asked);
  useEffect(() => setText((typed) => wordsShown(typed, asked)), [asked]);
  const ask = useDebouncedCallback((typed: string) => take(typed.trim()), 250);
  return (
    <TextInput
      type="search"
      label="Why, or what YouTube said"
      size="xs"
      w={220}
      maxLength={200}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        ask(event.currentTarget.value);
      }}
    />
  );
}

function CallRows({ items }: Pick<Calls, "items">) {
  if (items.length === 0) return <Notice>No call of the last seven days is of this kind.</Notice>;
  return (
    <Scroll label="Calls">
      <table>
        <thead>
          <tr>
            <th>Left</th>
            <th>Kind</th>
            <th>Purpose</th>
            <th>Project</th>
            <th>Bucket</th>
            <th className="number">Units</th>
            <th className="number">Ids</th>
            <th className="number">Answered</th>
            <th className="number">Took</th>
            <th>Outcome</th>
            <th>Why</th>
          </tr>
        </thead>
        <tbody>
          {items.map(
            ({
              id,
              chargedAt,
              kind,
              purpose,
              project,
              bucket,
              units,
              ids,
              answered,
              durationMs,
              outcome,
              detail,
              why,
            }) => (
              <tr key={id}>
                <td>
                  <TimeText at={chargedAt} />
                </td>
                <td>{kind}</td>
                <td>{purpose}</td>
                <td className="name">
                  <bdi>{project ?? ""}</bdi>
                </td>
                <td>{bucket ?? "free"}</td>
                <td className="number">{asCount(units)}</td>
                <td className="number">{asCount(ids)}</td>
                <td className="number">{answered === null ? "" : asCount(answered)}</td>
                <td className="number">{durationMs === null ? "" : `${asCount(durationMs)} ms`}</td>
                <td className={outcome === null || outcome === "answered" ? "" : "bad"}>{outcome ?? "under way"}</td>
                <td className="wrap">
                  <bdi>
                    <Told sentence={why} />
                  </bdi>
                  {detail === null ? null : (
                    <>
                      {" "}
                      → <bdi>{detail}</bdi>
                    </>
                  )}
                </td>
              </tr>
            ),
          )}
        </tbody>
      </table>
    </Scroll>
  );
}
