import { type FileHandle, open } from "node:fs/promises";

/** So many refused rows are written down one by one: of ten million bad rows the first tell enough, and all are counted. */
const ROWS_MAX = 100_000;

/** A refused row: why, and what it says, as far as it can be read. */
export interface RefusedRow {
  readonly row: number;
  readonly reason: string;
  readonly says: unknown;
}

/**
 * Refused rows as NDJSON in a file; nowhere when there is no path. An import that goes on where a kill left it reads its file
 * from the beginning, so that this file is whole as well.
 */
export class RefusalLog {
  readonly #path: string | null;
  #file: FileHandle | null = null;
  #written = 0;

  constructor(path: string | null) {
    this.#path = path;
  }

  /** Begins the file anew. One that is not begun stays as the run before a kill left it. Throws as the file system does. */
  async begin(): Promise<void> {
    if (this.#path !== null) this.#file = await open(this.#path, "w");
  }

  async write(rows: readonly RefusedRow[]): Promise<void> {
    if (this.#file === null || this.#written === ROWS_MAX) return;
    const fitting = rows.slice(0, ROWS_MAX - this.#written);
    if (fitting.length === 0) return;
    this.#written += fitting.length;
    await this.#file.appendFile(`${fitting.map((row) => JSON.stringify(row)).join("\n")}\n`);
  }

  async end(): Promise<void> {
    await this.#file?.close();
    this.#file = null;
  }
}
