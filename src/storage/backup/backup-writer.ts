import { createHash, randomBytes } from "node:crypto";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { zstdCompress } from "node:zlib";
import { type BackupEnd, type BackupHeader, type BackupPart, FRAME, FRAME_HEAD_BYTES, MAGIC } from "./backup-format.ts";

const compress = promisify(zstdCompress);

/** A backup file being written. It has its name only once it is whole; until `finish` nothing is at `path`. */
export interface BackupWriter {
  begin(part: BackupPart): Promise<void>;
  /** Takes a block of rows over; the caller must not write into it any more. */
  rows(block: Buffer): Promise<void>;
  /** Seals the file, puts it on the disk and gives it its name. Gives its size in bytes. */
  finish(end: BackupEnd): Promise<number>;
  /** Removes what was written, unless it was finished. */
  discard(): Promise<void>;
}

/**
 * Begins a backup beside `path`. It can be read by us alone: texts and statistics are in it, and sealed keys. Throws
 * the file system's error when it cannot be written there.
 */
export async function openBackupWriter(path: string, header: BackupHeader): Promise<BackupWriter> {
  const draft = `${path}.part-${process.pid}-${randomBytes(4).toString("hex")}`;
  const file = await open(draft, "wx", 0o600);
  const hash = createHash("sha256");
  let size = 0;
  let finished = false;
  /** The block before, still being compressed or written while the database gives us the next. */
  let pending: Promise<void> = Promise.resolve();

  async function write(bytes: Buffer): Promise<void> {
    hash.update(bytes);
    size += bytes.length;
    await writeAll(file, bytes);
  }
  const frame = (kind: number, content: Buffer): Promise<void> => write(Buffer.concat([head(kind, content), content]));
  const json = async (kind: number, value: object): Promise<void> => {
    await pending;
    await frame(kind, Buffer.from(JSON.stringify(value)));
  };

  try {
    await write(MAGIC);
    await json(FRAME.header, header);
  } catch (error) {
    await file.close();
    await rm(draft, { force: true });
    throw error;
  }
  return {
    begin: (part) => json(FRAME.part, part),
    async rows(block) {
      await pending;
      pending = compress(block).then((packed) => frame(FRAME.rows, packed));
      // Whoever comes next waits for it and throws; until then nobody looks at it.
      pending.catch(() => undefined);
    },
    async finish(end) {
      await json(FRAME.end, end);
      const digest = hash.copy().digest();
      await frame(FRAME.seal, digest);
      await file.sync();
      await file.close();
      await rename(draft, path);
      finished = true;
      await syncDirectory(dirname(path));
      return size;
    },
    async discard() {
      if (finished) return;
      await pending.catch(() => undefined);
      await file.close().catch(() => undefined);
      await rm(draft, { force: true });
    },
  };
}

function head(kind: number, content: Buffer): Buffer {
  const bytes = Buffer.alloc(FRAME_HEAD_BYTES);
  bytes.writeUInt8(kind, 0);
  bytes.writeUInt32BE(content.length, 1);
  return bytes;
}

async function writeAll(file: FileHandle, bytes: Buffer): Promise<void> {
  for (let written = 0; written < bytes.length; ) {
    written += (await file.write(bytes, written)).bytesWritten;
  }
}

/** Puts a new name on the disk too: after a power cut a file that is whole but nameless helps nobody. */
async function syncDirectory(path: string): Promise<void> {
  await using directory = await open(path, "r");
  await directory.sync();
}
