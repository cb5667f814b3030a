import { NativeSelect, TextInput } from "@mantine/core";
import type { Categories } from "#api/operations/stats-contract.ts";
import { useAnswer } from "../api/use-answer.ts";
import { questions } from "../paths.ts";
import type { FilterField } from "./watch-fields.ts";

interface FilterInputProps {
  readonly field: FilterField;
  readonly value: string;
  readonly set: (value: string) => void;
  readonly error: string | undefined;
}

/** One filter of a watch, written or chosen. */
export function FilterInput({ field, value, set, error }: FilterInputProps) {
  const { name, label, hint, options, placeholder } = field;
  if (name === "videoCategoryId") return <CategoryInput field={field} value={value} set={set} error={error} />;
  const common = { label, description: hint || null, size: "xs", error, value } as const;
  if (options) {
    return (
      <NativeSelect
        {...common}
        data={options.map(([option, text]) => ({ value: option, label: text }))}
        onChange={(event) => set(event.currentTarget.value)}
      />
    );
  }
  return (
    <TextInput
      {...common}
      dir="auto"
      placeholder={placeholder ?? ""}
      onChange={(event) => set(event.currentTarget.value)}
    />
  );
}

/** By its name, where YouTube has told of it; a number that nobody has named yet stays. */
function CategoryInput({ field, value, set, error }: FilterInputProps) {
  const categories = useAnswer<Categories>(questions.categories);
  const named = (categories.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name ?? `category ${id}` }));
  const isNamed = value === "" || named.some((one) => one.value === value);
  return (
    <NativeSelect
      label={field.label}
      description={field.hint}
      size="xs"
      error={error}
      value={value}
      data={[{ value: "", label: "any" }, ...named, ...(isNamed ? [] : [{ value, label: `category ${value}` }])]}
      onChange={(event) => set(event.currentTarget.value)}
    />
  );
}
