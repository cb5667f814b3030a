import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { ProjectAnswer } from "#api/operations/keys-contract.ts";
import { Refusal, send, wordsOf } from "../api/ask.ts";
import { useChange } from "../api/use-change.ts";
import { Opened } from "../parts/opened.tsx";
import { questions } from "../paths.ts";
import { TOUCHED } from "./touched.ts";

const BUCKETS = ["default", "search", "batch"] as const;

/** Another limit, where Google granted more than usual, or where less is to be spent. */
export function LimitsForm({ project: { id, limits } }: { readonly project: ProjectAnswer }) {
  const [draft, setDraft] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(BUCKETS.map((bucket) => [bucket, String(limits[bucket])])),
  );
  const change = useChange((to: object) => send("PATCH", questions.project(id), { limits: to }), TOUCHED);
  const changed = BUCKETS.filter((bucket) => draft[bucket] !== String(limits[bucket]));
  const save = (event: FormEvent): void => {
    event.preventDefault();
    change.mutate(Object.fromEntries(changed.map((bucket) => [bucket, numberOr(draft[bucket] ?? "")])));
  };
  const { error } = change;
  const wrongs = error instanceof Refusal ? error.wrongs : [];
  return (
    <Opened name={`limits-${id}`} summary="Change its limits">
      <form onSubmit={save}>
        <p className="small">
          Units a day, from today on. YouTube’s usual ones are 10,000, 100 and 10,000; what Google granted you stands in
          its console under Quotas.
        </p>
        <div className="fields">
          {BUCKETS.map((bucket) => (
            <TextInput
              key={bucket}
              size="xs"
              label={`Limit of ${bucket}`}
              inputMode="numeric"
              value={draft[bucket] ?? ""}
              error={wrongs.find(({ pointer }) => pointer === `/limits/${bucket}`)?.message}
              onChange={(event) => setDraft({ ...draft, [bucket]: event.currentTarget.value.trim() })}
            />
          ))}
          <Button type="submit" size="xs" variant="default" disabled={changed.length === 0} loading={change.isPending}>
            Save limits
          </Button>
        </div>
        {error ? (
          <p className="bad" role="alert">
            {wordsOf(error)}
          </p>
        ) : null}
      </form>
    </Opened>
  );
}

/** What is no number is sent as it is written: the service says what is wrong with it. */
const numberOr = (text: string): number | string => (/^\d+$/.test(text) ? Number(text) : text);
