import type { Answer } from "./refusal.ts";
import { maxResultsOutOfRange, missingParameter, unknownPart } from "./request-refusals.ts";

/** A request's parameters. Google's clients repeat arrays, others write commas: both are read, also mixed. */
export class Query {
  readonly #parameters: URLSearchParams;

  constructor(parameters: URLSearchParams) {
    this.#parameters = parameters;
  }

  /** The first value, or `null`. An empty one counts as absent. */
  one(name: string): string | null {
    return this.#parameters.get(name) || null;
  }

  list(name: string): readonly string[] {
    return this.#parameters
      .getAll(name)
      .flatMap((value) => value.split(","))
      .map((value) => value.trim())
      .filter((value) => value !== "");
  }
}

/** The `part` parameter, or the refusal when it is missing or holds an unknown part. */
export function readParts(query: Query, known: ReadonlySet<string>): ReadonlySet<string> | Answer {
  const parts = query.list("part");
  if (parts.length === 0) return missingParameter("part");
  const unknown = parts.find((part) => !known.has(part));
  return unknown === undefined ? new Set(parts) : unknownPart(unknown);
}

/** What `maxResults` may be, and what it is when it is left out. */
interface PageSizes {
  readonly normal: number;
  readonly least: number;
  readonly most: number;
}

const USUAL_SIZES: PageSizes = { normal: 5, least: 0, most: 50 };

/** `maxResults`, or the refusal when it is no number that the endpoint takes. */
export function readMaxResults(query: Query, sizes: PageSizes = USUAL_SIZES): number | Answer {
  const text = query.one("maxResults");
  if (text === null) return sizes.normal;
  const value = Number(text);
  const fits = Number.isInteger(value) && value >= sizes.least && value <= sizes.most;
  return fits ? value : maxResultsOutOfRange(text, sizes.least, sizes.most);
}
