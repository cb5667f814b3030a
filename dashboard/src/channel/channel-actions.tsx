import { Button, Checkbox, NativeSelect } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useLocation } from "wouter";
import type { ChannelDetail } from "#api/channels/channel-detail-contract.ts";
import { ask, Refusal, send } from "../api/ask.ts";
import { useChange } from "../api/use-change.ts";
import { WEIGHTS } from "../channels/weights.ts";
import { asCount, asDecimal } from "../format/numbers.ts";
import { ConfirmButton } from "../parts/confirm-button.tsx";
import { pages, questions } from "../paths.ts";

/** What a change of a channel may have changed. */
const TOUCHED = [questions.channels(new URLSearchParams())];
/** The collector answers a wish within a second or two; a purge takes seconds to minutes. */
const POLL_MS = 2_000;

interface Wish {
  readonly weight?: number;
  readonly watched?: boolean;
  readonly paused?: boolean;
}

/** What can be done about a channel: how densely it is sampled, whether it is followed at all, and that it be forgotten. */
export function ChannelActions({ channel }: { readonly channel: ChannelDetail }) {
  const { id, state, weight, watched } = channel;
  const change = useChange((wish: Wish) => send("PATCH", questions.channel(id), wish), TOUCHED);
  // What was chosen is shown at once, though it holds only once the service has taken it.
  const chosen = { weight, watched, ...(change.isPending ? change.variables : {}) };
  const [isPurging, setPurging] = useState(false);
  const isTracked = state === "tracked";
  return (
    <section className="filters actions" aria-label="What is done with this channel">
      <NativeSelect
        label="Sampled"
        size="xs"
        data={weightsWith(chosen.weight)}
        value={`${chosen.weight}`}
        disabled={change.isPending}
        onChange={(event) => change.mutate({ weight: Number(event.currentTarget.value) })}
      />
      <Checkbox
        label="Watched"
        title="Its first hours are the last to be given up when quota is short"
        size="xs"
        checked={chosen.watched}
        disabled={change.isPending}
        onChange={(event) => change.mutate({ watched: event.currentTarget.checked })}
      />
      {isTracked ? (
        <ConfirmButton
          label="Pause"
          title="Stop tracking this channel?"
          run={() => change.mutateAsync({ paused: true })}
        >
          Nobody looks for its uploads or samples its videos until it is tracked again. What was collected stays.
        </ConfirmButton>
      ) : (
        <Resume id={id} change={() => change.mutateAsync({ paused: false })} />
      )}
      <ConfirmButton
        label="Purge"
        title="Remove all that is known of this channel?"
        run={async () => {
          await send("DELETE", questions.purgeChannel(id));
          setPurging(true);
        }}
      >
        Its {asCount(channel.videos.known)} videos with all their samples, scores and texts are deleted for good.
        YouTube does not tell the past again: what is lost now cannot be collected later.
      </ConfirmButton>
      {isPurging ? <Purging id={id} /> : null}
      {change.error ? (
        <p className="bad" role="alert">
          {change.error.message}
        </p>
      ) : null}
    </section>
  );
}

/** Its own weight may be one between the steps. */
const weightsWith = (weight: number) =>
  WEIGHTS.some(({ value }) => Number(value) === weight)
    ? WEIGHTS
    : [...WEIGHTS, { value: `${weight}`, label: `${asDecimal(weight)} times as densely` }];

/** To be tracked again is a wish that the collector carries out. */
function Resume({ id, change }: { readonly id: string; readonly change: () => Promise<unknown> }) {
  const [isAsked, setAsked] = useState(false);
  useQuery({
    queryKey: [questions.channel(id)],
    queryFn: ({ signal }) => ask<ChannelDetail>(questions.channel(id), signal),
    refetchInterval: POLL_MS,
    enabled: isAsked,
  });
  return (
    <>
      <Button
        size="xs"
        variant="default"
        loading={isAsked}
        onClick={() =>
          void change().then(
            () => setAsked(true),
            () => undefined,
          )
        }
      >
        Track again
      </Button>
      {isAsked ? <span role="status">Asked for; the collector looks it up within seconds.</span> : null}
    </>
  );
}

/** Waits until nothing of it is left, and goes to those that are. */
function Purging({ id }: { readonly id: string }) {
  const [, go] = useLocation();
  const { data: isThere = true } = useQuery({
    queryKey: ["purge", id],
    queryFn: ({ signal }) =>
      ask(questions.channel(id), signal).then(
        () => true,
        (failure: unknown) => {
          if (failure instanceof Refusal && failure.status === 404) return false;
          throw failure;
        },
      ),
    refetchInterval: POLL_MS,
  });
  const client = useQueryClient();
  useEffect(() => {
    if (isThere) return;
    // Lists that were asked for before still have it.
    void client.invalidateQueries();
    go(pages.channels);
  }, [isThere, go, client]);
  return (
    <span className="warn" role="status">
      It is being removed, step by step: this takes seconds or minutes, and goes on when you leave.
    </span>
  );
}
