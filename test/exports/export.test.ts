import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Api } from "#api/app-type.ts";
import type { VideoItem } from "#api/contract.ts";
import { readExportFilter } from "#api/files/export-filter.ts";
import { days, minus } from "#domain/time.ts";
import { DATASETS, FORMATS } from "#exports/datasets.ts";
import { at } from "#storage/database.ts";
import { ensurePartitions } from "#storage/videos/partitions.ts";
import { NOW } from "../api/now.ts";
import { openApi } from "../api/open-api.ts";
import { CHANNELS, RICH_VIDEO, seed, seededVideoId } from "../api/seed.ts";
import { openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { askDuckDb, exported } from "./open-exports.ts";

let database: TestDatabase;
let app: Api;

beforeAll(async () => {
  database = await openTestDatabase("pglite");
  await seed(database.db, 60);
  ({ app } = await openApi(database.db));
  // One video is sampled more often than an answer of the database holds rows.
  await ensurePartitions(database.db, minus(NOW, days(30)), NOW);
  await sql`insert into snapshot (video_id, captured_at, views, likes, comments, source)
    select ${seededVideoId(3)}, ${at(NOW)} - make_interval(secs => n), 9007199254740991 - n, null, n, 'batch'
    from generate_series(1, 12000) n on conflict do nothing`.execute(database.db);
  await database.db.updateTable("video").set({ title: "=HYPERLINK(1)" }).where("id", "=", seededVideoId(1)).execute();
});
afterAll(async () => {
  await app.close();
  await database.close();
});

const linesOf = async (path: string): Promise<unknown[]> =>
  (await readFile(path, "utf8"))
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));

describe("an export", () => {
  it.each(DATASETS.flatMap((dataset) => FORMATS.map((format) => ({ dataset, format }))))(
    "of $dataset as $format has a manifest that tells its files apart from any other",
    async ({ dataset, format }) => {
      const filter = dataset === "keywords" ? { kind: "top", window: "28d" } : {};
      const { directory, writing } = await exported(database.db, { dataset, format, filter });
      await writing;
      expect((await readdir(directory)).toSorted()).toEqual(
        ["dictionary.csv", "manifest.json", `${dataset}.${format}`].toSorted(),
      );
      const manifest = JSON.parse(await readFile(join(directory, "manifest.json"), "utf8"));
      expect(manifest).toMatchObject({ dataset, format, filter, versions: { viewcurve: "1.2.3", schema: 16 } });
      for (const { name, bytes, sha256 } of manifest.files) {
        const content = await readFile(join(directory, name));
        expect([bytes, sha256]).toEqual([content.length, createHash("sha256").update(content).digest("hex")]);
      }
    },
  );

  it("of videos is the list of the API: as JSON, and in DuckDB value by value", async () => {
    const filter = { channel: [...CHANNELS], sort: "-views" };
    const query = `sort=-views&limit=200&${CHANNELS.map((id) => `channel=${id}`).join("&")}`;
    const { items } = (await app.inject(`/api/v1/videos?${query}`)).json();
    const asLines = await exported(database.db, { dataset: "videos", format: "ndjson", filter });
    const manifest = await asLines.writing;
    expect(await linesOf(asLines.file)).toEqual(items);
    expect(manifest.rows).toBe(items.length);
    expect(manifest.coverage).toMatchObject({ videos: items.length });
    expect(manifest.derived).toContain("performance.value");
    expect(manifest.derived).not.toContain("counters.views");

    const parquet = await exported(database.db, { dataset: "videos", format: "parquet", filter });
    await parquet.writing;
    const types = await askDuckDb(`describe select * from '${parquet.file}'`);
    expect(Object.fromEntries(types.map(({ column_name, column_type }) => [column_name, column_type]))).toMatchObject({
      id: "VARCHAR",
      tags: "JSON",
      madeForKids: "BOOLEAN",
      publishedAt: "TIMESTAMP WITH TIME ZONE",
      counters_views: "BIGINT",
      performance_value: "DOUBLE",
    });
    const rows = await askDuckDb(
      `select id, title, tags, counters_views as views, epoch_ms(publishedAt) as published, performance_value as score,
        gone_since is null as here from '${parquet.file}'`,
    );
    expect(rows).toEqual(
      (items as VideoItem[]).map(({ id, title, tags, counters, publishedAt, performance, gone }) => ({
        id,
        title,
        tags: JSON.stringify(tags),
        views: counters.views === null ? null : String(counters.views),
        published: publishedAt === null ? null : String(Date.parse(publishedAt)),
        score: performance.value,
        here: gone === null,
      })),
    );
  });

  it("of samples holds each stored one once, with its time and counters as they are, and no more than its span", async () => {
    const stored = await sql<{ n: number; views: string }>`
      select count(*) as n, sum(views)::text as views from snapshot s
      where captured_at < ${at(NOW)} and exists (select from video v where v.id = s.video_id and v.described_at is not null)`.execute(
      database.db,
    );
    const { file, writing } = await exported(database.db, { dataset: "snapshots", format: "parquet" });
    const manifest = await writing;
    const [sums] = await askDuckDb(
      `select count(*) as n, count(distinct (videoId, sampledAt)) as each, sum(views)::varchar as views from '${file}'`,
    );
    expect(sums).toEqual({
      n: String(stored.rows[0]?.n),
      each: String(stored.rows[0]?.n),
      views: stored.rows[0]?.views,
    });
    expect(manifest.timeWindow).toMatchObject({ column: "sampledAt" });
    expect(manifest.quotaSpent).toMatchObject({ default: expect.any(Number) });

    const span = { from: "2026-08-01", to: "2026-09-01", channel: CHANNELS[0] };
    const within = await exported(database.db, { dataset: "snapshots", format: "ndjson", filter: span });
    await within.writing;
    const lines = (await linesOf(within.file)) as { videoId: string; sampledAt: string; views: number }[];
    const url = `/api/v1/videos/${RICH_VIDEO}/series?from=2026-08-01&to=2026-09-01`;
    const series = (await app.inject(url)).json().snapshots as { at: string; views: number }[];
    expect(series.length).toBeGreaterThan(1);
    expect(
      lines.filter(({ videoId }) => videoId === RICH_VIDEO).map(({ sampledAt, views }) => [sampledAt, views]),
    ).toEqual(series.map(({ at: sampledAt, views }) => [sampledAt, views]));
    expect(lines.every(({ sampledAt }) => sampledAt >= "2026-08-01" && sampledAt < "2026-09-01")).toBe(true);
  });

  it("runs no formula in a spreadsheet, and says of every column what it means", async () => {
    const { directory, file, writing } = await exported(database.db, { dataset: "videos", format: "csv" });
    await writing;
    const text = await readFile(file, "utf8");
    expect(text).toContain("'=HYPERLINK(1)");
    expect(text).not.toMatch(/(?:^|,)"?=HYPERLINK/m);
    const columns = text.slice(0, text.indexOf("\r\n")).split(",");
    const dictionary = (await readFile(join(directory, "dictionary.csv"), "utf8")).split("\r\n").slice(1, -1);
    expect(dictionary.map((line) => line.slice(0, line.indexOf(",")))).toEqual(columns);
  });

  it("under pseudonyms tells no id and no text, and the same stands for the same", async () => {
    const names = new Set<string>();
    for (const format of FORMATS) {
      const { directory, writing } = await exported(database.db, { dataset: "videos", format, pseudonyms: true });
      await writing;
      for (const name of await readdir(directory)) {
        const text = await readFile(join(directory, name), "latin1");
        for (const telling of [RICH_VIDEO, "vid0000", ...CHANNELS, "Crumb", "rivers bend", "HYPERLINK"]) {
          expect(text, `${name} ${telling}`).not.toContain(telling);
        }
      }
    }
    const videos = await exported(database.db, { dataset: "videos", format: "ndjson", pseudonyms: true });
    const samples = await exported(database.db, { dataset: "snapshots", format: "ndjson", pseudonyms: true });
    const others = await exported(
      database.db,
      { dataset: "videos", format: "ndjson", pseudonyms: true },
      { key: "another" },
    );
    await Promise.all([videos.writing, samples.writing, others.writing]);
    for (const line of await linesOf(videos.file)) names.add((line as { id: string }).id);
    for (const line of await linesOf(samples.file)) expect(names).toContain((line as { videoId: string }).videoId);
    for (const line of await linesOf(others.file)) expect(names).not.toContain((line as { id: string }).id);
  });

  it("of ids alone holds nothing else", async () => {
    const { directory, file, writing } = await exported(database.db, {
      dataset: "channels",
      format: "csv",
      idsOnly: true,
    });
    await writing;
    expect((await readFile(file, "utf8")).split("\r\n").slice(0, 2)).toEqual(["id", expect.stringMatching(/^UC/)]);
    expect(JSON.parse(await readFile(join(directory, "manifest.json"), "utf8"))).toMatchObject({
      idsOnly: true,
      coverage: null,
    });
  });

  it("that is broken off leaves no file that looks whole", async () => {
    const gone = new AbortController();
    gone.abort(new Error("stopped"));
    const { directory, writing } = await exported(
      database.db,
      { dataset: "videos", format: "csv" },
      { signal: gone.signal },
    );
    await expect(writing).rejects.toThrow("stopped");
    expect(await readdir(directory)).toEqual(["videos.csv.part"]);
  });

  it.each([
    ["videos", { performnceMin: 2 }, "performnceMin"],
    ["videos", { viewsMin: 5, viewsMax: 1 }, "viewsMax"],
    ["snapshots", { from: "2026-02-30" }, "from"],
    ["snapshots", { from: "2026-03-01", to: "2026-02-01" }, "to"],
    ["snapshots", { fields: "id" }, "fields"],
    ["watch-runs", { watch: "no" }, "watch"],
    ["keywords", { kind: "best" }, "kind"],
  ] as const)("of %s refuses the filter %j by its parameter's name", (dataset, filter, name) => {
    const read = readExportFilter(dataset, filter);
    expect(JSON.stringify(read)).toContain(name);
    expect(read.kind).toBe("refused");
  });
});
