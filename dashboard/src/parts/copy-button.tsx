import { Button } from "@mantine/core";
import { useState } from "react";

/** Puts a text where the reader can paste it from, and says whether that worked. */
export function CopyButton({ text }: { readonly text: string }) {
  const [said, setSaid] = useState("");
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid("Copied.");
    } catch {
      // Browsers give pages of plain HTTP no clipboard, but off localhost that is what a LAN speaks.
      setSaid("This browser lets no page copy here: select it, and copy it yourself.");
    }
  };
  return (
    <>
      <Button size="xs" onClick={() => void copy()}>
        Copy
      </Button>{" "}
      <span role="status">{said}</span>
    </>
  );
}
