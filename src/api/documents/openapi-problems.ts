import { type ProblemName, problem, statusOf } from "#api/http/problem.ts";
import type { Scope } from "#domain/scope.ts";

/** What an operation's problems follow from. */
export interface OperationFacts {
  /** What it wants of who asks; `null` = it is open to everybody. */
  readonly scope: Scope | null;
  /** Problems of its own, beside those that its form lets expect. */
  readonly problems: readonly ProblemName[];
  readonly reads: boolean;
  readonly hasBody: boolean;
  readonly namesSomething: boolean;
}

/** Every problem that an operation can answer with, by status. 405 is no operation's, and a path's instead. */
export function problemsOf(facts: OperationFacts): ReadonlyMap<number, readonly ProblemName[]> {
  const { scope, hasBody, namesSomething, reads } = facts;
  const names: readonly ProblemName[] = [
    ...(["unknown-parameter", "invalid-parameter", "malformed-request"] as const),
    ...(hasBody ? (["invalid-body", "body-too-large", "unsupported-media-type"] as const) : []),
    ...(scope === null ? [] : (["token-required", "token-refused", "scope-too-small"] as const)),
    ...(scope !== null && !reads ? (["cross-site"] as const) : []),
    ...(namesSomething ? (["not-found"] as const) : []),
    ...(["request-timeout", "foreign-host", "too-many-requests", "headers-too-large"] as const),
    ...facts.problems,
    ...(["internal-error", "query-timeout", "database-unavailable"] as const),
  ];
  return Map.groupBy(new Set(names), statusOf);
}

/** How the OpenAPI document tells one status of problems: which there are, and one of each. */
export const problemResponse = (names: readonly ProblemName[]) => ({
  description: names.map((name) => `\`${name}\`: ${problem(name, "").title}.`).join(" "),
  content: {
    "application/problem+json": {
      schema: { $ref: "#/components/schemas/Problem" },
      examples: Object.fromEntries(
        names.map((name) => {
          const stated = problem(name, "");
          return [name, { value: { ...stated, detail: `${stated.title}.` } }];
        }),
      ),
    },
  },
});
