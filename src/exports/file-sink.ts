import { createHash } from "node:crypto";
import { open, rename } from "node:fs/promises";
import { basename } from "node:path";

/** A file of an export, as its manifest names it. */
export interface WrittenFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface FileSink {
  write(piece: string | Uint8Array): Promise<void>;
  /** Puts the file under its name: until then nobody takes a part for the whole. */
  finish(): Promise<WrittenFile>;
  /** Lets go of what was written so far; harmless after `finish`. */
  close(): Promise<void>;
}

/** Opens a file to be written from its beginning; its hash is taken on the way. What has that name is replaced at the end. */
export async function openFileSink(path: string): Promise<FileSink> {
  const unfinished = `${path}.part`;
  const file = await open(unfinished, "w");
  const hash = createHash("sha256");
  let bytes = 0;
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (!isOpen) return;
    isOpen = false;
    await file.close();
  };
  return {
    async write(piece) {
      const data = typeof piece === "string" ? Buffer.from(piece) : piece;
      hash.update(data);
      for (let from = 0; from < data.length; ) from += (await file.write(data, from)).bytesWritten;
      bytes += data.length;
    },
    async finish() {
      await file.sync();
      await close();
      await rename(unfinished, path);
      return { name: basename(path), bytes, sha256: hash.digest("hex") };
    },
    close,
  };
}
