import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** What came back: the body's bytes were counted, or kept. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly bytes: number;
}

/**
 * A client of one kept connection that asks one thing after the other. Node's own client takes longer over an answer than
 * our server over some questions, and it runs beside the server on the same cores; this one only finds the end of answers.
 */
export class KeptConnection {
  readonly #socket: Socket;
  readonly #host: string;
  /** Told of what has come; the answer under way takes it. */
  #take: (chunk: Buffer) => void = () => undefined;
  #fail: (error: Error) => void = () => undefined;

  private constructor(socket: Socket, host: string) {
    this.#socket = socket;
    this.#host = host;
    socket.setNoDelay(true);
    socket.on("data", (chunk: Buffer) => this.#take(chunk));
    socket.on("error", (error) => this.#fail(error));
    socket.on("close", () => this.#fail(new Error("the server closed the connection")));
  }

  static async open(url: string): Promise<KeptConnection> {
    const { hostname, port, host } = new URL(url);
    const socket = connect(Number(port), hostname);
    await once(socket, "connect");
    return new KeptConnection(socket, host);
  }

  /** Asks for a path. `body` is told of each piece of a body; without it the body is in the answer. */
  get(path: string, body?: (piece: Buffer) => void): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#fail = reject;
      const reader = new AnswerReader(body ?? null, resolve);
      this.#take = (chunk) => reader.take(chunk);
      this.#socket.write(`GET ${path} HTTP/1.1\r\nHost: ${this.#host}\r\nAccept: */*\r\n\r\n`);
    });
  }

  close(): void {
    this.#fail = () => undefined;
    this.#socket.destroy();
  }
}

/** Reads one answer, by its length or in chunks (RFC 9112). */
class AnswerReader {
  readonly #told: ((piece: Buffer) => void) | null;
  readonly #done: (answer: Answer) => void;
  readonly #kept: Buffer[] = [];
  #head: { readonly status: number; readonly chunked: boolean } | null = null;
  #rest: Buffer = Buffer.alloc(0);
  /** Bytes of the body or of the chunk that are still to come; in between chunks `null`. */
  #left: number | null = null;
  #bytes = 0;

  constructor(told: ((piece: Buffer) => void) | null, done: (answer: Answer) => void) {
    this.#told = told;
    this.#done = done;
  }

  take(chunk: Buffer): void {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    if (this.#head === null && !this.#readHead()) return;
    const chunked = this.#head?.chunked ?? false;
    while (this.#rest.length > 0 || (!chunked && this.#left === 0)) {
      if (chunked && this.#left === null && !this.#readSize()) return;
      const left = this.#left ?? 0;
      const piece = this.#rest.subarray(0, left);
      this.#rest = this.#rest.subarray(piece.length);
      this.#left = left - piece.length;
      if (piece.length > 0) this.#keep(piece);
      if (this.#left > 0) continue;
      this.#left = null;
      if (chunked) continue;
      this.#end();
      return;
    }
  }

  #keep(piece: Buffer): void {
    this.#bytes += piece.length;
    if (this.#told) this.#told(piece);
    else this.#kept.push(piece);
  }

  #readHead(): boolean {
    const end = this.#rest.indexOf("\r\n\r\n");
    if (end < 0) return false;
    const head = this.#rest.toString("latin1", 0, end).toLowerCase();
    this.#rest = this.#rest.subarray(end + 4);
    const chunked = head.includes("\r\ntransfer-encoding: chunked");
    this.#head = { status: Number(head.slice(9, 12)), chunked };
    if (!chunked) this.#left = Number(/\r\ncontent-length: (\d+)/.exec(head)?.[1] ?? 0);
    return true;
  }

  /** Reads the line before a chunk; false while it has not come, and when it was the last. */
  #readSize(): boolean {
    // The line end behind the chunk before.
    const from = this.#bytes > 0 && this.#rest[0] === 0x0d ? 2 : 0;
    const end = this.#rest.indexOf("\r\n", from);
    if (end < 0 || this.#rest.length < end + 4) return false;
    const size = Number.parseInt(this.#rest.toString("latin1", from, end), 16);
    this.#rest = this.#rest.subarray(end + 2);
    if (size === 0) {
      this.#end();
      return false;
    }
    this.#left = size;
    return true;
  }

  #end(): void {
    this.#rest = Buffer.alloc(0);
    this.#done({ status: this.#head?.status ?? 0, body: Buffer.concat(this.#kept).toString(), bytes: this.#bytes });
  }
}
