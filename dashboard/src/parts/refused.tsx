import { wordsOf } from "../api/ask.ts";
import { Notice } from "./notice.tsx";

/** Why a change was not made, and what can be done. */
export function Refused({ error, again }: { readonly error: Error; readonly again: () => void }) {
  return (
    <div role="alert">
      <Notice
        action={
          <button type="button" className="button" onClick={again}>
            Try again
          </button>
        }
      >
        {wordsOf(error)}
      </Notice>
    </div>
  );
}
