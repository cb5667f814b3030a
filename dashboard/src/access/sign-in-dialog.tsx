import { useQueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { Dialog } from "../parts/dialog.tsx";
import { SignIn } from "./sign-in.tsx";
import { endWaiting, listenToWants, whyWanted } from "./sign-in-gate.ts";

/** Comes up where a change wants a signed-in browser; the change goes on when it has one. */
export function SignInDialog() {
  const why = useSyncExternalStore(listenToWants, whyWanted);
  const client = useQueryClient();
  if (why === null) return null;
  const done = (): void => {
    endWaiting(true);
    void client.invalidateQueries();
  };
  return (
    <Dialog title="Sign in" close={() => endWaiting(false)}>
      <SignIn why={why} done={done} />
    </Dialog>
  );
}
