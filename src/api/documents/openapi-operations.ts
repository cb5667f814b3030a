import type { ProblemName } from "#api/http/problem.ts";
import type { Scope } from "#domain/scope.ts";
import { exampleAnswer, exampleBody } from "./openapi-examples.ts";
import { type OperationFacts, problemResponse, problemsOf } from "./openapi-problems.ts";

interface Media {
  example?: unknown;
}
interface Answer {
  content?: Record<string, Media>;
}
interface Operation {
  operationId?: string;
  description?: string;
  security?: readonly object[];
  requestBody?: Answer;
  responses?: Record<string, Answer | { $ref: string }>;
}

const METHODS = ["get", "post", "put", "patch", "delete"] as const;

/**
 * Adds to the document what holds of every operation and no route should have to repeat: the scope it wants, its
 * problems with one of each, and the examples of docs/api. What is said more than once is said under `components`.
 */
export function completeOperations<Described>(
  document: Described,
  facts: ReadonlyMap<string, OperationFacts>,
): Described {
  const { paths = {}, components = {} } = document as {
    paths?: Record<string, Partial<Record<string, Operation>>>;
    components?: { schemas?: Record<string, unknown>; responses?: Record<string, unknown> };
  };
  // Each named schema is written a second time as an input; ours are answers only.
  const schemas = components.schemas ?? {};
  for (const name of Object.keys(schemas)) if (name.endsWith("Input")) delete schemas[name];
  const shared = new Map<string, unknown>();
  for (const path of Object.values(paths)) {
    for (const method of METHODS) {
      const operation = path[method];
      const known = facts.get(operation?.operationId ?? "");
      if (operation && known) complete(operation, known, shared);
    }
  }
  components.responses = Object.fromEntries([...shared].sort(([a], [b]) => (a < b ? -1 : 1)));
  return document;
}

function complete(operation: Operation, facts: OperationFacts, shared: Map<string, unknown>): void {
  const { operationId = "", responses = {} } = operation;
  operation.security = securityOf(facts);
  if (facts.scope !== null) {
    operation.description = [operation.description, accessOf(facts.scope)].filter(Boolean).join(" ");
  }
  const answers: [string, Answer | { $ref: string }][] = Object.entries(responses).filter(
    ([status]) => !/^[45]xx$/i.test(status),
  );
  for (const [status, answer] of answers) addExample(answer, exampleAnswer(operationId, status));
  for (const [status, names] of problemsOf(facts)) {
    if (status in responses) continue;
    shared.set(nameOf(names), problemResponse(names));
    answers.push([`${status}`, { $ref: `#/components/responses/${nameOf(names)}` }]);
  }
  operation.responses = Object.fromEntries(answers.sort(([a], [b]) => (a < b ? -1 : 1)));
  if (operation.requestBody) addExample(operation.requestBody, exampleBody(operationId));
}

function addExample(answer: Answer | { $ref: string }, example: unknown): void {
  if (example === undefined || !("content" in answer)) return;
  const json = answer.content?.["application/json"];
  if (json) json.example = example;
}

/** Problems of one status that several operations share, by their names. */
const nameOf = (names: readonly ProblemName[]): string => names.join(".");

/** The name of a scope behind a scheme is what it has to allow (OpenAPI 3.1 calls it a role). */
function securityOf({ scope }: OperationFacts): readonly object[] {
  if (scope === null) return [];
  return [...(scope === "read" ? [{}] : []), { token: [scope] }, { session: [scope] }];
}

function accessOf(scope: Scope): string {
  switch (scope) {
    case "read":
      return "Needs the scope `read`, and on this very machine no token.";
    case "write":
      return "Needs the scope `write`.";
    case "admin":
      return "Needs the scope `admin`.";
  }
}
