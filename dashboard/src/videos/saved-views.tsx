import { Button, Popover } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Link } from "wouter";
import type { SavedViewAnswer, SavedViewsAnswer } from "#api/videos/saved-views-contract.ts";
import { send } from "../api/ask.ts";
import { useAnswer } from "../api/use-answer.ts";
import { useNow } from "../clock.ts";
import { Answered } from "../parts/notice.tsx";
import { Refused } from "../parts/refused.tsx";
import { Ago } from "../parts/time-text.tsx";
import { useOpened } from "../parts/use-opened.ts";
import { pages, questions } from "../paths.ts";
import { savedQuery } from "./video-filters.ts";

const addressOf = ({ path, query }: Pick<SavedViewAnswer, "path" | "query">): string =>
  query === "" ? path : `${path}?${query}`;

/** Pages that were saved under a name, by anybody who uses this installation; and a way to save this one. */
export function SavedViews({ params }: { readonly params: URLSearchParams }) {
  const [isOpen, setOpen] = useOpened("views");
  return (
    <Popover position="bottom-start" withinPortal={false} trapFocus width={380} opened={isOpen} onChange={setOpen}>
      <Popover.Target>
        <Button size="xs" variant="default" onClick={() => setOpen(!isOpen)}>
          Saved views
        </Button>
      </Popover.Target>
      <Popover.Dropdown>{isOpen ? <Views params={params} done={() => setOpen(false)} /> : null}</Popover.Dropdown>
    </Popover>
  );
}

function Views({ params, done }: { readonly params: URLSearchParams; readonly done: () => void }) {
  const views = useAnswer<SavedViewsAnswer>(questions.savedViews);
  const client = useQueryClient();
  const [failed, setFailed] = useState<{ readonly error: Error; readonly again: () => void } | null>(null);
  const query = savedQuery(params);
  /** What was being done is done again when the reader says so: signed in meanwhile, perhaps. */
  const change = async (work: () => Promise<unknown>): Promise<void> => {
    setFailed(null);
    try {
      await work();
      await client.invalidateQueries({ queryKey: [questions.savedViews] });
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      setFailed({ error, again: () => void change(work) });
    }
  };
  return (
    <div className="views">
      <NameForm
        label="Save what is shown as"
        action="Save"
        start=""
        onName={(name) => change(() => send("PUT", questions.savedView(name), { path: pages.videos, query }))}
      />
      {failed ? <Refused {...failed} /> : null}
      <Answered of={views} lines={3}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="quiet">None is saved yet.</p>
          ) : (
            <ul>
              {items.map((view) => (
                <View
                  key={view.name}
                  view={view}
                  isHere={addressOf(view) === addressOf({ path: pages.videos, query })}
                  open={done}
                  rename={(name) => change(() => send("PATCH", questions.savedView(view.name), { name }))}
                  remove={() => change(() => send("DELETE", questions.savedView(view.name)))}
                />
              ))}
            </ul>
          )
        }
      </Answered>
    </div>
  );
}

interface ViewProps {
  readonly view: SavedViewAnswer;
  readonly isHere: boolean;
  readonly open: () => void;
  readonly rename: (name: string) => Promise<void>;
  readonly remove: () => Promise<void>;
}

function View({ view, isHere, open, rename, remove }: ViewProps) {
  const now = useNow();
  const [asked, ask] = useState<"rename" | "delete" | null>(null);
  return (
    <li>
      <Link href={addressOf(view)} onClick={open} {...(isHere ? { "aria-current": "page" as const } : {})}>
        <bdi>{view.name}</bdi>
      </Link>
      <span className="small">
        {view.savedBy === null ? "" : <bdi>{view.savedBy}, </bdi>}
        <Ago at={view.changedAt} now={now} />
      </span>
      <button type="button" className="link" aria-label={`Rename ${view.name}`} onClick={() => ask("rename")}>
        Rename
      </button>
      <button type="button" className="link" aria-label={`Delete ${view.name}`} onClick={() => ask("delete")}>
        Delete
      </button>
      {asked === "rename" ? (
        <NameForm label="New name" action="Rename" start={view.name} onName={rename} />
      ) : asked === "delete" ? (
        <p role="alert">
          Delete it for everybody?{" "}
          <button type="button" className="button" onClick={() => void remove()}>
            Delete
          </button>{" "}
          <button type="button" className="button" onClick={() => ask(null)}>
            Keep
          </button>
        </p>
      ) : null}
    </li>
  );
}

interface NameFormProps {
  readonly label: string;
  readonly action: string;
  readonly start: string;
  readonly onName: (name: string) => Promise<void>;
}

function NameForm({ label, action, start, onName }: NameFormProps) {
  const [name, setName] = useState(start);
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() !== "") void onName(name.trim());
  };
  return (
    <form onSubmit={send}>
      <label className="small">
        {label}
        <br />
        <input value={name} maxLength={100} onChange={(event) => setName(event.currentTarget.value)} />
      </label>{" "}
      <button type="submit" className="button">
        {action}
      </button>
    </form>
  );
}
