import { CopyButton } from "../parts/copy-button.tsx";
import { Dialog } from "../parts/dialog.tsx";

/** A token's text, which nobody can ever read again once this is closed. */
export function ShownOnce({ name, token, close }: { name: string; token: string; close: () => void }) {
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
      <CopyButton text={token} />
    </Dialog>
  );
}
