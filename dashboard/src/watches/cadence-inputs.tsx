import { NativeSelect, TextInput } from "@mantine/core";
import type { WatchDraft } from "./watch-draft.ts";

const SPAN = "A number and m, h or d: 30m, 2h, 1d.";

/** How often it runs: at fixed times, or as often as what it finds is worth. */
export function CadenceInputs({
  draft,
  set,
  errorOf,
}: {
  readonly draft: WatchDraft;
  readonly set: (changed: Partial<WatchDraft>) => void;
  readonly errorOf: (pointer: string) => string | undefined;
}) {
  const text = (
    name: "every" | "everyMin" | "everyMax" | "share",
    label: string,
    hint: string,
    placeholder: string,
  ) => (
    <TextInput
      size="xs"
      label={label}
      description={hint}
      placeholder={placeholder}
      value={draft[name]}
      error={errorOf(`/${name}`)}
      onChange={(event) => set({ [name]: event.currentTarget.value })}
    />
  );
  return (
    <div className="fields">
      <NativeSelect
        size="xs"
        label="Runs"
        description="By yield it finds the same for fewer calls."
        data={[
          { value: "yield", label: "as often as its yield is worth" },
          { value: "fixed", label: "at fixed times" },
        ]}
        value={draft.isFixed ? "fixed" : "yield"}
        onChange={(event) => set({ isFixed: event.currentTarget.value === "fixed" })}
      />
      {draft.isFixed ? (
        text("every", "Every", SPAN, "1h")
      ) : (
        <>
          {text("everyMin", "At most every", SPAN, draft.kind === "search" ? "10m" : "1h")}
          {text("everyMax", "At least every", SPAN, "1d")}
          {text("share", "Share", "How much it counts beside others: 0.01 to 100.", "1")}
        </>
      )}
    </div>
  );
}
