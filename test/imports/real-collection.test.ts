import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { instant } from "#domain/time.ts";
import { RefusalLog } from "#imports/refusal-log.ts";
import { openSource } from "#imports/source-file.ts";
import { rehearse, understand } from "#imports/understand.ts";
import { openApi } from "../api/open-api.ts";
import { openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { contents, type Folder, importFile, openFolder } from "./stage.ts";

/** Charts of eight countries over 256 days, as somebody collected them (CC0). */
const CHARTS = join(import.meta.dirname, "../../../shared/data/trending");
const AFTER = instant(Date.UTC(2026, 10, 1));
const ROWS = 400;

describe.skipIf(!existsSync(CHARTS))("somebody's collection of charts", () => {
  let test: TestDatabase;
  let folder: Folder;
  beforeAll(async () => {
    [test, folder] = await Promise.all([openTestDatabase("native"), openFolder()]);
  });
  afterAll(async () => {
    await Promise.all([test.close(), folder.remove()]);
  });

  it("is understood without a word, in all its eight files, and every row can be stored", async () => {
    let rows = 0;
    for (const name of (await readdir(CHARTS)).filter((each) => each.endsWith(".csv.gz"))) {
      const source = await openSource(join(CHARTS, name), Readable.from([]));
      const understood = await understand(source, { columns: new Map(), dateOrder: null });
      if (understood.kind === "unclear") throw new Error(understood.reason);
      expect(understood.named).toMatchObject({
        videoId: "video_id",
        capturedAt: "fetched_at",
        publishedAt: "published_at",
      });
      const found = await rehearse(understood, { now: AFTER, keptFrom: null }, new RefusalLog(null), () => undefined);
      expect({ name, refusals: found.refusals, readable: found.readable }).toEqual({
        name,
        refusals: {},
        readable: found.rows,
      });
      rows += found.rows;
    }
    expect(rows).toBe(102_066);
  });

  it("is shown like what was sampled here, and changes nothing when it comes again", async () => {
    const text = gunzipSync(await readFile(join(CHARTS, "US.csv.gz"))).toString("utf8");
    // The newest rows; none of them has a line end within it.
    const lines = text.trimEnd().split("\n");
    const path = await folder.write("us.csv", `${[lines[0], ...lines.slice(-ROWS)].join("\n")}\n`);
    const span = { now: AFTER, keptFrom: null };
    const { row } = await importFile(test.db, path, { span });
    expect([row.state, row.position, row.stored + row.present + row.refused, row.refused]).toEqual([
      "done",
      ROWS,
      ROWS,
      0,
    ]);
    const before = await contents(test.db);
    expect((await importFile(test.db, path, { span })).row).toMatchObject({ stored: 0, present: ROWS });
    expect(await contents(test.db)).toEqual(before);

    const { app } = await openApi(test.db);
    const get = async (url: string) => {
      const answer = await app.inject(`/api/v1${url}`);
      expect({ url, status: answer.statusCode }).toEqual({ url, status: 200 });
      return answer.json();
    };
    const { items } = await get("/videos?sort=-gain7d&limit=3");
    expect(items).toHaveLength(3);
    expect(items[0].gains.d7).toBeGreaterThan(0);
    const series = await get(`/videos/${items[0].id}/series`);
    expect(JSON.stringify(series)).toContain(`"source":"import"`);
    await get(`/videos/${items[0].id}`);
    await get(`/channels/${items[0].channel.id}/videos`);
    const window = "from=2026-08-01&to=2026-08-22";
    await get(`/insights/views?${window}`);
    await get(`/insights/engaging?${window}`);
    await get("/insights/trending");
    const { items: imports } = await get("/imports");
    expect(imports).toMatchObject([
      { rows: ROWS, stored: 0 },
      { rows: ROWS, stored: ROWS },
    ]);
  });
});
