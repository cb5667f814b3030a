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

/** `maxResults`, 5 unless given, or the refusal when it is no number from 0 to 50. */
export function readMaxResults(query: Query): number | Answer {
  const text = query.one("maxResults");
  if (text === null) return 5;
  const value = Number(text);
  return Number.isInteger(value) && value >= 0 && value <= 50 ? value : maxResultsOutOfRange(text);
}
