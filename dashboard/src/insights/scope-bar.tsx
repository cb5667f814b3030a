import { Autocomplete, Button, MultiSelect, NativeSelect, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useEffect, useState } from "react";
import type { Categories } from "#api/operations/stats-contract.ts";
import type { Tags } from "#api/videos/tags-contract.ts";
import { useAnswer } from "../api/use-answer.ts";
import { asCount } from "../format/numbers.ts";
import { questions } from "../paths.ts";
import { withParam } from "../reader.tsx";
import { ChannelFilter } from "../videos/channel-filter.tsx";
import { withAll } from "../videos/video-filters.ts";
import { hasScope, withDates, withoutScope, withWindow } from "./insight-question.ts";

interface ScopeProps {
  readonly params: URLSearchParams;
  readonly setParams: (params: URLSearchParams) => void;
}

const FORMATS = ["long", "short", "live", "unknown"];
const WINDOWS = [
  { value: "", label: "as usual" },
  ...["1h", "24h", "3d", "7d", "28d", "90d", "365d"].map((span) => ({ value: span, label: `last ${span}` })),
];

/** Which videos, and over which time: chosen once, and carried from one insight to the next by the address. */
export function ScopeBar({ params, setParams }: ScopeProps) {
  const [from, to] = [params.get("from") ?? "", params.get("to") ?? ""];
  const span = params.get("window") ?? "";
  const spans = WINDOWS.some(({ value }) => value === span)
    ? WINDOWS
    : [...WINDOWS, { value: span, label: `last ${span}` }];
  return (
    <search className="filters" aria-label="Which videos, and over which time">
      <NativeSelect
        label="Over"
        size="xs"
        value={from === "" ? span : "dates"}
        data={from === "" ? spans : [...spans, { value: "dates", label: "dates" }]}
        onChange={(event) => setParams(withWindow(params, event.currentTarget.value))}
      />
      <TextInput
        label="From"
        type="date"
        size="xs"
        value={from.slice(0, 10)}
        onChange={(event) => setParams(withDates(params, event.currentTarget.value, to))}
      />
      <TextInput
        label="Until before"
        type="date"
        size="xs"
        disabled={from === ""}
        value={to.slice(0, 10)}
        onChange={(event) => setParams(withDates(params, from, event.currentTarget.value))}
      />
      <ChannelFilter params={params} setParams={setParams} />
      <TagChoice params={params} setParams={setParams} />
      <WatchChoice params={params} setParams={setParams} />
      <CategoryChoice params={params} setParams={setParams} />
      <MultiSelect
        label="Format"
        size="xs"
        w={140}
        data={FORMATS}
        value={params.getAll("format").filter((format) => FORMATS.includes(format))}
        onChange={(formats) => setParams(withAll(params, "format", formats))}
      />
      {hasScope(params) ? (
        <Button size="xs" variant="subtle" onClick={() => setParams(withoutScope(params))}>
          All videos
        </Button>
      ) : null}
    </search>
  );
}

/** One tag, whole: what is typed counts when it is chosen, or when the field is left. */
function TagChoice({ params, setParams }: ScopeProps) {
  const chosen = params.get("tag") ?? "";
  const [typed, setTyped] = useState(chosen);
  useEffect(() => setTyped(chosen), [chosen]);
  const [prefix] = useDebouncedValue(typed.trim(), 250);
  const tags = useAnswer<Tags>(questions.tags(prefix));
  const counts = new Map(tags.data?.items.map(({ label, videos }) => [label, videos]));
  const take = (tag: string) => {
    if (tag.trim() !== chosen) setParams(withParam(params, "tag", tag.trim()));
  };
  return (
    <Autocomplete
      label="Tag"
      size="xs"
      w={150}
      data={[...counts.keys()]}
      filter={({ options }) => options}
      renderOption={({ option }) => (
        <span>
          <bdi>{option.value}</bdi> <span className="quiet">{asCount(counts.get(option.value) ?? 0)}</span>
        </span>
      )}
      value={typed}
      onChange={setTyped}
      onOptionSubmit={take}
      onBlur={() => take(typed)}
      onKeyDown={(event) => {
        if (event.key === "Enter") take(typed);
      }}
    />
  );
}

interface Watches {
  readonly items: readonly { readonly id: string; readonly name: string }[];
}

function WatchChoice({ params, setParams }: ScopeProps) {
  const watches = useAnswer<Watches>(questions.watchNames);
  const chosen = params.get("watch") ?? "";
  const named = (watches.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const isKnown = chosen === "" || named.some(({ value }) => value === chosen);
  if (named.length === 0 && chosen === "") return null;
  return (
    <NativeSelect
      label="Watch"
      size="xs"
      value={chosen}
      data={[{ value: "", label: "any" }, ...named, ...(isKnown ? [] : [{ value: chosen, label: chosen }])]}
      onChange={(event) => setParams(withParam(params, "watch", event.currentTarget.value))}
    />
  );
}

function CategoryChoice({ params, setParams }: ScopeProps) {
  const categories = useAnswer<Categories>(questions.categories);
  const chosen = params.getAll("category");
  const known = (categories.data?.items ?? [])
    .filter(({ id, videos }) => videos > 0 || chosen.includes(id))
    .map(({ id, name }) => ({ value: id, label: name ?? `category ${id}` }));
  const shown = [
    ...known,
    ...chosen
      .filter((id) => !known.some(({ value }) => value === id))
      .map((id) => ({ value: id, label: `category ${id}` })),
  ];
  return (
    <MultiSelect
      label="Category"
      size="xs"
      w={150}
      data={shown}
      value={chosen}
      onChange={(ids) => setParams(withAll(params, "category", ids))}
    />
  );
}
