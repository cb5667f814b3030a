import { Button, PasswordInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { signIn } from "./api/ask.ts";

/** What is shown where the service wants to know who asks. */
export function SignIn({ done }: { readonly done: () => void }) {
  const [token, setToken] = useState("");
  const [said, setSaid] = useState<string | null>(null);
  const [waiting, setWaiting] = useState(false);
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setWaiting(true);
    try {
      await signIn(token.trim());
      done();
    } catch (failure) {
      setSaid(failure instanceof Error ? failure.message : String(failure));
    } finally {
      setWaiting(false);
    }
  };
  return (
    <div className="sign-in">
      <h1>Sign in</h1>
      <p>
        From other machines than its own the service answers only those it knows. Enter a token (
        <code>viewcurve tokens add</code> makes one), or open the link that <code>viewcurve login-link</code> prints.
      </p>
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
      <p className="small">The token is traded for a cookie that scripts cannot read, and is not kept here.</p>
    </div>
  );
}
