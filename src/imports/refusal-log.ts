import { once } from "node:events";
import { createWriteStream, type WriteStream } from "node:fs";

/** So many refused rows are written down one by one: of ten million bad rows the first tell enough, and all are counted. */
const ROWS_MAX = 100_000;

/** A refused row: why, and what it says, as far as it can be read. */
export interface RefusedRow {
  readonly row: number;
  readonly reason: string;
  readonly says: unknown;
}

/**
 * Refused rows as NDJSON in a file, which is begun anew; none when there is no path. An import that goes on where a kill left
 * it reads its file from the beginning, so that this file is whole as well.
 */
export class RefusalLog {
  readonly #path: string | null;
  #file: WriteStream | null = null;
  #written = 0;
  #failed: Error | null = null;

  constructor(path: string | null) {
    this.#path = path;
  }

  /** Begins the file anew. One that is not begun stays as the run before a kill left it. */
  begin(): void {
    this.#file = this.#path === null ? null : createWriteStream(this.#path);
    this.#file?.on("error", (error) => {
      this.#failed = error;
    });
  }

  async write(rows: readonly RefusedRow[]): Promise<void> {
    const file = this.#file;
    const fitting = rows.slice(0, ROWS_MAX - this.#written);
    if (file === null || fitting.length === 0) return;
    this.#written += fitting.length;
    if (this.#failed) throw this.#failed;
    if (!file.write(`${fitting.map((row) => JSON.stringify(row)).join("\n")}\n`)) {
      await Promise.race([once(file, "drain"), once(file, "error").then(([error]) => Promise.reject(error))]);
    }
  }

  /** Throws when not all could be written. */
  async end(): Promise<void> {
    const file = this.#file;
    if (file === null || file.closed) return;
    file.end();
    if (!file.closed) await once(file, "close");
    if (this.#failed) throw this.#failed;
  }
}
