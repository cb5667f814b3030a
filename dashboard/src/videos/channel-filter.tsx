import { MultiSelect } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import type { ChannelItem } from "#api/channel-contract.ts";
import { useAnswer } from "../api/use-answer.ts";
import { questions } from "../paths.ts";
import type { FilterProps } from "./filter-bar.tsx";
import { withAll } from "./video-filters.ts";

interface Found {
  readonly items: readonly Pick<ChannelItem, "id" | "title">[];
}

/** Channels by a part of their names. Those that are chosen keep the names that they were found by. */
export function ChannelFilter({ params, setParams }: FilterProps) {
  const [typed, setTyped] = useState("");
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map());
  const [q] = useDebouncedValue(typed.trim(), 250);
  const asked = new URLSearchParams({ state: "all", sort: "-subscribers", fields: "id,title", limit: "20" });
  if (q !== "") asked.set("q", q);
  const found = useAnswer<Found>(questions.channels(asked));
  const chosen = params.getAll("channel");
  const known = new Map([...names, ...(found.data?.items ?? []).map(({ id, title }) => [id, title] as const)]);
  const shown = [...new Set([...chosen, ...(found.data?.items ?? []).map(({ id }) => id)])];
  return (
    <MultiSelect
      label="Channels"
      size="xs"
      w={220}
      searchable
      data={shown.map((id) => ({ value: id, label: known.get(id) ?? id }))}
      filter={({ options }) => options}
      renderOption={({ option }) => <bdi>{option.label}</bdi>}
      searchValue={typed}
      onSearchChange={setTyped}
      value={chosen}
      onChange={(ids) => {
        setNames(new Map(ids.flatMap((id) => (known.has(id) ? [[id, known.get(id) ?? id] as const] : []))));
        setParams(withAll(params, "channel", ids));
      }}
    />
  );
}
