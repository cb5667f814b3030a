import { Button } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { wordsOf } from "../api/ask.ts";
import { Dialog } from "./dialog.tsx";

/** A button for what cannot be taken back: it says first what it does, and does it when that is confirmed. */
export function ConfirmButton({
  label,
  title,
  run,
  isSmall = false,
  children,
}: {
  readonly label: string;
  /** The question that is asked. */
  readonly title: string;
  readonly run: () => Promise<unknown>;
  /** Whether it stands in a table's row. */
  readonly isSmall?: boolean;
  /** What comes of it. */
  readonly children: ReactNode;
}) {
  const [isAsked, setAsked] = useState(false);
  return (
    <>
      <Button size={isSmall ? "compact-xs" : "xs"} variant="default" onClick={() => setAsked(true)}>
        {label}
      </Button>
      {isAsked ? (
        <Confirmation label={label} title={title} run={run} close={() => setAsked(false)}>
          {children}
        </Confirmation>
      ) : null}
    </>
  );
}

function Confirmation({
  label,
  title,
  run,
  close,
  children,
}: Parameters<typeof ConfirmButton>[0] & { readonly close: () => void }) {
  const [said, setSaid] = useState<string | null>(null);
  const [isRunning, setRunning] = useState(false);
  const confirm = async (): Promise<void> => {
    setRunning(true);
    setSaid(null);
    try {
      await run();
      close();
    } catch (failure) {
      setSaid(wordsOf(failure));
      setRunning(false);
    }
  };
  return (
    <Dialog title={title} close={close}>
      <p>{children}</p>
      {said === null ? null : (
        <p className="bad" role="alert">
          {said}
        </p>
      )}
      <Button color="red" loading={isRunning} onClick={() => void confirm()}>
        {label}
      </Button>
    </Dialog>
  );
}
