import { Button, PasswordInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { signIn, wordsOf } from "../api/ask.ts";

/** A token for a session. `done` is told once the browser has one. */
export function SignIn({ why, done }: { readonly why: string; readonly done: () => void }) {
  const [token, setToken] = useState("");
  const [said, setSaid] = useState<string | null>(null);
  const [waiting, setWaiting] = useState(false);
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    // A dialog in a form would send that form, too.
    event.stopPropagation();
    setWaiting(true);
    try {
      await signIn(token.trim());
      done();
    } catch (failure) {
      setSaid(wordsOf(failure));
    } finally {
      setWaiting(false);
    }
  };
  return (
    <>
      <p>{why}</p>
      <form onSubmit={(event) => void send(event)}>
        <PasswordInput
          label="Token"
          autoComplete="current-password"
          required
          value={token}
          onChange={(event) => setToken(event.currentTarget.value)}
          error={said}
        />
        <Button type="submit" loading={waiting} mt="md">
          Sign in
        </Button>
      </form>
      <p className="small">
        The first <code>viewcurve start</code> printed a token, and <code>viewcurve tokens add</code> makes another; or
        open the link that <code>viewcurve login-link</code> prints. The token is traded for a cookie that scripts
        cannot read, and is not kept here.
      </p>
    </>
  );
}
