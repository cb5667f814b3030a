import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
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
  /** What is in it, unzipped where it is zipped. Throws `BrokenFile` when the archive is damaged. */
  content(): AsyncIterable<Uint8Array>;
  /** How many of its bytes the latest reading has come to. */
  progress(): number;
  close(): Promise<void>;
}

/** Opens a file, or all of standard input (`-`), which is kept in a temporary file meanwhile. Throws as the file system does. */
export async function openSource(path: string, input: Readable): Promise<SourceFile> {
  if (path !== "-") return describeSource(path, basename(path), async () => undefined);
  const folder = await mkdtemp(join(tmpdir(), "viewcurve-import-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const spool = join(folder, "input");
    await pipeline(input, createWriteStream(spool, { mode: 0o600 }));
    return await describeSource(spool, "-", remove);
  } catch (error) {
    await remove();
    throw error;
  }
}

async function describeSource(path: string, name: string, close: () => Promise<void>): Promise<SourceFile> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  const magic = await firstBytes(path, 2);
  const gzipped = magic[0] === 0x1f && magic[1] === 0x8b;
  let reading: { readonly bytesRead: number } = { bytesRead: 0 };
  return {
    name,
    path,
    sha256: hash.digest("hex"),
    bytes: (await stat(path)).size,
    gzipped,
    content() {
      const file = createReadStream(path);
      reading = file;
      return gzipped ? unzipped(file) : file;
    },
    progress: () => reading.bytesRead,
    close,
  };
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
async function* unzipped(file: Readable): AsyncGenerator<Uint8Array> {
  const unzip = createGunzip();
  const flow = pipeline(file, unzip).catch(() => undefined);
  try {
    for await (const chunk of unzip) yield chunk as Uint8Array;
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
    chunks.push(chunk);
    length += chunk.length;
    if (length >= bytes) break;
  }
  return Buffer.concat(chunks).subarray(0, bytes);
}
