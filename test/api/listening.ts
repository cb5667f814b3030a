import { request as httpRequest } from "node:http";
import { streamedEvent } from "#api/operations/events-contract.ts";

/** An event as it was sent. */
export interface Frame {
  readonly id: string;
  readonly event: string;
  readonly data: { readonly kind: string; readonly [name: string]: unknown };
}

/** Events are read from a socket: what matters is what arrives, and when the connection ends. */
export class Listening {
  readonly frames: Frame[] = [];
  comments = 0;
  ended = false;
  #text = "";
  #wake: () => void = () => undefined;
  readonly headers: Promise<{ readonly status: number; readonly type: string | undefined; readonly body: string }>;
  readonly close: () => void;

  constructor(port: number, query = "", last: string | null = null) {
    const path = `/api/v1/events${query}`;
    const headers = { host: `localhost:${port}`, ...(last === null ? {} : { "last-event-id": last }) };
    const asked = httpRequest({ port, host: "127.0.0.1", path, headers });
    this.close = () => void asked.destroy();
    asked.on("error", () => this.#take("", true));
    this.headers = new Promise((resolve) => {
      asked.once("response", (response) => {
        const type = response.headers["content-type"];
        let body = "";
        response.setEncoding("utf8");
        response.on("error", () => undefined);
        response.on("close", () => {
          resolve({ status: response.statusCode ?? 0, type, body });
          this.#take("", true);
        });
        response.on("data", (text: string) => {
          body += text;
          if (response.statusCode === 200) resolve({ status: 200, type, body });
          this.#take(text, false);
        });
      });
    });
    asked.end();
  }

  #take(text: string, ended: boolean): void {
    this.#text += text;
    this.ended ||= ended;
    for (let end = this.#text.indexOf("\n\n"); end >= 0; end = this.#text.indexOf("\n\n")) {
      const lines = this.#text.slice(0, end).split("\n");
      this.#text = this.#text.slice(end + 2);
      const field = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2) ?? "";
      if (lines[0]?.startsWith(":")) this.comments += 1;
      if (!field("data")) continue;
      const data = streamedEvent.parse(JSON.parse(field("data")));
      this.frames.push({ id: field("id"), event: field("event"), data });
    }
    this.#wake();
  }

  /** Resolves when something is so; the time-out of the test ends what never becomes so. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
