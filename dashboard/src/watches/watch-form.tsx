import { Button, Checkbox, NativeSelect, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { Refusal, wordsOf } from "../api/ask.ts";
import { CadenceInputs } from "./cadence-inputs.tsx";
import { FilterInput } from "./filter-input.tsx";
import { asksSomething, type WatchDraft } from "./watch-draft.ts";
import { CHART_FIELDS, type FilterField, MORE_SEARCH_FIELDS, SEARCH_FIELDS, type WatchKind } from "./watch-fields.ts";
import { WatchCostPreview } from "./watch-preview.tsx";

/** Everything that can be said of a watch, with what it costs as it stands. */
export function WatchForm({
  first,
  path,
  isNew,
  save,
  cancel,
}: {
  readonly first: WatchDraft;
  /** Where it is sent, and its dry run. */
  readonly path: string;
  readonly isNew: boolean;
  readonly save: (draft: WatchDraft) => Promise<unknown>;
  readonly cancel: () => void;
}) {
  const [draft, setDraft] = useState(first);
  const [failure, setFailure] = useState<Refusal | null>(null);
  const [isSaving, setSaving] = useState(false);
  const set = (changed: Partial<WatchDraft>): void => {
    setDraft((before) => ({ ...before, ...changed }));
    setFailure(null);
  };
  const errorOf = (pointer: string) => failure?.wrongs.find((wrong) => wrong.pointer === pointer)?.message;
  const inputs = (fields: readonly FilterField[]) =>
    fields.map((field) => (
      <FilterInput
        key={field.name}
        field={field}
        value={draft.filters[field.name] ?? ""}
        set={(value) => set({ filters: { ...draft.filters, [field.name]: value } })}
        error={errorOf(`/filters/${field.name}`)}
      />
    ));
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setSaving(true);
    setFailure(null);
    try {
      await save(draft);
    } catch (thrown) {
      setFailure(thrown instanceof Refusal ? thrown : new Refusal(0, String(thrown)));
    } finally {
      setSaving(false);
    }
  };
  return (
    <form className="watch-form" onSubmit={(event) => void submit(event)}>
      <div className="fields">
        {isNew ? (
          <NativeSelect
            size="xs"
            label="What to watch"
            description="A search draws on 100 calls a day, a chart on units."
            data={[
              { value: "search", label: "a search" },
              { value: "chart", label: "what is popular in a region" },
            ]}
            value={draft.kind}
            onChange={(event) => set({ kind: event.currentTarget.value as WatchKind })}
          />
        ) : null}
        {inputs(draft.kind === "search" ? SEARCH_FIELDS : CHART_FIELDS)}
        <TextInput
          size="xs"
          label="Name"
          description="For people; without one, what it asks for."
          dir="auto"
          value={draft.name}
          error={errorOf("/name")}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
      </div>
      {draft.kind === "search" ? (
        <details open={MORE_SEARCH_FIELDS.some(({ name }) => name !== "order" && (first.filters[name] ?? "") !== "")}>
          <summary>More of YouTube’s filters</summary>
          <div className="fields">{inputs(MORE_SEARCH_FIELDS)}</div>
        </details>
      ) : null}
      <CadenceInputs draft={draft} set={set} errorOf={errorOf} />
      {isNew ? (
        <div className="fields">
          {draft.kind === "search" ? (
            <TextInput
              size="xs"
              label="Looks back"
              description="What was published before, too: 30d, or a date. Empty = what comes."
              placeholder="30d"
              value={draft.since}
              error={errorOf("/since")}
              onChange={(event) => set({ since: event.currentTarget.value })}
            />
          ) : null}
          <Checkbox
            size="xs"
            mt={24}
            label="Keep it paused at first"
            checked={draft.isPaused}
            onChange={(event) => set({ isPaused: event.currentTarget.checked })}
          />
        </div>
      ) : (
        <p className="small">Other filters are another search: it begins anew then, and what it found stays.</p>
      )}
      <WatchCostPreview draft={draft} path={path} isNew={isNew} />
      {failure ? (
        <p className="bad" role="alert">
          {wordsOf(failure)}
        </p>
      ) : null}
      <p>
        <Button type="submit" size="xs" loading={isSaving} disabled={!asksSomething(draft)}>
          {isNew ? "Watch it" : "Save"}
        </Button>{" "}
        <Button size="xs" variant="default" onClick={cancel}>
          Cancel
        </Button>
      </p>
    </form>
  );
}
