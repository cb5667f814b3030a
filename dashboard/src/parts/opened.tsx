import type { ReactNode } from "react";
import { useOpened } from "./use-opened.ts";

/** What a reader opens to see, as a chart's table; the address tells which ones are open. */
export function Opened({
  name,
  summary,
  children,
}: {
  /** Of this part, on its page. */
  readonly name: string;
  readonly summary: ReactNode;
  readonly children: ReactNode;
}) {
  const [isOpen, setOpen] = useOpened(name);
  return (
    <details
      open={isOpen}
      onToggle={({ currentTarget }) => {
        if (currentTarget.open !== isOpen) setOpen(currentTarget.open);
      }}
    >
      <summary>{summary}</summary>
      {children}
    </details>
  );
}
