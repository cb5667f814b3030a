import { z } from "zod";
import { part } from "./wire-fields.ts";
import { parseJson } from "./wire-list.ts";

/** What an error answer says, from both of Google's families: YouTube's own, and the front end's with `details`. */
export interface ErrorBody {
  readonly message: string;
  /** `error.status`, as `RESOURCE_EXHAUSTED`. */
  readonly status: string | null;
  /** `errors[].reason`, as `quotaExceeded`. */
  readonly reasons: readonly string[];
  /** `details[].reason`, as `API_KEY_INVALID`. */
  readonly detailReasons: readonly string[];
  /** `details[].metadata` merged: `quota_unit`, `quota_limit`, `quota_metric`, `consumer` … */
  readonly metadata: Readonly<Record<string, string>>;
}

/** Reasons are names; anything else in their place is not repeated. */
const name = z
  .string()
  .regex(/^[A-Za-z_]{2,64}$/)
  .nullable()
  .catch(null);

const said = z.string().catch("");

const metadata = z
  .record(z.string(), z.unknown())
  .catch({})
  .transform((all) =>
    Object.fromEntries(Object.entries(all).filter((field): field is [string, string] => typeof field[1] === "string")),
  );

const envelope = z.object({
  error: z.union([
    // OAuth's form, which proxies and stand-ins use too.
    z.string().transform((message) => ({ message, status: null, errors: [], details: [] })),
    z.object({
      message: said,
      status: name,
      errors: z.array(part({ reason: name, message: said })).catch([]),
      details: z.array(part({ reason: name, metadata })).catch([]),
    }),
  ]),
});

const present = <T>(value: T | null | undefined): value is T => value !== null && value !== undefined;

/** Reads an error body; `null` when it is none of Google's (an HTML page, truncated JSON). */
export function readErrorBody(text: string): ErrorBody | null {
  const parsed = envelope.safeParse(parseJson(text));
  if (!parsed.success) return null;
  const { message, status, errors, details } = parsed.data.error;
  return {
    message: message || (errors.find((error) => error?.message)?.message ?? ""),
    status,
    reasons: errors.map((error) => error?.reason).filter(present),
    detailReasons: details.map((detail) => detail?.reason).filter(present),
    metadata: Object.assign({}, ...details.map((detail) => detail?.metadata)),
  };
}
