import type { ZodError } from "zod";
import { type InputError, type Problem, problem } from "./problem.ts";

/** What a schema refused: thrown by the validator compiler, and turned into a problem by the error handler. */
export class RefusedInput extends Error {
  /** Set by Fastify: which part of the request was refused. */
  validationContext?: string;
  readonly issues: ZodError["issues"];

  constructor(issues: ZodError["issues"]) {
    super("the input does not fit its schema");
    this.issues = issues;
  }
}

/** Refuses a body that its schema let pass, naming the places. */
export function refusedBody(
  errors: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
): RefusedInput {
  const issues = errors.map(({ path, message }) => ({ code: "custom" as const, path: [...path], message }));
  return Object.assign(new RefusedInput(issues), { validationContext: "body" });
}

/** The problem that names everything refused at once. */
export function problemOf({ issues, validationContext }: RefusedInput): Problem {
  const inBody = validationContext === "body";
  const errors = issues.flatMap((issue) => inputErrors(issue, inBody));
  const detail = errors
    .map((error) => `${error.parameter ?? (error.pointer || "The body")}: ${error.message}`)
    .join("; ");
  if (inBody) return problem("invalid-body", detail, errors);
  const unknown = issues.some((issue) => issue.code === "unrecognized_keys");
  return problem(unknown ? "unknown-parameter" : "invalid-parameter", detail, errors);
}

function inputErrors(issue: ZodError["issues"][number], inBody: boolean): readonly InputError[] {
  const path = issue.path.map(String);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => placed([...path, key], inBody, "is not known here"));
  }
  return [placed(path, inBody, issue.message)];
}

/** A parameter by its name, or a place in the body as a JSON pointer (RFC 6901). */
function placed(path: readonly string[], inBody: boolean, message: string): InputError {
  if (!inBody) return { parameter: path[0] ?? "", message };
  return { pointer: path.map((part) => `/${part.replaceAll("~", "~0").replaceAll("/", "~1")}`).join(""), message };
}
