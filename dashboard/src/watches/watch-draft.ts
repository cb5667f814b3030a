import type { WatchItem } from "#api/watches/watches-contract.ts";
import { fieldsOf, type WatchKind } from "./watch-fields.ts";

/** A watch as a form holds it: everything as it is written, empty where nothing is said. */
export interface WatchDraft {
  readonly kind: WatchKind;
  readonly name: string;
  readonly filters: Readonly<Record<string, string>>;
  /** Whether it runs at fixed times, and not as often as its yield is worth. */
  readonly isFixed: boolean;
  readonly every: string;
  readonly everyMin: string;
  readonly everyMax: string;
  readonly share: string;
  readonly since: string;
  readonly isPaused: boolean;
}

export const NEW_WATCH: WatchDraft = {
  ...{ kind: "search", name: "", filters: {}, isFixed: false },
  ...{ every: "1h", everyMin: "", everyMax: "", share: "", since: "", isPaused: false },
};

const UNITS = [
  [86_400, "d"],
  [3600, "h"],
  [60, "m"],
] as const;

/** A length of time as the API reads it: in the largest unit that leaves nothing over. */
export function spanText(seconds: number): string {
  const unit = UNITS.find(([size]) => seconds % size === 0);
  return unit ? `${seconds / unit[0]}${unit[1]}` : `${seconds}s`;
}

/** A watch that is there, to be changed. */
export const draftOf = ({ kind, name, filters, cadence, state, since }: WatchItem): WatchDraft => ({
  kind,
  name,
  filters,
  isFixed: cadence.everySeconds !== null,
  every: spanText(cadence.everySeconds ?? 3600),
  everyMin: spanText(cadence.everyMinSeconds),
  everyMax: spanText(cadence.everyMaxSeconds),
  share: String(cadence.share),
  since,
  isPaused: state === "paused",
});

/** Whether there is anything to ask YouTube for yet. */
export const asksSomething = ({ kind, filters }: WatchDraft): boolean =>
  (kind === "search" ? ["q", "channelId", "topicId", "videoCategoryId"] : ["regionCode"]).some(
    (name) => (filters[name] ?? "").trim() !== "",
  );

/** The body of `POST /watches`. What is empty is not sent, so that the service's own choice holds. */
export const bodyOf = (draft: WatchDraft): Record<string, unknown> => ({
  kind: draft.kind,
  state: draft.isPaused ? "paused" : "active",
  ...changesOf(draft),
  ...(draft.kind === "search" ? said("since", draft.since) : {}),
});

/** The body of `PATCH /watches/:id`: all but the kind and how far back it began, which nothing changes. */
export const changesOf = (draft: WatchDraft): Record<string, unknown> => ({
  filters: filtersOf(draft),
  every: draft.isFixed ? draft.every.trim() : null,
  ...said("name", draft.name),
  // A fixed cadence has no bounds: those that were written for another choice would only be refused.
  ...(draft.isFixed ? {} : { ...said("everyMin", draft.everyMin), ...said("everyMax", draft.everyMax) }),
  ...(draft.isFixed || draft.share.trim() === "" ? {} : { share: numberOr(draft.share) }),
});

/** Those of its kind that say something: another kind's are left where they were written. */
const filtersOf = ({ kind, filters }: WatchDraft): Record<string, string> =>
  Object.assign({}, ...fieldsOf(kind).map(({ name }) => said(name, filters[name] ?? "")));

const said = (name: string, text: string): Record<string, string> =>
  text.trim() === "" ? {} : { [name]: text.trim() };

/** What is no number is sent as it is written: the service says what is wrong with it. */
const numberOr = (text: string): number | string => (Number.isFinite(Number(text)) ? Number(text) : text);
