import type { Clock } from "#clock.ts";
import type { Failure } from "#domain/reply.ts";
import { type Duration, type Instant, inSeconds, instant, seconds } from "#domain/time.ts";
import { plainText } from "./plain-text.ts";
import { retryAfter } from "./retry-after.ts";

/** An answer of any status, its whole body decoded. */
export interface Received {
  readonly kind: "received";
  readonly status: number;
  readonly retryAfter: Duration | null;
  readonly text: string;
  /** The midpoint between sending the request and the first byte of the answer. */
  readonly at: Instant;
  /** How old a copy out of a cache is, by its `Age` header (RFC 9111), in whole seconds; `null` without one. */
  readonly age: Duration | null;
}

/**
 * Fifty descriptions of 5000 bytes are about a megabyte; more than this, after decompression, is an attack or an
 * accident.
 */
const BODY_BYTES_MAX = 16 * 1024 * 1024;

/** Google compresses only for agents that say so in their name, too. */
const USER_AGENT = "viewcurve (gzip)";

/**
 * Sends one GET and reads the answer within `limit`, body included. No redirect is followed and nothing is sent
 * twice; whatever the network does is a `Failure`.
 */
export const get = (
  url: URL,
  headers: Readonly<Record<string, string>>,
  clock: Clock,
  limit: Duration,
): Promise<Received | Failure> => send(url, { headers }, clock, limit);

/** Sends one POST of a form, as `get` does. */
export const post = (url: URL, form: URLSearchParams, clock: Clock, limit: Duration): Promise<Received | Failure> =>
  send(url, { method: "POST", headers: {}, body: form }, clock, limit);

async function send(
  url: URL,
  { headers, ...what }: { method?: "POST"; headers: Readonly<Record<string, string>>; body?: URLSearchParams },
  clock: Clock,
  limit: Duration,
): Promise<Received | Failure> {
  using timeout = clock.timeout(limit);
  const sentAt = clock.now();
  try {
    const response = await fetch(url, {
      ...what,
      headers: { ...headers, "user-agent": USER_AGENT },
      redirect: "manual",
      signal: timeout.signal,
    });
    const answeredAt = clock.now();
    const text = await readText(response);
    if (text === null) return { kind: "malformed", detail: `answered with more than ${BODY_BYTES_MAX} bytes` };
    return {
      kind: "received",
      status: response.status,
      retryAfter: retryAfter(response.headers, answeredAt),
      text,
      at: instant(Math.round((sentAt + answeredAt) / 2)),
      age: ageIn(response.headers),
    };
  } catch (error) {
    const detail = timeout.signal.aborted ? `no answer within ${inSeconds(limit)} s` : brokenConnection(error);
    return { kind: "unavailable", retryAfter: null, detail };
  }
}

function ageIn(headers: Headers): Duration | null {
  const age = headers.get("age");
  return age !== null && /^\d{1,9}$/.test(age) ? seconds(Number(age)) : null;
}

/** `null` when the body is too long to be one of ours; the rest of it is not read. */
async function readText(response: Response): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > BODY_BYTES_MAX) return null;
    chunks.push(chunk);
  }
  // A byte that is no UTF-8 becomes U+FFFD: it must not cost the whole answer.
  return new TextDecoder().decode(Buffer.concat(chunks));
}

/** `fetch` hides what happened in the cause, whose code (ECONNRESET) tells most and holds no address. */
function brokenConnection(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const said = cause instanceof Error ? ("code" in cause ? String(cause.code) : cause.message) : "unknown";
  return plainText(`connection failed: ${said}`, null);
}
