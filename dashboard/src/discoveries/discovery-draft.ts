/** A discovery as a form holds it: everything as it is written, empty where nothing is said. */
export interface DiscoveryDraft {
  readonly name: string;
  readonly language: string;
  readonly category: string;
  readonly countries: string;
  readonly subscribersMin: string;
  readonly subscribersMax: string;
  readonly terms: string;
  readonly channels: string;
  readonly regions: string;
  readonly units: string;
  readonly searches: string;
  readonly until: string;
  readonly floor: string;
  readonly isTracking: boolean;
  readonly weight: string;
  readonly isPaused: boolean;
}

export const NEW_DISCOVERY: DiscoveryDraft = {
  ...{ name: "", language: "", category: "", countries: "", subscribersMin: "", subscribersMax: "" },
  ...{ terms: "", channels: "", regions: "", units: "1000", searches: "10", until: "", floor: "" },
  ...{ isTracking: false, weight: "", isPaused: false },
};

/** The body of `POST /discoveries`. What is empty is not sent, so that the service's own choice holds. */
export const bodyOf = (draft: DiscoveryDraft): Record<string, unknown> => ({
  ...said("name", draft.name),
  filters: {
    ...said("language", draft.language),
    ...(draft.category === "" ? {} : { categories: [draft.category] }),
    ...list("countries", draft.countries, /[\s,]+/),
    ...number("subscribersMin", draft.subscribersMin),
    ...number("subscribersMax", draft.subscribersMax),
  },
  ...list("terms", draft.terms, /\n/),
  ...list("channels", draft.channels, /[\s,]+/),
  ...list("regions", draft.regions, /[\s,]+/),
  budget: { ...number("default", draft.units), ...number("search", draft.searches) },
  ...number("until", draft.until),
  ...number("floor", draft.floor),
  onFound: draft.isTracking ? { kind: "track", ...number("weight", draft.weight) } : { kind: "list" },
  state: draft.isPaused ? "paused" : "active",
});

const said = (name: string, text: string): Record<string, string> =>
  text.trim() === "" ? {} : { [name]: text.trim() };

/** What is no number is sent as it is written: the service says what is wrong with it. */
const number = (name: string, text: string): Record<string, unknown> =>
  text.trim() === "" ? {} : { [name]: Number.isFinite(Number(text)) ? Number(text) : text };

function list(name: string, text: string, between: RegExp): Record<string, readonly string[]> {
  const entries = text
    .split(between)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
  return entries.length === 0 ? {} : { [name]: entries };
}
