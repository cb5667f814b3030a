import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, type ReadStream } from "node:fs";
import { mkdtemp, open, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { BrokenFile } from "./row.ts";

/** A file that is imported. It is read more than once, and never held whole. */
export interface SourceFile {
  /** Its name without the folder; `-` = standard input. */
  readonly name: string;
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly gzipped: boolean;
  /** What is in it, unzipped where it is zipped; a piece holds until the next is asked for. Throws `BrokenFile` when the archive is damaged. */
  content(): AsyncIterable<Uint8Array>;
  /** How many of its bytes the latest reading has come to. */
  progress(): number;
  close(): Promise<void>;
}

/**
 * Opens a file, or all of standard input (`-`) or of a pipe, which can be read but once and is kept in a temporary file
 * meanwhile. Throws as the file system does.
 */
export async function openSource(path: string, input: Readable): Promise<SourceFile> {
  const isPipe = path !== "-" && (await stat(path)).isFIFO();
  if (path !== "-" && !isPipe) return describeSource(path, basename(path), async () => undefined);
  const folder = await mkdtemp(join(tmpdir(), "viewcurve-import-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const spool = join(folder, "input");
    await pipeline(isPipe ? createReadStream(path) : input, createWriteStream(spool, { mode: 0o600 }));
    return await describeSource(spool, isPipe ? basename(path) : "-", remove);
  } catch (error) {
    await remove();
    throw error;
  }
}

async function describeSource(path: string, name: string, close: () => Promise<void>): Promise<SourceFile> {
  const hash = createHash("sha256");
  for await (const chunk of piecesOf(path, () => undefined)) hash.update(chunk);
  const magic = await firstBytes(path, 2);
  const gzipped = magic[0] === 0x1f && magic[1] === 0x8b;
  let bytesRead = 0;
  const count = (bytes: number): void => {
    bytesRead = bytes;
  };
  return {
    name,
    path,
    sha256: hash.digest("hex"),
    bytes: (await stat(path)).size,
    gzipped,
    content: () => (gzipped ? unzipped(createReadStream(path), count) : piecesOf(path, count)),
    progress: () => bytesRead,
    close,
  };
}

const PIECE_BYTES = 64 * 1024;

/** A file piece by piece, each in the place of the one before: buffers of their own would wait for the collector by hundreds. */
async function* piecesOf(path: string, progress: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  const file = await open(path);
  const buffer = Buffer.alloc(PIECE_BYTES);
  let total = 0;
  try {
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, PIECE_BYTES);
      if (bytesRead === 0) return;
      total += bytesRead;
      progress(total);
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

/** The first bytes of a file as it lies there. */
async function firstBytes(path: string, count: number): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(count), 0, count, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Piece by piece, whatever it unpacks to: a few kilobytes may hold gigabytes. */
async function* unzipped(file: ReadStream, progress: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  const unzip = createGunzip();
  const flow = pipeline(file, unzip).catch(() => undefined);
  try {
    for await (const chunk of unzip) {
      progress(file.bytesRead);
      yield chunk as Uint8Array;
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown";
    if (!code.startsWith("Z_")) throw error;
    throw new BrokenFile(`The gzip archive is damaged or cut off (${code}). Get a whole copy of it and import that.`);
  } finally {
    unzip.destroy();
    file.destroy();
    await flow;
  }
}

/** The beginning of what is in a file, at most so many bytes. */
export async function beginningOf(source: SourceFile, bytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of source.content()) {
    // It will be overwritten.
    chunks.push(Uint8Array.from(chunk));
    length += chunk.length;
    if (length >= bytes) break;
  }
  return Buffer.concat(chunks).subarray(0, bytes);
}
