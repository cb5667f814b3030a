import { useEffect, useRef } from "react";
import { areKeysOn } from "./keys-choice.ts";

/** The windows that keys choose, as the API's `age` takes them. */
const WINDOWS: Readonly<Record<string, string>> = { d: "24h", w: "7d", m: "28d" };

export interface KeyActions {
  readonly words: () => void;
  /** One row on, or back. */
  readonly step: (by: 1 | -1) => void;
  readonly open: () => void;
  readonly within: (age: string) => void;
  readonly help: () => void;
}

/** Listens to single letters, as long as nobody types into a field, a dialog is open, or they are switched off. */
export function useVideoKeys(actions: KeyActions): void {
  // The listener stays while what it does changes with every row that is loaded.
  const now = useRef(actions);
  now.current = actions;
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isBusy(event.target)) return;
      const act = actionOf(event.key, now.current);
      if (!act || !areKeysOn(location.search)) return;
      event.preventDefault();
      act();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
}

function actionOf(key: string, actions: KeyActions): (() => void) | null {
  const age = WINDOWS[key];
  if (age !== undefined) return () => actions.within(age);
  switch (key) {
    case "/":
      return actions.words;
    case "j":
      return () => actions.step(1);
    case "k":
      return () => actions.step(-1);
    case "o":
      return actions.open;
    case "?":
      return actions.help;
    default:
      return null;
  }
}

/** Letters that somebody types into a field are no commands. */
const isBusy = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName) ||
    document.querySelector("dialog[open]") !== null);
