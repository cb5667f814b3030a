import { MultiSelect } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import type { ChannelItem } from "#api/channels/channel-contract.ts";
import { useAnswer } from "../api/use-answer.ts";
import { questions } from "../paths.ts";

interface Found {
  readonly items: readonly Pick<ChannelItem, "id" | "title">[];
}

/** Channels by a part of their names. Those that are chosen keep the names that they were found by. */
export function ChannelPicker({
  chosen,
  choose,
  names = new Map(),
  label = "Channels",
  width = 220,
  most,
}: {
  readonly chosen: readonly string[];
  readonly choose: (ids: string[]) => void;
  /** Names that the page knows already. */
  readonly names?: ReadonlyMap<string, string>;
  readonly label?: string;
  readonly width?: number | string;
  /** How many can be chosen; absent = any number. */
  readonly most?: number;
}) {
  const [typed, setTyped] = useState("");
  const [kept, keep] = useState<ReadonlyMap<string, string>>(new Map());
  const [q] = useDebouncedValue(typed.trim(), 250);
  const asked = new URLSearchParams({ state: "all", sort: "-subscribers", fields: "id,title", limit: "20" });
  if (q !== "") asked.set("q", q);
  const found = useAnswer<Found>(questions.channels(asked));
  const known = new Map([...names, ...kept, ...(found.data?.items ?? []).map(({ id, title }) => [id, title] as const)]);
  const shown = [...new Set([...chosen, ...(found.data?.items ?? []).map(({ id }) => id)])];
  return (
    <MultiSelect
      label={label}
      size="xs"
      w={width}
      maw="100%"
      searchable
      {...(most === undefined ? {} : { maxValues: most })}
      data={shown.map((id) => ({ value: id, label: known.get(id) ?? id }))}
      filter={({ options }) => options}
      renderOption={({ option }) => <bdi>{option.label}</bdi>}
      searchValue={typed}
      onSearchChange={setTyped}
      value={[...chosen]}
      onChange={(ids) => {
        keep(new Map(ids.flatMap((id) => (known.has(id) ? [[id, known.get(id) ?? id] as const] : []))));
        choose(ids);
      }}
    />
  );
}
