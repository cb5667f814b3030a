import { type Ref, useImperativeHandle, useRef } from "react";
import { useSearchParams } from "wouter";
import { paramsNow } from "../parts/params-now.ts";
import { withParam } from "../reader.tsx";
import { areKeysOn, KEYS, switchKeys } from "./keys-choice.ts";

/** What the keys of the page do. */
const COMMANDS = [
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
  const [params, setParams] = useSearchParams();
  const choose = (on: boolean): void => {
    const said = switchKeys(on);
    setParams(withParam(paramsNow(), KEYS, said), { replace: true });
  };
  useImperativeHandle(handle, () => ({ open: () => dialog.current?.showModal() }));
  return (
    <dialog ref={dialog} aria-label="Keys">
      <h2>Keys</h2>
      <dl className="keys">
        {COMMANDS.map(([key, does]) => (
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
          <input
            type="checkbox"
            checked={areKeysOn(`${params}`)}
            onChange={(event) => choose(event.currentTarget.checked)}
          />{" "}
          Single keys are commands
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
