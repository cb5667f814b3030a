import { Button } from "@mantine/core";
import { useState } from "react";
import { Dialog } from "../parts/dialog.tsx";

/** A token's text, which nobody can ever read again once this is closed. */
export function ShownOnce({ name, token, close }: { name: string; token: string; close: () => void }) {
  const [said, setSaid] = useState("");
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(token);
      setSaid("Copied.");
    } catch {
      // Browsers give pages of plain HTTP no clipboard, but off localhost that is what a LAN speaks.
      setSaid("This browser lets no page copy here: select it, and copy it yourself.");
    }
  };
  return (
    <Dialog title="The token, this once" close={close}>
      <p>
        <bdi>{name}</bdi> may be used from now on. It is not stored, only its hash: once this is closed nobody can read
        it again.
      </p>
      <p>
        <input
          className="token"
          readOnly
          aria-label="Token"
          value={token}
          onFocus={(event) => event.currentTarget.select()}
        />
      </p>
      <Button size="xs" onClick={() => void copy()}>
        Copy
      </Button>{" "}
      <span role="status">{said}</span>
    </Dialog>
  );
}
