import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import {
  type BackupEnd,
  type BackupHeader,
  type BackupPart,
  FRAME,
  FRAME_BYTES_MAX,
  FRAME_HEAD_BYTES,
  MAGIC,
  parseEnd,
  parseHeader,
  parsePart,
} from "./backup-format.ts";

export type BackupFrame =
  | { readonly kind: "header"; readonly header: BackupHeader }
  | { readonly kind: "part"; readonly part: BackupPart }
  /** Rows of the part before, still compressed. */
  | { readonly kind: "rows"; readonly packed: Buffer }
  /** Comes last, and only when every byte of the file is as it was written. */
  | { readonly kind: "end"; readonly end: BackupEnd };

/** The file is no whole backup. Its message says so in words for the terminal. */
export class UnreadableBackup extends Error {}

export type Verified =
  | { readonly kind: "whole"; readonly header: BackupHeader; readonly end: BackupEnd; readonly bytes: number }
  | { readonly kind: "refused"; readonly reason: string };

/** Reads a whole backup without using it: every byte is held against the seal at its end. */
export async function verifyBackup(path: string): Promise<Verified> {
  try {
    let header: BackupHeader | null = null;
    let bytes = 0;
    for await (const frame of readBackup(path, (read) => {
      bytes = read;
    })) {
      if (frame.kind === "header") header = frame.header;
      if (frame.kind === "end" && header) return { kind: "whole", header, end: frame.end, bytes };
    }
    return { kind: "refused", reason: `${path} is damaged: it has no end.` };
  } catch (error) {
    if (error instanceof UnreadableBackup) return { kind: "refused", reason: error.message };
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return { kind: "refused", reason: `${path} cannot be read: ${message}.` };
  }
}

/**
 * The frames of a backup, in order, with bounded memory. Throws `UnreadableBackup` where it stops being one; what came
 * before may then be false too, so nothing of it counts until the end has come. `progress` is told the bytes read.
 */
export async function* readBackup(path: string, progress: (bytes: number) => void): AsyncGenerator<BackupFrame> {
  await using file = await open(path, "r");
  const hash = createHash("sha256");
  let position = 0;
  let end: BackupEnd | null = null;
  const take = async (length: number): Promise<Buffer> => {
    const bytes = await readExactly(file, position, length);
    if (bytes === null) throw new UnreadableBackup(`${path} is damaged: it ends too early, after ${position} bytes.`);
    position += length;
    progress(position);
    return bytes;
  };
  const damaged = (): UnreadableBackup =>
    new UnreadableBackup(`${path} is damaged: what it holds at byte ${position} cannot be read.`);

  const magic = await readExactly(file, 0, MAGIC.length);
  if (!magic?.equals(MAGIC)) throw new UnreadableBackup(`${path} is no backup of Viewcurve's.`);
  hash.update(await take(MAGIC.length));
  for (;;) {
    const head = await take(FRAME_HEAD_BYTES);
    const length = head.readUInt32BE(1);
    if (length > FRAME_BYTES_MAX) throw damaged();
    const content = await take(length);
    const kind = head.readUInt8(0);
    if (kind === FRAME.seal) {
      const whole = end !== null && content.equals(hash.digest()) && (await isAtEnd(file, position));
      if (!whole || end === null) {
        throw new UnreadableBackup(`${path} is damaged: its content does not fit the seal at its end.`);
      }
      yield { kind: "end", end };
      return;
    }
    hash.update(head).update(content);
    if (kind === FRAME.end) end = parseEnd(content.toString());
    else {
      const frame = frameOf(kind, content);
      if (frame === null || end !== null) throw damaged();
      yield frame;
    }
  }
}

function frameOf(kind: number, content: Buffer): BackupFrame | null {
  switch (kind) {
    case FRAME.header: {
      const header = parseHeader(content.toString());
      if (header === null) {
        throw new UnreadableBackup(
          "This backup is damaged, or of a newer Viewcurve than this: its header cannot be read.",
        );
      }
      return { kind: "header", header };
    }
    case FRAME.part: {
      const part = parsePart(content.toString());
      return part && { kind: "part", part };
    }
    case FRAME.rows:
      return { kind: "rows", packed: content };
    default:
      return null;
  }
}

async function readExactly(file: FileHandle, position: number, length: number): Promise<Buffer | null> {
  const bytes = Buffer.allocUnsafe(length);
  for (let read = 0; read < length; ) {
    const { bytesRead } = await file.read(bytes, read, length - read, position + read);
    if (bytesRead === 0) return null;
    read += bytesRead;
  }
  return bytes;
}

const isAtEnd = async (file: FileHandle, position: number): Promise<boolean> =>
  (await file.read(Buffer.alloc(1), 0, 1, position)).bytesRead === 0;
