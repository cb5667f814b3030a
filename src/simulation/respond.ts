import { hash as digest } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { keeps, type Selector, select } from "./partial-response.ts";
import type { Answer } from "./refusal.ts";

/** Below this packing costs more than it saves. */
const GZIP_BYTES_MIN = 16_384;

/** What a client asked about the form of its answer. */
export interface Form {
  readonly selector: Selector | null;
  readonly pretty: boolean;
  /** Put into the etag: search's changes with each call. */
  readonly etagSalt: string;
}

/** Sends a JSON answer: etags from its content, the fields asked for, 304 when the client has it already. */
export function sendJson(request: IncomingMessage, response: ServerResponse, answer: Answer, form: Form): void {
  const body = answer.status === 200 ? stamped(answer.body, form) : { body: answer.body, etag: null };
  if (body.etag !== null && quoteless(request.headers["if-none-match"]) === body.etag) {
    response.writeHead(304, { etag: body.etag }).end();
    return;
  }
  const text = JSON.stringify(body.body, null, form.pretty ? 2 : 0).replace(/[<>]/g, (sign) =>
    sign === "<" ? "\\u003c" : "\\u003e",
  );
  const headers: Record<string, string> = {
    "content-type": "application/json; charset=UTF-8",
    vary: "Origin, X-Origin, Referer",
    server: "scaffolding on HTTPServer2",
    "x-xss-protection": "0",
    "x-frame-options": "SAMEORIGIN",
    "x-content-type-options": "nosniff",
    ...(body.etag === null ? {} : { etag: body.etag }),
  };
  const plain = Buffer.from(`${text}\n`);
  const packed = plain.length >= GZIP_BYTES_MIN && accepts(request, "gzip");
  const bytes = packed ? gzipSync(plain, { level: 1 }) : plain;
  if (packed) headers["content-encoding"] = "gzip";
  response.writeHead(answer.status, { ...headers, "content-length": bytes.length }).end(bytes);
}

/** Sends something that is not JSON. */
export function sendText(
  response: ServerResponse,
  status: number,
  type: string,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { "content-type": `${type}; charset=UTF-8`, ...headers }).end(text);
}

/** Google's page for a path that does not exist. */
export const NOT_FOUND_HTML =
  "<!DOCTYPE html>\n<html lang=en>\n  <meta charset=utf-8>\n  <title>Error 404 (Not Found)!!1</title>\n  <p><b>404.</b> <ins>That’s an error.</ins>\n  <p>The requested URL was not found on this server.  <ins>That’s all we know.</ins>\n";

/** The answer with its etags filled in and only the fields asked for. */
function stamped(body: Answer["body"], form: Form): { body: unknown; etag: string } {
  const kept = select(body, form.selector) as { etag?: string; items?: { etag?: string }[] };
  // Digesting fifty items costs as much as the rest of an answer: only for those who want their etags.
  if (kept.items && keeps(form.selector, "items", "etag")) {
    for (const resource of kept.items) if (resource.etag === "") resource.etag = etagOf(JSON.stringify(resource));
  }
  const etag = etagOf(JSON.stringify(kept) + form.etagSalt);
  if (kept.etag === "") kept.etag = etag;
  return { body: kept, etag };
}

/** Content decides: 20 bytes in 27 characters. */
const etagOf = (content: string): string => digest("sha1", content, "base64url");

const quoteless = (etag: string | undefined): string | undefined => etag?.replace(/^W\//, "").replaceAll('"', "");

const accepts = (request: IncomingMessage, encoding: string): boolean =>
  (request.headers["accept-encoding"] ?? "").includes(encoding);
