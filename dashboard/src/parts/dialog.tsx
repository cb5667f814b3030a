import { type ReactNode, useEffect, useId, useRef } from "react";

/** Something that wants an answer before anything else: what lies behind is out of reach, and Escape closes it. */
export function Dialog({
  title,
  close,
  children,
}: {
  readonly title: string;
  readonly close: () => void;
  readonly children: ReactNode;
}) {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  // Browsers close it by Escape without asking first where nobody has touched the page; a later opening makes this void.
  const whenClosed = (): void => {
    if (!dialog.current?.open) close();
  };
  return (
    <dialog ref={dialog} aria-labelledby={id} onClose={whenClosed}>
      <header>
        <h2 id={id}>{title}</h2>
        <button type="button" className="button" onClick={close}>
          Close
        </button>
      </header>
      {children}
    </dialog>
  );
}
