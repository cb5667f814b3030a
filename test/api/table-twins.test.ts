import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Api } from "#api/app-type.ts";
import type { VideoId } from "#domain/video.ts";
import { writeListing } from "#storage/videos/listing.ts";
import { openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { ADMIN_TOKEN, openApi } from "./open-api.ts";
import { CHANNELS, RICH_VIDEO, seed } from "./seed.ts";
import { seedDiscovery } from "./seed-discoveries.ts";
import { seedWatch } from "./seed-watches.ts";

const FORMULA = '=HYPERLINK("https://evil.example/","more")';

const ABOUT = {
  ...{ version: "0.1.0", runtime: "v24.21.0" },
  settings: [{ name: "VIEWCURVE_PORT", value: "8686", isSet: false, isHidden: false }],
};

interface Answer {
  readonly items: readonly Readonly<Record<string, unknown>>[];
  readonly facts: Readonly<Record<"formats" | "rising" | "keywords" | "watch", readonly unknown[]>>;
  readonly days: readonly unknown[];
  readonly settings: readonly unknown[];
}

let database: TestDatabase;
let app: Api;
let watch: string;
beforeAll(async () => {
  database = await openTestDatabase("pglite");
  await seed(database.db, 60);
  watch = await seedWatch(database.db);
  await seedDiscovery(database.db);
  await database.db.updateTable("video").set({ title: FORMULA }).where("described_at", "is not", null).execute();
  await database.db.updateTable("video_counter").set({ outlier: 5, outlier_basis: "lifetime" }).execute();
  const ids = await database.db.selectFrom("video").select("id").execute();
  await writeListing(
    database.db,
    ids.map(({ id }) => id as VideoId),
  );
  ({ app } = await openApi(database.db, { about: ABOUT }));
});
afterAll(() => database.close());

const get = (url: string, token = ADMIN_TOKEN) =>
  app.inject({ url: `/api/v1${url}`, headers: { authorization: `Bearer ${token}`, host: "localhost" } });

/** The cells of a table, none of which may hold a line's end here. */
const rowsOf = (csv: string): string[][] =>
  csv
    .trimEnd()
    .split("\r\n")
    .map((line) => (`${line},`.match(/("(?:[^"]|"")*"|[^",]*),/g) ?? []).map((cell) => cell.slice(0, -1)));

/** Each table with what it stands beside, how many rows that has, and columns that it must have. */
const TWINS: readonly {
  readonly table: string;
  readonly answer: string;
  readonly count: (answer: Answer) => number;
  readonly columns: readonly string[];
}[] = [
  ...["trending", "outliers", "engaging"].map((insight) => ({
    table: `/insights/${insight}.csv?window=${insight === "trending" ? "24h" : "28d"}&limit=5`,
    answer: `/insights/${insight}?window=${insight === "trending" ? "24h" : "28d"}&limit=5`,
    count: ({ items }: Answer) => items.length,
    columns: ["rank", "video.id", "video.title", "video.counters.views", "video.outlier.value"],
  })),
  {
    table: "/insights/keywords.csv?kind=top&window=28d",
    answer: "/insights/keywords?kind=top&window=28d",
    count: ({ items }) => items.length,
    columns: ["term", "videos", "logOdds.z", "examples"],
  },
  {
    table: "/insights/views.csv?window=7d&step=day",
    answer: "/insights/views?window=7d&step=day",
    count: ({ items }) => items.length,
    columns: ["at", "views", "before", "samples"],
  },
  {
    table: `/insights/typical.csv?channel=${CHANNELS[0]}`,
    answer: `/insights/typical?channel=${CHANNELS[0]}`,
    count: ({ items }) => items.reduce((sum, { bands }) => sum + (bands as unknown[]).length, 0),
    columns: ["format", "ageSeconds", "p50", "n"],
  },
  {
    table: "/insights/forecasts/accuracy.csv",
    answer: "/insights/forecasts/accuracy",
    count: ({ items }) => items.reduce((sum, { parts }) => sum + 1 + (parts as unknown[]).length, 0),
    columns: ["target", "outsetHours", "format", "error", "coverageInterval.low"],
  },
  {
    table: "/insights/summary/facts.csv?window=28d",
    answer: "/insights/summary/facts?window=28d",
    count: ({ facts: { formats, rising, keywords, watch: watched } }) =>
      1 + formats.length + rising.length + keywords.length + watched.length,
    columns: ["about", "title", "term", "viewsGained"],
  },
  { table: "/quota.csv", answer: "/quota", count: ({ days }) => days.length, columns: ["day", "used"] },
  { table: "/settings.csv", answer: "/settings", count: ({ settings }) => settings.length, columns: ["name"] },
];

describe("a table beside an answer", () => {
  it.each(TWINS)("$table has a row for each thing that the answer tells", async ({ table, answer, count, columns }) => {
    const csv = await get(table);
    expect([csv.statusCode, csv.headers["content-type"]]).toEqual([200, "text/csv; charset=utf-8; header=present"]);
    expect(csv.headers["content-disposition"]).toMatch(/^attachment; filename="[a-z-]+\.csv"$/);
    const [head = [], ...rows] = rowsOf(csv.body);
    expect(head).toEqual(expect.arrayContaining([...columns]));
    const expected = count((await get(answer)).json());
    expect(rows.length).toBe(expected);
    expect(expected).toBeGreaterThan(0);
    expect(rows.filter((row) => row.length < head.length)).toEqual([]);
  });

  it("has all of a list that comes in pages, in its order", async () => {
    const lists = [
      ["/calls", "/calls.csv", "id"],
      [`/watches/${watch}/videos?sort=rank`, `/watches/${watch}/videos.csv?sort=rank`, "id"],
      ["/watches", "/watches.csv", "id"],
      ["/discoveries", "/discoveries.csv", "id"],
    ] as const;
    for (const [list, table, name] of lists) {
      const ids: unknown[] = [];
      for (let next: string | null = ""; next !== null; ) {
        const page: { items: { id: string }[]; next: string | null } = (
          await get(`${list}${list.includes("?") ? "&" : "?"}limit=2${next === "" ? "" : `&cursor=${next}`}`)
        ).json();
        ids.push(...page.items.map(({ id }) => id));
        next = page.next;
      }
      const [head = [], ...rows] = rowsOf((await get(table)).body);
      expect([table, rows.map((row) => row[head.indexOf(name)])]).toEqual([table, ids]);
      expect(rows.length).toBeGreaterThan(0);
    }
    const runs = (await get(`/watches/${watch}/runs?limit=200`)).json() as { items: { pages: unknown[] }[] };
    const [, ...pages] = rowsOf((await get(`/watches/${watch}/runs.csv`)).body);
    expect(pages.length).toBe(runs.items.reduce((sum, run) => sum + run.pages.length, 0));
  });

  it("has every row of a series, whatever an answer may hold", async () => {
    for (const bucket of ["raw", "1d", "age"]) {
      const series = (await get(`/videos/${RICH_VIDEO}/series?bucket=${bucket}`)).json() as Record<string, unknown[]>;
      const [, ...rows] = rowsOf((await get(`/videos/${RICH_VIDEO}/series.csv?bucket=${bucket}`)).body);
      expect([bucket, rows.length]).toEqual([bucket, (series["snapshots"] ?? series["ages"])?.length]);
    }
  });

  it("lets no stranger's title become a formula", async () => {
    for (const table of ["/insights/outliers.csv?window=28d", `/watches/${watch}/videos.csv`]) {
      const { body } = await get(table);
      expect(body, table).toContain(`'=HYPERLINK(""https`);
      expect(body, table).not.toMatch(/(?:^|,)"?=HYPERLINK/m);
    }
  });

  it("is refused as its answer is, with a problem and not a table", async () => {
    const odd = await get("/insights/outliers.csv?windw=1d");
    expect([odd.statusCode, odd.headers["content-type"]]).toEqual([400, expect.stringContaining("problem+json")]);
    const none = await get("/videos/nobody_____/series.csv");
    expect([none.statusCode, none.json()["type"]]).toEqual([404, "/problems/not-found"]);
    const open = await app.inject({ url: "/api/v1/settings.csv", headers: { host: "localhost" } });
    expect([open.statusCode, open.json()["type"]]).toEqual([401, "/problems/token-required"]);
  });
});
