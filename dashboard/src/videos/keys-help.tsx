import { type Ref, useImperativeHandle, useRef, useState } from "react";
import { areKeysOn, switchKeys } from "./keys-choice.ts";

/** What the keys of the page do. */
const KEYS = [
  ["/", "words to look for"],
  ["j", "next row"],
  ["k", "row before"],
  ["o", "open the chosen row"],
  ["d", "started within a day; again: any age"],
  ["w", "started within a week; again: any age"],
  ["m", "started within four weeks; again: any age"],
  ["?", "this list"],
] as const;

export interface KeysHelpHandle {
  open(): void;
}

export function KeysHelp({ handle }: { readonly handle: Ref<KeysHelpHandle> }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [isOn, setOn] = useState(areKeysOn);
  const choose = (on: boolean): void => {
    switchKeys(on);
    setOn(on);
  };
  useImperativeHandle(handle, () => ({ open: () => dialog.current?.showModal() }));
  return (
    <dialog ref={dialog} aria-label="Keys">
      <h2>Keys</h2>
      <dl className="keys">
        {KEYS.map(([key, does]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <p>
        <label>
          <input type="checkbox" checked={isOn} onChange={(event) => choose(event.currentTarget.checked)} /> Single keys
          are commands
        </label>
      </p>
      <form method="dialog">
        <button type="submit" className="button">
          Close
        </button>
      </form>
    </dialog>
  );
}
