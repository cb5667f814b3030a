import { Button, Checkbox, PasswordInput, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { KeyAnswer } from "#api/operations/keys-contract.ts";
import { Refusal, send, wordsOf } from "../api/ask.ts";
import { useChange } from "../api/use-change.ts";
import { Panel } from "../parts/panel.tsx";
import { questions } from "../paths.ts";
import { AddedKey } from "./added-key.tsx";
import { TOUCHED } from "./touched.ts";

/** Takes a key, tries it, and says what came of it. A second project wants it said that its meaning is known. */
export function AddKey({ projects }: { readonly projects: readonly string[] }) {
  const [key, setKey] = useState("");
  const [project, setProject] = useState(projects[0] ?? "default");
  const [knowsTerms, setKnowsTerms] = useState(false);
  const add = useChange(async () => {
    const wish = {
      key: key.trim(),
      project: project.trim(),
      ...(knowsTerms ? { acknowledgeSeveralProjects: true } : {}),
    };
    const added = await send<KeyAnswer>("POST", questions.keys, wish);
    // The key is stored, whatever comes of the test: that is told beside it.
    return send<KeyAnswer>("POST", `${questions.key(added.fingerprint)}/test`).catch(() => added);
  }, TOUCHED);
  const isSecond = projects.length > 0 && !projects.includes(project.trim());
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    add.mutate(undefined, { onSuccess: () => setKey("") });
  };
  const { error } = add;
  const wrongs = error instanceof Refusal ? error.wrongs : [];
  return (
    <Panel title="Add a key" wide>
      <form onSubmit={submit}>
        <div className="fields">
          <PasswordInput
            size="xs"
            label="API key"
            description="As Google’s console shows it: AIza…"
            autoComplete="off"
            required
            value={key}
            error={wrongs.find(({ pointer }) => pointer === "/key")?.message}
            onChange={(event) => setKey(event.currentTarget.value)}
          />
          <TextInput
            size="xs"
            label="Project"
            description="The Google Cloud project that it is of."
            list="project-names"
            value={project}
            error={wrongs.find(({ pointer }) => pointer === "/project")?.message}
            onChange={(event) => setProject(event.currentTarget.value)}
          />
          <Button
            type="submit"
            size="xs"
            loading={add.isPending}
            disabled={key.trim() === "" || (isSecond && !knowsTerms)}
          >
            Add and test
          </Button>
        </div>
        <datalist id="project-names">
          {projects.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        {isSecond ? (
          <Checkbox
            size="xs"
            mb={10}
            checked={knowsTerms}
            onChange={(event) => setKnowsTerms(event.currentTarget.checked)}
            label={`I know that “${project.trim()}” would be one more project beside ${projects.join(", ")}: YouTube’s terms (III.D.1.c) want one project per client, and several to have more quota break them, read plainly (docs/policy.md).`}
          />
        ) : null}
        {error ? (
          <p className="bad" role="alert">
            {wordsOf(error)}
          </p>
        ) : null}
        {add.data ? <AddedKey fingerprint={add.data.fingerprint} /> : null}
      </form>
    </Panel>
  );
}
