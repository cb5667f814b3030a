import { Button, Checkbox, NativeSelect, Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useEffect, useState } from "react";
import type { TrackAnswer } from "#api/operations/operations-contract.ts";
import { send } from "../api/ask.ts";
import { asCount } from "../format/numbers.ts";
import { Opened } from "../parts/opened.tsx";
import { Refused } from "../parts/refused.tsx";
import { questions } from "../paths.ts";
import { ENTRIES_MAX, entriesIn } from "./channel-entries.ts";
import { RequestTable } from "./request-table.tsx";
import { entriesOf } from "./request-words.ts";
import { useRequests } from "./use-requests.ts";
import { WEIGHTS } from "./weights.ts";

/** So many of the last requests are shown to whoever comes back to see how far they are. */
const LAST_SHOWN = 20;

/** Asks for channels to be tracked, and shows what becomes of each until its whole catalogue is here. */
export function AddChannels() {
  const [text, setText] = useState("");
  const [weight, setWeight] = useState("");
  const [watched, setWatched] = useState(false);
  const entries = entriesIn(text);
  const adding = useMutation({
    mutationFn: () =>
      send<TrackAnswer>("POST", questions.channelsToTrack, {
        channels: entries,
        ...(weight === "" ? {} : { weight: Number(weight) }),
        ...(watched ? { watched } : {}),
      }),
    onSuccess: () => setText(""),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (entries.length > 0 && entries.length <= ENTRIES_MAX) adding.mutate();
  };
  return (
    <section className="panel add-channels" aria-label="Add channels">
      <form onSubmit={submit}>
        <Textarea
          label="Add channels"
          description="Addresses, @handles or ids: one a line, or a list pasted from anywhere, like the subscriptions.csv that Google hands out."
          placeholder={"@handle\nhttps://www.youtube.com/@handle\nUC…"}
          autosize
          minRows={3}
          maxRows={12}
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          error={
            entries.length > ENTRIES_MAX
              ? `These are ${asCount(entries.length)}; one request takes ${asCount(ENTRIES_MAX)}. Add the rest after them.`
              : null
          }
        />
        <div className="filters">
          <NativeSelect
            label="Sampled"
            size="xs"
            data={[{ value: "", label: "as usual, or as before" }, ...WEIGHTS]}
            value={weight}
            onChange={(event) => setWeight(event.currentTarget.value)}
          />
          <Checkbox
            label="Watched: their first hours are the last to be given up when quota is short"
            size="xs"
            checked={watched}
            onChange={(event) => setWatched(event.currentTarget.checked)}
          />
          <Button type="submit" size="xs" loading={adding.isPending} disabled={entries.length === 0}>
            {entries.length > 1 ? `Add ${asCount(entries.length)} channels` : "Add"}
          </Button>
        </div>
      </form>
      {adding.error ? <Refused error={adding.error} again={() => adding.mutate()} /> : null}
      {adding.data ? <Progress outcomes={adding.data.outcomes} /> : <Last />}
    </section>
  );
}

function Progress({ outcomes }: TrackAnswer) {
  const refs = outcomes.flatMap((outcome) => (outcome.outcome === "accepted" ? [outcome.ref] : []));
  const requests = useRequests([...new Set(refs)]);
  const rows = requests.data ?? [];
  useNewChannels(rows.filter(({ state }) => state === "tracked").length);
  return (
    <>
      <RequestTable entries={entriesOf(outcomes, rows)} />
      {requests.error ? <Refused error={requests.error} again={() => void requests.refetch()} /> : null}
      {rows.some(({ state }) => state === "waiting") ? (
        <p className="small">The collector looks them up within seconds while it runs and quota is left.</p>
      ) : null}
    </>
  );
}

/** Channels that came are in lists that were asked for before they came. */
function useNewChannels(tracked: number): void {
  const client = useQueryClient();
  useEffect(() => {
    if (tracked > 0) {
      void client.invalidateQueries({
        predicate: ({ queryKey: [path] }) => /\/channels(?:\?|$)/.test(String(path)),
      });
    }
  }, [tracked, client]);
}

function Last() {
  const { data = [] } = useRequests(null);
  if (data.length === 0) return null;
  return (
    <Opened name="asked" summary="What was asked for last">
      <RequestTable
        entries={data.slice(0, LAST_SHOWN).map((request) => ({ text: request.ref, refused: null, request }))}
      />
    </Opened>
  );
}
