import { Button, Checkbox, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { Refusal, wordsOf } from "../api/ask.ts";
import { FilterInput } from "../watches/filter-input.tsx";
import { type DiscoveryDraft, NEW_DISCOVERY } from "./discovery-draft.ts";
import { DiscoveryCostPreview } from "./discovery-preview.tsx";

const CATEGORY = { name: "videoCategoryId", label: "Category", hint: "Of YouTube’s categories." };

type TextField = {
  readonly [Name in keyof DiscoveryDraft]: DiscoveryDraft[Name] extends string ? Name : never;
}[keyof DiscoveryDraft];

/** Everything that can be said of a discovery, with what it may spend as it stands. */
export function DiscoveryForm({
  path,
  save,
  cancel,
}: {
  /** Where it is sent, and its dry run. */
  readonly path: string;
  readonly save: (draft: DiscoveryDraft) => Promise<unknown>;
  readonly cancel: () => void;
}) {
  const [draft, setDraft] = useState(NEW_DISCOVERY);
  const [failure, setFailure] = useState<Refusal | null>(null);
  const [isSaving, setSaving] = useState(false);
  const set = (changed: Partial<DiscoveryDraft>): void => {
    setDraft((before) => ({ ...before, ...changed }));
    setFailure(null);
  };
  const errorAt = (pointer: string) => failure?.wrongs.find((wrong) => wrong.pointer?.startsWith(pointer))?.message;
  const text = (name: TextField, label: string, description: string, pointer: string, placeholder = "") => (
    <TextInput
      size="xs"
      dir="auto"
      label={label}
      description={description}
      placeholder={placeholder}
      value={draft[name]}
      error={errorAt(pointer)}
      onChange={(event) => set({ [name]: event.currentTarget.value })}
    />
  );
  const lines = (name: TextField, label: string, description: string, pointer: string, placeholder: string) => (
    <Textarea
      size="xs"
      label={label}
      description={description}
      placeholder={placeholder}
      autosize
      minRows={2}
      maxRows={8}
      spellCheck={false}
      value={draft[name]}
      error={errorAt(pointer)}
      onChange={(event) => set({ [name]: event.currentTarget.value })}
    />
  );
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
    <form onSubmit={(event) => void submit(event)}>
      <div className="fields">
        {text("language", "Language", "Of the channels: two letters.", "/filters/language", "de")}
        <FilterInput
          field={CATEGORY}
          value={draft.category}
          set={(category) => set({ category })}
          error={errorAt("/filters/categories")}
        />
        {text("countries", "Countries", "That channels name, with commas.", "/filters/countries", "DE, AT")}
        {text("subscribersMin", "Subscribers, from", "Empty = any number.", "/filters/subscribersMin", "1000")}
        {text("subscribersMax", "Subscribers, to", "Empty = any number.", "/filters/subscribersMax", "100000")}
        {text("name", "Name", "For people; without one, what it looks for.", "/name")}
      </div>
      <div className="fields">
        {lines(
          "channels",
          "Begin with channels",
          "Addresses, @handles or ids of the kind you want.",
          "/channels",
          "@handle",
        )}
        {lines(
          "terms",
          "Begin with searches",
          "One a line; what matching channels are about follows.",
          "/terms",
          "maths",
        )}
        {text("regions", "Charts of", "Empty = where the language is spoken.", "/regions", "DE, AT, CH")}
      </div>
      <div className="fields">
        {text("units", "Units a day", "Of the default bucket.", "/budget/default")}
        {text("searches", "Searches a day", "0 = it searches nothing.", "/budget/search")}
        {text("until", "Until", "So many match; empty = it goes on.", "/until")}
        {text("floor", "Least a unit", "It rests below so many new ones a unit.", "/floor", "0.01")}
        <NativeSelect
          size="xs"
          label="What matches is"
          description="Tracking costs far more than finding."
          data={[
            { value: "list", label: "listed" },
            { value: "track", label: "tracked" },
          ]}
          value={draft.isTracking ? "track" : "list"}
          onChange={(event) => set({ isTracking: event.currentTarget.value === "track" })}
        />
        {draft.isTracking
          ? text("weight", "Weight", "1 is ordinary; more is sampled more densely.", "/onFound", "1")
          : null}
        <Checkbox
          size="xs"
          mt={24}
          label="Keep it paused at first"
          checked={draft.isPaused}
          onChange={(event) => set({ isPaused: event.currentTarget.checked })}
        />
      </div>
      <DiscoveryCostPreview draft={draft} path={path} />
      {failure ? (
        <p className="bad" role="alert">
          {wordsOf(failure)}
        </p>
      ) : null}
      <p>
        <Button type="submit" size="xs" loading={isSaving} disabled={draft.units.trim() === ""}>
          Look for them
        </Button>{" "}
        <Button size="xs" variant="default" onClick={cancel}>
          Cancel
        </Button>
      </p>
    </form>
  );
}
