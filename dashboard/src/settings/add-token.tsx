import { Button, NativeSelect, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { NewToken } from "#api/access/tokens-contract.ts";
import { send, wordsOf } from "../api/ask.ts";
import { useChange } from "../api/use-change.ts";
import { useNow } from "../clock.ts";
import { Opened } from "../parts/opened.tsx";
import { questions } from "../paths.ts";
import { ShownOnce } from "./shown-once.tsx";

const SCOPES = [
  { value: "read", label: "read: answers questions" },
  { value: "write", label: "write: also tracks and watches" },
  { value: "admin", label: "admin: everything" },
];

const DAY_MS = 86_400_000;
const LIVES = [
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "365", label: "a year" },
  { value: "", label: "until it is revoked" },
];

/** Makes a token, and shows it this once. */
export function AddToken() {
  const now = useNow();
  const [name, setName] = useState("");
  const [scope, setScope] = useState("read");
  const [life, setLife] = useState("90");
  const add = useChange(() => {
    const expiresAt = life === "" ? null : new Date(now + Number(life) * DAY_MS).toISOString();
    return send<NewToken>("POST", questions.tokens, { name: name.trim(), scope, expiresAt });
  }, [questions.tokens]);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    add.mutate(undefined, { onSuccess: () => setName("") });
  };
  return (
    <Opened name="token" summary="Make a token">
      <form onSubmit={submit}>
        <div className="fields">
          <TextInput
            size="xs"
            label="Name"
            description="For yourself: what will use it."
            placeholder="spreadsheet"
            dir="auto"
            required
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <NativeSelect
            size="xs"
            label="Scope"
            description="The smallest that does."
            data={SCOPES}
            value={scope}
            onChange={(event) => setScope(event.currentTarget.value)}
          />
          <NativeSelect
            size="xs"
            label="Good for"
            data={LIVES}
            value={life}
            onChange={(event) => setLife(event.currentTarget.value)}
          />
          <Button type="submit" size="xs" loading={add.isPending} disabled={name.trim() === ""}>
            Make it
          </Button>
        </div>
        {add.error ? (
          <p className="bad" role="alert">
            {wordsOf(add.error)}
          </p>
        ) : null}
      </form>
      {add.data ? <ShownOnce key={add.data.id} name={add.data.name} token={add.data.token} close={add.reset} /> : null}
    </Opened>
  );
}
