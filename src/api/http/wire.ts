import type { Socket } from "node:net";
import type { Api } from "#api/app-type.ts";
import { type ProblemName, problem } from "./problem.ts";

/** Whether a URL's percent-encoding is broken or not UTF-8; the router and the query parser would let it pass. */
export function isMalformedUrl(url: string): boolean {
  try {
    return decodeURIComponent(url).includes("\0");
  } catch {
    return true;
  }
}

const UTF8 = new TextDecoder("utf-8", { fatal: true });

/** Takes bodies of application/json in valid UTF-8 and nothing else; all else is 415, or 400. */
export function readJsonBodies(app: Api): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "buffer" }, (request, body, done) => {
    // A compressed body may become as large as it likes: none is needed, and none is unpacked.
    if ((request.headers["content-encoding"] ?? "identity") !== "identity") {
      return done(Object.assign(new Error("the body is compressed"), { code: "FST_ERR_CTP_INVALID_MEDIA_TYPE" }));
    }
    try {
      done(null, JSON.parse(UTF8.decode(body as Buffer)));
    } catch {
      done(Object.assign(new Error("the body is not JSON"), { code: "FST_ERR_CTP_INVALID_JSON_BODY" }));
    }
  });
}

const PARSE_PROBLEMS: Readonly<Record<string, ProblemName>> = {
  HPE_HEADER_OVERFLOW: "headers-too-large",
  ERR_HTTP_REQUEST_TIMEOUT: "request-timeout",
};

/** What Node could not parse as HTTP never becomes a request: the answer is written on the socket. */
export function answerBrokenRequests(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) return;
  const stated = problem(PARSE_PROBLEMS[error.code ?? ""] ?? "malformed-request", "The request could not be read.");
  const body = JSON.stringify(stated);
  socket.end(
    `HTTP/1.1 ${stated.status} ${stated.title}\r\nContent-Type: application/problem+json; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
