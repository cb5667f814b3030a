import { type Ref, useImperativeHandle, useRef } from "react";

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
      <form method="dialog">
        <button type="submit" className="button">
          Close
        </button>
      </form>
    </dialog>
  );
}
