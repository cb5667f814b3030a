import { once } from "node:events";
import type { Duplex } from "node:stream";
import type pg from "pg";
import { BLOCK_BYTES } from "./backup-format.ts";

/*
 * PostgreSQL's COPY over node-postgres, which knows its messages and leaves the rest to an object that is submitted in
 * a query's place (https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-COPY).
 */

/** What node-postgres has for us in its connection; its types leave most of it out. */
interface Wire {
  readonly stream: Duplex;
  query(text: string): void;
  endCopyFrom(): void;
  sendCopyFail(reason: string): void;
}

/** Blocks that wait for their reader before the server is asked to pause: enough to keep both busy. */
const WAITING_MAX = 2;

export interface CopiedBlock {
  readonly bytes: Buffer;
  /** Rows so far, this block's among them. */
  readonly rows: number;
}

/**
 * Runs a `COPY … TO STDOUT` and gives what comes in blocks of at most BLOCK_BYTES, each a buffer of its own. The server
 * is held back while the reader is slower than it.
 */
export async function* copyOut(client: pg.Client, statement: string): AsyncGenerator<CopiedBlock> {
  const waiting: CopiedBlock[] = [];
  let state: { readonly ended: boolean; readonly error: Error | null } = { ended: false, error: null };
  let wire: Wire | null = null;
  let block = Buffer.allocUnsafe(BLOCK_BYTES);
  let used = 0;
  let rows = 0;
  let wake = (): void => undefined;

  const handOver = (): void => {
    if (used === 0) return;
    waiting.push({ bytes: block.subarray(0, used), rows });
    block = Buffer.allocUnsafe(BLOCK_BYTES);
    used = 0;
    if (waiting.length > WAITING_MAX) wire?.stream.pause();
    wake();
  };
  client.query({
    submit(connection: unknown) {
      wire = connection as Wire;
      wire.query(statement);
    },
    handleCopyData({ chunk }: { chunk: Buffer }) {
      // The server sends a message a row.
      rows += 1;
      for (let taken = 0; taken < chunk.length; ) {
        const part = chunk.copy(block, used, taken);
        used += part;
        taken += part;
        if (used === BLOCK_BYTES) handOver();
      }
    },
    handleCommandComplete: handOver,
    handleReadyForQuery() {
      state = { ...state, ended: true };
      wake();
    },
    handleError(error: Error) {
      state = { ended: true, error };
      wake();
    },
  });
  try {
    for (;;) {
      const next = waiting.shift();
      if (next) {
        if (waiting.length === 0) streamOf(wire)?.resume();
        yield next;
      } else if (state.error) throw state.error;
      else if (state.ended) return;
      else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    // The reader has given up in the middle: nothing but the end of the connection stops the server.
    if (!state.ended) streamOf(wire)?.destroy();
  }
}

/** Set by a call-back, which the compiler does not see. */
const streamOf = (wire: Wire | null): Duplex | undefined => wire?.stream;

/**
 * Runs a `COPY … FROM STDIN` with the blocks as its input; gives the rows that were stored. When the blocks throw, the
 * statement fails on the server, and that error is thrown on.
 */
export function copyIn(client: pg.Client, statement: string, blocks: AsyncIterable<Buffer>): Promise<number> {
  return new Promise((resolve, reject) => {
    const failed = new AbortController();
    let rows = 0;
    let cause: unknown = null;
    client.query({
      submit: (connection: unknown) => (connection as Wire).query(statement),
      handleCopyInResponse(wire: Wire) {
        feed(wire, blocks, failed.signal).catch((error: unknown) => {
          // When the server has failed already, it has said why.
          if (failed.signal.aborted) return;
          cause = error;
          wire.sendCopyFail("the input ended early");
        });
      },
      handleCommandComplete({ text }: { text: string }) {
        rows = Number(/^COPY (\d+)$/.exec(text)?.[1] ?? 0);
      },
      handleReadyForQuery: () => resolve(rows),
      handleError(error: Error) {
        failed.abort();
        reject(cause ?? error);
      },
    });
  });
}

/** Sends the blocks as fast as the server takes them. */
async function feed(wire: Wire, blocks: AsyncIterable<Buffer>, signal: AbortSignal): Promise<void> {
  for await (const block of blocks) {
    const head = Buffer.alloc(5);
    head.write("d");
    head.writeUInt32BE(block.length + 4, 1);
    wire.stream.write(head);
    if (!wire.stream.write(block)) await once(wire.stream, "drain", { signal });
    if (signal.aborted) return;
  }
  wire.endCopyFrom();
}
