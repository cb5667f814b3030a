import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";

const HEADER = "video_id,fetched_at,views,likes,comments,title\n";
const GOOD = "dQw4w9WgXcQ,2026-06-03T08:30:00Z,1200,21,3,good\n";
const MB = 1024 * 1024;

/** A file that wants to harm whoever reads it: `megabytes` or `rows` long. */
interface HostileFile {
  readonly what: string;
  readonly name: string;
  readonly pieces: (size: { readonly megabytes: number; readonly rows: number }) => Iterable<string | Uint8Array>;
}

function* repeated(piece: string | Uint8Array, times: number): Generator<string | Uint8Array> {
  for (let i = 0; i < times; i++) yield piece;
}

/** Lines, a few thousand a piece. */
function* lines(count: number, line: (n: number) => string): Generator<string> {
  const SIZE = 5_000;
  for (let from = 0; from < count; from += SIZE) {
    let text = "";
    for (let n = from; n < Math.min(count, from + SIZE); n++) text += line(n);
    yield text;
  }
}

const BAD: readonly ((n: number) => string)[] = [
  (n) => `nothing at all ${n},2026-06-03T08:30:00Z,1,2,3,no id\n`,
  () => "dQw4w9WgXcQ,yesterday,1,2,3,no time\n",
  () => "dQw4w9WgXcQ,2026-06-03T08:30:00Z,many,few,none,no numbers\n",
  () => "dQw4w9WgXcQ,2126-06-03T08:30:00Z,1,2,3,of the future\n",
  () => '"dQw4w9WgXcQ,2026-06-03T08:30:00Z\n',
];

export const HOSTILE_FILES: readonly HostileFile[] = [
  {
    what: "a gzip bomb: one line a thousand times as long as its archive",
    name: "bomb.csv.gz",
    *pieces({ megabytes }) {
      yield HEADER + GOOD;
      yield* repeated(Buffer.alloc(MB, "a"), megabytes);
    },
  },
  {
    what: "one long line",
    name: "line.csv",
    *pieces({ megabytes }) {
      yield HEADER + GOOD;
      yield* repeated(Buffer.alloc(MB, "0,"), megabytes);
      yield `\n${GOOD.replace("08:30", "08:31")}`;
    },
  },
  {
    what: "a quote that is never closed",
    name: "quote.csv",
    *pieces({ megabytes }) {
      yield `${HEADER}${GOOD}"`;
      yield* repeated(Buffer.alloc(MB, `${"text, ".repeat(20)}"" \n`), megabytes);
    },
  },
  {
    what: "one long line of JSON",
    name: "line.ndjson",
    *pieces({ megabytes }) {
      yield '{"id":"dQw4w9WgXcQ","fetched_at":"2026-06-03T08:30:00Z","views":12}\n{"id":"';
      yield* repeated(Buffer.alloc(MB, "[{"), megabytes);
    },
  },
  {
    what: "bytes of several encodings and of none",
    name: "mixed.csv",
    *pieces({ megabytes }) {
      yield HEADER + GOOD;
      const latin = Buffer.from("dQw4w9WgXcQ,2026-06-03T08:30:00Z,5,,,Grüße\n", "latin1");
      const wide = Buffer.from("dQw4w9WgXcQ,2026-06-03T08:30:00Z,5,,,Grüße\n", "utf16le");
      const none = Buffer.from([0xff, 0xfe, 0x00, 0xc3, 0x28, 0xed, 0xa0, 0x80, 0x0a]);
      const block = Buffer.concat([latin, wide, none]);
      yield* repeated(Buffer.concat(Array(Math.ceil(MB / block.length)).fill(block)), Math.ceil(megabytes / 10));
    },
  },
  {
    what: "bad rows",
    name: "bad.csv",
    *pieces({ rows }) {
      yield HEADER + GOOD;
      yield* lines(rows, (n) => (BAD[n % BAD.length] as (n: number) => string)(n));
    },
  },
];

/** Writes such a file, zipped where its name says so. */
export async function writeHostile(path: string, pieces: Iterable<string | Uint8Array>): Promise<void> {
  const file = createWriteStream(path);
  if (path.endsWith(".gz")) return pipeline(pieces, createGzip(), file);
  for (const piece of pieces) if (!file.write(piece)) await once(file, "drain");
  file.end();
  await once(file, "close");
}
