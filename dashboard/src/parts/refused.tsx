import { Refusal } from "../api/ask.ts";
import { Notice } from "./notice.tsx";

/** Why a change was not made, and what can be done. */
export function Refused({ error, again }: { readonly error: Error; readonly again: () => void }) {
  const isUnknown = error instanceof Refusal && error.status === 401;
  return (
    <div role="alert">
      <Notice
        action={
          <button type="button" className="button" onClick={again}>
            Try again
          </button>
        }
      >
        {error.message}
        {isUnknown ? " To change something, sign in first: open the link that viewcurve login-link prints." : null}
      </Notice>
    </div>
  );
}
