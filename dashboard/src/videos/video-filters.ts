import { OF_THE_READER, questions } from "../paths.ts";
import { VIDEO_COLUMNS } from "./video-columns.ts";

/* The page's address is its question: its parameters are the API's, and those that only the page knows. */

/** Of the page alone: the API refuses what it does not know. */
const OF_THE_PAGE = [...OF_THE_READER, "cols", "facets"];

/** How many rows a page brings; further ones come when the reader scrolls to them. */
const PAGE = "100";

/** What the address asks of the API. */
const ofTheApi = (params: URLSearchParams): URLSearchParams =>
  new URLSearchParams([...params].filter(([name, value]) => !OF_THE_PAGE.includes(name) && value !== ""));

/** The page of videos that an address asks for. */
export function videosQuestion(params: URLSearchParams, cursor: string | null): string {
  const asked = ofTheApi(params);
  asked.set("limit", PAGE);
  if (cursor !== null) asked.set("cursor", cursor);
  return questions.videos(asked);
}

/** What the videos of an address are like: its filters, which have no order. */
export function facetsQuestion(params: URLSearchParams): string {
  const asked = ofTheApi(params);
  asked.delete("sort");
  return questions.facets(asked);
}

/** The same rows and columns as a file: exactly what is shown, and all of it. */
export function videosFile(format: "csv" | "ndjson", params: URLSearchParams): string {
  const asked = ofTheApi(params);
  const shown = shownColumns(params);
  const fields = VIDEO_COLUMNS.filter(({ id }) => shown.has(id)).flatMap((column) => column.fields);
  asked.set("fields", [...new Set(["id", ...fields])].join(","));
  return questions.videosAs(format, asked);
}

/** What of an address is kept as a view for everybody: how its saver sees times and numbers is nobody else's. */
export const savedQuery = (params: URLSearchParams): string =>
  new URLSearchParams([...params].filter(([name]) => !OF_THE_READER.includes(name))).toString();

/** The columns that an address names, else the usual ones. The title is always there: rows are told by it. */
export function shownColumns(params: URLSearchParams): ReadonlySet<string> {
  const named = params.get("cols")?.split(",");
  const ids = VIDEO_COLUMNS.filter(({ id, usual }) => (named ? named.includes(id) : usual)).map(({ id }) => id);
  return new Set(["title", ...ids]);
}

/** The address with a column shown or hidden. */
export function withColumn(params: URLSearchParams, id: string, isShown: boolean): URLSearchParams {
  const shown = new Set(shownColumns(params));
  if (isShown) shown.add(id);
  else shown.delete(id);
  const changed = new URLSearchParams(params);
  changed.set(
    "cols",
    VIDEO_COLUMNS.filter((column) => shown.has(column.id))
      .map((column) => column.id)
      .join(","),
  );
  return changed;
}

/** The address sorted by a column: the highest first, and the other way round when it is sorted so already. */
export function sortedBy(params: URLSearchParams, sort: string): URLSearchParams {
  const changed = new URLSearchParams(params);
  changed.set("sort", (params.get("sort") ?? "-publishedAt") === `-${sort}` ? sort : `-${sort}`);
  return changed;
}

/** The address with one parameter given so many times. */
export function withAll(params: URLSearchParams, name: string, values: readonly string[]): URLSearchParams {
  const changed = new URLSearchParams(params);
  changed.delete(name);
  for (const value of values) if (value !== "") changed.append(name, value);
  // Best first is told of words alone.
  if (name === "q" && !changed.has("q") && changed.get("sort") === "relevance") changed.delete("sort");
  return changed;
}

/** Whether an address filters by a facet's value. A tag may stand in it as people write it: its label says the same. */
export const isChosen = (params: URLSearchParams, name: string, { value, label }: Facet): boolean =>
  params.getAll(name).some((given) => given === value || (name === "tag" && given === label));

/** The address with a facet's value put in, or taken out where it is in. */
export function withToggled(params: URLSearchParams, name: string, { value, label }: Facet): URLSearchParams {
  const given = params.getAll(name);
  const others = given.filter((one) => one !== value && !(name === "tag" && one === label));
  return withAll(params, name, others.length < given.length ? others : [...given, value]);
}

interface Facet {
  readonly value: string;
  readonly label: string | null;
}

/** Without any filter; what is shown, and in which order, stays. */
export function withoutFilters(params: URLSearchParams): URLSearchParams {
  const kept = [...params].filter(([name, value]) => [...OF_THE_PAGE, "sort"].includes(name) && value !== "relevance");
  return new URLSearchParams(kept);
}

export const isFiltered = (params: URLSearchParams): boolean =>
  [...ofTheApi(params).keys()].some((name) => name !== "sort");
