import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { StreamedEvent } from "#api/operations/events-contract.ts";

/** What happened, as the page learned of it. */
export interface Happened {
  readonly id: string;
  readonly event: StreamedEvent;
}

type LiveState = "connecting" | "open" | "lost";

/** A burst of finds is one question, not a hundred. */
const GATHERED_MS = 1_500;

/** Browsers come back by themselves from a connection that broke, but not from an answer that was a refusal. */
const AGAIN_MS = 30_000;

/** Listens to what the service records. The newest is first; `changed` are questions that are asked again after news. */
export function useLive(path: string, kept: number, changed: readonly string[]) {
  const [happened, setHappened] = useState<readonly Happened[]>([]);
  const [state, setState] = useState<LiveState>("connecting");
  const client = useQueryClient();
  const changedText = changed.join(" ");
  useEffect(() => {
    let source: EventSource | null = null;
    let wasAway = false;
    let wait: ReturnType<typeof setTimeout> | undefined;
    let again: ReturnType<typeof setTimeout> | undefined;
    const askAnew = (): void => {
      for (const question of changedText.split(" ")) void client.invalidateQueries({ queryKey: [question] });
    };
    const take = (message: MessageEvent<string>): void => {
      const event = JSON.parse(message.data) as StreamedEvent;
      setHappened((before) => [{ id: message.lastEventId, event }, ...before].slice(0, kept));
      // Not begun anew by each: where something comes every second, there would be no end to the waiting.
      wait ??= setTimeout(() => {
        wait = undefined;
        askAnew();
      }, GATHERED_MS);
    };
    const listen = (): EventSource => {
      const opened = new EventSource(path);
      opened.addEventListener("open", () => setState("open"));
      opened.addEventListener("error", () => {
        setState("lost");
        if (opened.readyState !== EventSource.CLOSED || source !== opened) return;
        source = null;
        wasAway = true;
        again = setTimeout(look, AGAIN_MS);
      });
      for (const kind of ["newVideo", "outlier"]) opened.addEventListener(kind, take);
      return opened;
    };
    // Browsers keep six connections to a server for all their tabs: those that nobody looks at give theirs back.
    const look = (): void => {
      if (document.hidden) {
        source?.close();
        source = null;
        wasAway = true;
      } else if (source === null) {
        source = listen();
        if (wasAway) askAnew();
      }
    };
    look();
    document.addEventListener("visibilitychange", look);
    return () => {
      clearTimeout(wait);
      clearTimeout(again);
      document.removeEventListener("visibilitychange", look);
      source?.close();
    };
  }, [path, kept, changedText, client]);
  return { happened, state };
}
