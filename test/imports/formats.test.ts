import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { parquetWriteBuffer } from "hyparquet-writer";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ChannelRef, refKey } from "#domain/channel.ts";
import { days, instant, plus } from "#domain/time.ts";
import type { Field } from "#imports/fields.ts";
import { refsIn } from "#imports/import-list.ts";
import { openList } from "#imports/open-list.ts";
import { readChannelRef } from "#imports/read-refs.ts";
import { partsOf, readPart } from "#imports/read-rows.ts";
import { openSource } from "#imports/source-file.ts";
import { understand } from "#imports/understand.ts";
import { type Folder, openFolder } from "./stage.ts";

let folder: Folder;
beforeAll(async () => {
  folder = await openFolder();
});
afterAll(() => folder.remove());

const AT = instant(Date.UTC(2026, 5, 3, 8, 30));

/** The samples and refusals that a file is read as. */
async function readFile(content: string | Uint8Array, map: Partial<Record<Field, string>> = {}) {
  const source = await openSource(await folder.write("file", content), Readable.from([]));
  const asked = { columns: new Map(Object.entries(map) as [Field, string][]), dateOrder: null };
  const understood = await understand(source, asked);
  if (understood.kind === "unclear") return understood.reason;
  const read = [];
  for await (const rows of partsOf(understood.table, 1_000)) {
    read.push(readPart(rows, understood.table, understood.mapping, { now: plus(AT, days(1)), keptFrom: null }));
  }
  return { samples: read.flatMap(({ samples }) => samples), refused: read.flatMap(({ refused }) => refused) };
}

const SAMPLE = { videoId: "dQw4w9WgXcQ", capturedAt: AT, views: 1200, likes: 21, comments: null };
const ID = "dQw4w9WgXcQ";
const TITLE = 'Grüße,\n"zwei" Zeilen';
const ROW = `"Grüße,\n""zwei"" Zeilen",UC0123456789abcdefghijkl,2026-06-01`;
const CSV = `video_id,fetched_at,views,likes,comments,title,channel_id,published_at\n${ID},2026-06-03T08:30:00Z,1200,21.0,,${ROW}\n`;

describe("counters", () => {
  it.each<[string, string | Uint8Array]>([
    ["CSV", CSV],
    ["CSV with a byte order mark", `\ufeff${CSV}`],
    ["CSV of old Macs", CSV.replace('\n""zwei', ' ""zwei').replaceAll("\n", "\r")],
    ["CSV of Windows", CSV.replaceAll("\n", "\r\n")],
    ["gzip", gzipSync(CSV)],
    ["gzip in two members", Buffer.concat([gzipSync(CSV.slice(0, 50)), gzipSync(CSV.slice(50))])],
    ["UTF-16", Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(CSV.replaceAll(",", "\t"), "utf16le")])],
    ["Windows-1252", Buffer.from(CSV.replaceAll(",", ";"), "latin1")],
    [
      "other names and times",
      `Video URL|Timestamp|View Count|Like Count\nhttps://youtu.be/${ID}|1780475400|1,200|21\n`,
    ],
    [
      "a video's id under any name",
      `was,when,date,viewCount,likeCount\n${ID},x,2026-06-03 08:30:00.000000+00:00,1200,21\n`,
    ],
    [
      "NDJSON",
      `${JSON.stringify({ id: ID, fetchedAt: "2026-06-03T08:30:00Z", statistics: { viewCount: "1200", likeCount: "21" } })}\n`,
    ],
  ])("are read from %s", async (_, content) => {
    expect(await readFile(content)).toMatchObject({ samples: [SAMPLE], refused: [] });
  });

  it("come with the title and the channel where the file has them", async () => {
    const read = await readFile(CSV);
    const text = { title: TITLE, publishedAt: Date.UTC(2026, 5, 1), format: "unknown", tags: [] };
    expect(read).toMatchObject({ samples: [{ channelId: "UC0123456789abcdefghijkl", text }] });
  });

  it("are read from Parquet, however it is compressed, a row group after the other", async () => {
    const count = 45_000;
    const columns = (["SNAPPY", "UNCOMPRESSED"] as const).map((codec) =>
      parquetWriteBuffer({
        codec,
        rowGroupSize: 30_000,
        columnData: [
          { name: "video_id", data: Array(count).fill(ID), type: "STRING" },
          { name: "captured_at", data: Array.from({ length: count }, (_, i) => new Date(AT + i)), type: "TIMESTAMP" },
          { name: "views", data: Array.from({ length: count }, (_, i) => BigInt(i)), type: "INT64" },
          { name: "likes", data: Array(count).fill(null), type: "INT64", nullable: true },
        ],
      }),
    );
    for (const bytes of columns) {
      const read = await readFile(new Uint8Array(bytes));
      if (typeof read === "string") throw new Error(read);
      expect(read.refused).toEqual([]);
      expect(read.samples.map(({ views }) => views)).toEqual(Array.from({ length: count }, (_, i) => i));
      expect(read.samples.at(-1)).toMatchObject({ capturedAt: AT + count - 1, likes: null });
    }
  });

  it("are refused one by one where a line is no object, is too long, or has other fields than the header", async () => {
    const lines = [
      "[1]",
      "{",
      "null",
      `{"id":"${"x".repeat(2 ** 21)}"}`,
      JSON.stringify({ ...SAMPLE, capturedAt: "2026-06-03T08:30" }),
    ];
    const first = JSON.stringify({ ...SAMPLE, capturedAt: "2026-06-03T08:30:00Z" });
    const ndjson = await readFile(`${[first, ...lines].join("\n")}\n`);
    expect(ndjson).toMatchObject({
      samples: [SAMPLE, SAMPLE],
      refused: [{ row: 2 }, { row: 3 }, { row: 4 }, { row: 5, reason: "it is longer than a megabyte" }],
    });
    const csv = await readFile(`${CSV}${ID},2026-06-03\n${ID},,,,,,,,,,,\n`);
    expect(csv).toMatchObject({ samples: [SAMPLE], refused: [{ row: 2 }, { row: 3 }] });
  });

  it.each([
    ["a,b\n1,2\n", {}, /^No column for videoId and capturedAt and views was found.*--map videoId=COLUMN/],
    [CSV, { views: "clicks" }, /^There is no column "clicks" for views\. The columns are: video_id, /],
    ["", {}, /^No column .* The file has no columns\.$/],
  ] as const)("whose columns say too little are not guessed at (%#)", async (content, map, reason) => {
    expect(await readFile(content, map)).toMatch(reason);
  });

  it("take the columns that they are told", async () => {
    const content = `id,other,date,views,clicks\nAAAAAAAAAAA,${ID},2026-06-03 08:30,1,1200\n`;
    const read = await readFile(content, { videoId: "other", views: "clicks" });
    expect(read).toMatchObject({ samples: [{ videoId: ID, views: 1200, likes: null }] });
  });

  it("of which each is as long as a row may be are held a few at a time", async () => {
    const long = JSON.stringify({ id: ID, date: "2026-06-03T08:30", views: 1, text: "x".repeat(1_000_000) });
    const source = await openSource(await folder.write("long", `${long}\n`.repeat(30)), Readable.from([]));
    const understood = await understand(source, { columns: new Map(), dateOrder: null });
    if (understood.kind === "unclear") throw new Error(understood.reason);
    const sizes: number[] = [];
    for await (const rows of partsOf(understood.table, 1_000)) sizes.push(rows.length);
    expect(Math.max(...sizes)).toBeLessThan(10);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(30);
  });

  it("have tags, and a cell of blanks that was made to take hours has none", { timeout: 5_000 }, async () => {
    const row = (tags: string) => `${ID},2026-06-03 08:30,1,T,UC0123456789abcdefghijkl,2026-06-01,"${tags}"\n`;
    const header = "video_id,fetched_at,views,title,channel_id,published_at,tags\n";
    const read = await readFile(`${header}${row("a | b,c")}${row(" ".repeat(900_000))}${row("x".repeat(900_000))}`);
    if (typeof read === "string") throw new Error(read);
    expect(read.samples.map(({ text }) => text?.tags)).toEqual([["a", "b", "c"], [], []]);
  });

  it("are read from a pipe, such as another program's output", async () => {
    const path = join(folder.path, "pipe");
    await promisify(execFile)("mkfifo", [path]);
    const [source] = await Promise.all([openSource(path, Readable.from([])), writeFile(path, CSV)]);
    expect(await understand(source, { columns: new Map(), dateOrder: null })).toMatchObject({ kind: "understood" });
    await source.close();
  });

  it("of a Parquet file that is none break off with a sentence", async () => {
    await expect(readFile(Buffer.from("PAR1 and nothing else of it"))).rejects.toThrow(
      /^The Parquet file cannot be read/,
    );
  });
});

const A = "UC0123456789abcdefghijkA";
const B = "UC0123456789abcdefghijkB";

/** What a list names, and how many rows name nothing; or why it names nothing. */
async function named(content: string | Uint8Array) {
  const source = await openSource(await folder.write("list", content), Readable.from([]));
  const list = await openList<ChannelRef>(source, readChannelRef, "channel");
  if (list.kind === "unclear") return list.reason;
  const refs: string[] = [];
  let refused = 0;
  for await (const rows of partsOf(list.table, 1_000)) {
    const read = refsIn(rows, list, "names none");
    refs.push(...read.refs.map(refKey));
    refused += read.refused.length;
  }
  return { refs, refused };
}

describe("a list of channels", () => {
  const outline = (xmlUrl: string) => `<outline type="rss" text="A &gt; B" xmlUrl="${xmlUrl}"/>`;
  const feed = (id: string) => `https://www.youtube.com/feeds/videos.xml?channel_id=${id}`;

  it.each<[string, string | Uint8Array, readonly string[], number]>([
    ["plain", `${A}\n@handle\nhttps://www.youtube.com/channel/${B}\nnothing\n`, [A, "@handle", B], 1],
    [
      "Takeout's, in German",
      `Kanal-ID,Kanal-URL,Kanaltitel\n${A},http://www.youtube.com/channel/${A},"Eins, zwei"\n${B},,B\n`,
      [A, B],
      0,
    ],
    [
      "Takeout's, in Japanese, gzipped",
      gzipSync(`\ufeffチャンネル ID,チャンネルの URL,チャンネルのタイトル\r\n${A},x,y\r\n`),
      [A],
      0,
    ],
    ["CSV of handles without their @", "name;handle\nOne;oneTwo\nTwo;@two22\n", ["@onetwo", "@two22"], 0],
    ["CSV with the column at the end, and rows of any length", `a,b,c\n1,2,${A}\n1,2,${B}\nx\n`, [A, B], 1],
    [
      "OPML",
      `<?xml version="1.0"?><opml><body><outline text="All">${outline(feed(A))}${outline("https://www.youtube.com/feeds/videos.xml?user=x")}${outline(feed(B))}</outline></body></opml>`,
      [A, B],
      1,
    ],
    ["NDJSON", `{"channel":{"id":"${A}"}}\n{"channel":{"id":7}}\n`, [A], 1],
  ])("is read: %s", async (_, content, refs, refused) => {
    expect(await named(content)).toEqual({ refs, refused });
  });

  it.each(["title\nOne\nTwo\n", "", "<html><body>no</body></html>"])(
    "that names none says so (%#)",
    async (content) => {
      const said = await named(content);
      if (typeof said === "string") expect(said).toMatch(/names a channel by its id/);
      else expect(said.refs).toEqual([]);
    },
  );

  it("of outlines that are never closed is read through once", { timeout: 5_000 }, async () => {
    const open = `<opml>${"<outline ".repeat(300_000)}${outline(feed(A))}</opml>`;
    expect(await named(open)).toEqual({ refs: [A], refused: 0 });
    expect(await named(`<opml><outline ${'a="" '.repeat(1_000_000)}`)).toEqual({ refs: [], refused: 0 });
  });

  it("says of a row that names none how it begins", async () => {
    const source = await openSource(await folder.write("wide", `${A}\n${"x".repeat(900_000)}\n`), Readable.from([]));
    const list = await openList<ChannelRef>(source, readChannelRef, "channel");
    if (list.kind === "unclear") throw new Error(list.reason);
    for await (const rows of partsOf(list.table, 1_000)) {
      expect(refsIn(rows, list, "names none").refused).toEqual([
        { row: 2, reason: "names none", says: ["x".repeat(200)] },
      ]);
    }
  });

  it("of subscriptions is no gigabyte", async () => {
    const path = join(folder.path, "huge.opml");
    await folder.write("huge.opml", `<opml>${" ".repeat(17 * 1024 * 1024)}`);
    const source = await openSource(path, Readable.from([]));
    await expect(openList(source, readChannelRef, "channel")).rejects.toThrow(/over 16 MB/);
  });
});
