import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { ABANDONED } from "#clock.ts";

/**
 * What an endpoint says: a model's text, any answer at all, nothing ever, nothing while time stands, half an answer, or a
 * text after what it was told.
 */
export type Said =
  | string
  | { readonly status: number; readonly body: string }
  | "silence"
  | "standstill"
  | "half"
  | ((told: string) => string);

export interface FakeEndpoint extends AsyncDisposable {
  /** Up to and including `/v1`. */
  readonly url: string;
  /** What it was sent, in order. */
  readonly sent: { readonly headers: IncomingMessage["headers"]; readonly body: string }[];
}

/**
 * An endpoint on loopback that says one thing after the other, and the last one again and again.
 *
 * @param wait what silence waits by, until the client is gone: a clock that else would stand.
 */
export async function fakeEndpoint(
  says: readonly Said[],
  wait: (gone: AbortSignal) => Promise<void> = async () => undefined,
): Promise<FakeEndpoint> {
  const sent: FakeEndpoint["sent"][number][] = [];
  const server: Server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const said = says[Math.min(sent.length, says.length - 1)] ?? "silence";
      sent.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      const gone = new AbortController();
      response.on("close", () => gone.abort(ABANDONED));
      if (said === "silence") return void wait(gone.signal);
      if (said === "standstill") return;
      if (said === "half") {
        response.writeHead(200, { "content-length": "1000" }).write('{"choices": [{"message": {"content": "{');
        return void response.destroy();
      }
      if (typeof said === "object") return void response.writeHead(said.status).end(said.body);
      const told = (JSON.parse(sent.at(-1)?.body ?? "") as { messages: { content: string }[] }).messages.at(
        -1,
      )?.content;
      const content = typeof said === "function" ? said(told ?? "") : said;
      return void response.end(JSON.stringify({ choices: [{ message: { role: "assistant", content } }] }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    sent,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
