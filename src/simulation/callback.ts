import { type IncomingMessage, request } from "node:http";

/** What a subscriber's server answered. */
export interface CallbackAnswer {
  readonly status: number;
  readonly body: string;
}

/** Challenges are short; whoever sends more is cut off. */
const ANSWER_BYTES_MAX = 64 * 1024;

/**
 * Where the virtual hub may call, or `null`: plain HTTP on this machine. It must never reach the internet, whatever it
 * is told to call.
 */
export function loopbackCallback(text: string): URL | null {
  const url = URL.parse(text);
  if (url?.protocol !== "http:") return null;
  const isLoopback = url.hostname === "localhost" || url.hostname === "[::1]" || /^127(\.\d+){3}$/.test(url.hostname);
  return isLoopback ? url : null;
}

/** Asks a subscriber's server; `null` when it gives no whole answer before the signal aborts. Redirects are answers too. */
export function askCallback(
  url: URL,
  what: {
    readonly method: "GET" | "POST";
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
    readonly signal: AbortSignal;
  },
): Promise<CallbackAnswer | null> {
  return new Promise((resolve) => {
    const { method, headers = {}, body = "", signal } = what;
    const asked = request(url, { method, headers, agent: false, signal }, (response) => {
      readText(response, ANSWER_BYTES_MAX).then(
        (text) => resolve({ status: response.statusCode ?? 0, body: text }),
        () => resolve(null),
      );
    });
    asked.on("error", () => resolve(null));
    asked.end(body);
  });
}

/** A message's whole body. Rejects when it breaks off or is longer than `bytesMax`. */
export async function readText(message: IncomingMessage, bytesMax: number): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > bytesMax) throw new Error(`a body of more than ${bytesMax} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
