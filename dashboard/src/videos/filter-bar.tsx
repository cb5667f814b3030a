import { Button, Checkbox, MultiSelect, NativeSelect, Popover, TagsInput, TextInput } from "@mantine/core";
import { useDebouncedCallback, useDebouncedValue } from "@mantine/hooks";
import { type Ref, useEffect, useState } from "react";
import type { Categories } from "#api/operations/stats-contract.ts";
import type { Tags } from "#api/videos/tags-contract.ts";
import { useAnswer } from "../api/use-answer.ts";
import { asCount } from "../format/numbers.ts";
import { wordsShown } from "../parts/typed-words.ts";
import { useOpened } from "../parts/use-opened.ts";
import { questions } from "../paths.ts";
import { withParam } from "../reader.tsx";
import { ChannelFilter } from "./channel-filter.tsx";
import { NumberBounds } from "./number-bounds.tsx";
import { SavedViews } from "./saved-views.tsx";
import { TextFilters } from "./text-filters.tsx";
import { VIDEO_COLUMNS } from "./video-columns.ts";
import { isFiltered, shownColumns, withAll, withColumn, withoutFilters } from "./video-filters.ts";

export interface FilterProps {
  readonly params: URLSearchParams;
  readonly setParams: (params: URLSearchParams) => void;
}

/** What is typed is asked for when the typing rests. */
const REST_MS = 250;

const FORMATS = ["long", "short", "live", "unknown"];
const AGES = [
  { value: "", label: "any age" },
  ...["1h", "6h", "24h", "7d", "28d", "90d", "365d"].map((age) => ({ value: age, label: `last ${age}` })),
];
const FLAGS = [
  ["live", "Being broadcast"],
  ["gone", "Deleted or private"],
  ["changed", "Texts changed"],
  ["madeForKids", "Made for children"],
] as const;

/** Every filter of the API; the address is where they are kept. */
export function FilterBar({ params, setParams, search }: FilterProps & { readonly search: Ref<HTMLInputElement> }) {
  const set = (name: string, value: string) => setParams(withAll(params, name, [value]));
  const [areFiltersOpen, setFiltersOpen] = useOpened("filters");
  const [areColumnsOpen, setColumnsOpen] = useOpened("columns");
  return (
    <search className="filters" aria-label="Filters">
      <Words params={params} setParams={setParams} search={search} />
      <TagFilter params={params} setParams={setParams} />
      <ChannelFilter params={params} setParams={setParams} />
      <MultiSelect
        label="Format"
        size="xs"
        w={120}
        data={FORMATS}
        value={params.getAll("format").filter((format) => FORMATS.includes(format))}
        onChange={(formats) => setParams(withAll(params, "format", formats))}
      />
      <CategoryFilter params={params} setParams={setParams} />
      <NativeSelect
        label="Started within"
        size="xs"
        w={100}
        value={params.get("age") ?? ""}
        data={AGES.some(({ value }) => value === (params.get("age") ?? "")) ? AGES : [...AGES, params.get("age") ?? ""]}
        onChange={(event) => set("age", event.currentTarget.value)}
      />
      <Popover
        position="bottom-start"
        withinPortal={false}
        trapFocus
        width={560}
        opened={areFiltersOpen}
        onChange={setFiltersOpen}
      >
        <Popover.Target>
          <Button size="xs" variant="default" onClick={() => setFiltersOpen(!areFiltersOpen)}>
            More filters
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          <NumberBounds params={params} setParams={setParams} />
          <TextFilters params={params} setParams={setParams} />
          {FLAGS.map(([name, label]) => (
            <NativeSelect
              key={name}
              label={label}
              size="xs"
              value={params.get(name) ?? ""}
              data={[
                { value: "", label: "either" },
                { value: "true", label: "yes" },
                { value: "false", label: "no" },
              ]}
              onChange={(event) => set(name, event.currentTarget.value)}
            />
          ))}
        </Popover.Dropdown>
      </Popover>
      <Popover position="bottom-start" withinPortal={false} trapFocus opened={areColumnsOpen} onChange={setColumnsOpen}>
        <Popover.Target>
          <Button size="xs" variant="default" onClick={() => setColumnsOpen(!areColumnsOpen)}>
            Columns
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          {VIDEO_COLUMNS.filter(({ id }) => id !== "title").map(({ id, head }) => (
            <Checkbox
              key={id}
              size="xs"
              mb={4}
              label={head}
              checked={shownColumns(params).has(id)}
              onChange={(event) => setParams(withColumn(params, id, event.currentTarget.checked))}
            />
          ))}
        </Popover.Dropdown>
      </Popover>
      <Button
        size="xs"
        variant="default"
        aria-pressed={params.get("facets") !== "0"}
        onClick={() => setParams(withParam(params, "facets", params.get("facets") === "0" ? "" : "0"))}
      >
        Facets
      </Button>
      <SavedViews params={params} />
      {isFiltered(params) ? (
        <Button size="xs" variant="subtle" onClick={() => setParams(withoutFilters(params))}>
          Clear filters
        </Button>
      ) : null}
    </search>
  );
}

function Words({ params, setParams, search }: FilterProps & { readonly search: Ref<HTMLInputElement> }) {
  const asked = params.get("q") ?? "";
  const [text, setText] = useState(asked);
  useEffect(() => setText((typed) => wordsShown(typed, asked)), [asked]);
  const ask = useDebouncedCallback((words: string) => setParams(withAll(params, "q", [words.trim()])), REST_MS);
  return (
    <TextInput
      ref={search}
      type="search"
      label="Words"
      size="xs"
      w={140}
      aria-keyshortcuts="/"
      description={null}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        ask(event.currentTarget.value);
      }}
    />
  );
}

function TagFilter({ params, setParams }: FilterProps) {
  const [typed, setTyped] = useState("");
  const [prefix] = useDebouncedValue(typed.trim(), REST_MS);
  const tags = useAnswer<Tags>(questions.tags(prefix));
  const chosen = params.getAll("tag");
  const counts = new Map(tags.data?.items.map(({ label, videos }) => [label, videos]));
  return (
    <TagsInput
      label="Tags"
      size="xs"
      w={140}
      maxTags={20}
      maxDropdownHeight={320}
      data={[...counts.keys()].filter((tag) => !chosen.includes(tag))}
      // The API has chosen already, and knows more of writing than a comparison of letters.
      filter={({ options }) => options}
      renderOption={({ option }) => (
        <span>
          <bdi>{option.value}</bdi> <span className="quiet">{asCount(counts.get(option.value) ?? 0)}</span>
        </span>
      )}
      value={chosen}
      searchValue={typed}
      onSearchChange={setTyped}
      onChange={(values) => setParams(withAll(params, "tag", values))}
    />
  );
}

function CategoryFilter({ params, setParams }: FilterProps) {
  const categories = useAnswer<Categories>(questions.categories);
  const chosen = params.getAll("category");
  const known = (categories.data?.items ?? []).filter(({ id, videos }) => videos > 0 || chosen.includes(id));
  const names = new Map(known.map(({ id, name, videos }) => [id, { name: name ?? `category ${id}`, videos }]));
  return (
    <MultiSelect
      label="Category"
      size="xs"
      w={130}
      data={[...new Set([...names.keys(), ...chosen])].map((id) => ({
        value: id,
        label: names.get(id)?.name ?? `category ${id}`,
      }))}
      renderOption={({ option }) => (
        <span>
          {option.label} <span className="quiet">{asCount(names.get(option.value)?.videos ?? 0)}</span>
        </span>
      )}
      value={chosen}
      onChange={(ids) => setParams(withAll(params, "category", ids))}
    />
  );
}
