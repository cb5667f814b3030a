import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { linesPool } from "#api/videos/lines-pool.ts";
import { inlineLines, type LineDesk, type LinesTask } from "#api/videos/video-lines.ts";
import { PERFORMANCE_POOL_MIN } from "#domain/performance.ts";
import { prepare } from "../harness/databases.ts";
import { openNative } from "../harness/native-database.ts";
import { NOW } from "./now.ts";
import { seed } from "./seed.ts";

const EXPORT = { list: "one", fields: null, now: NOW, pool: PERFORMANCE_POOL_MIN } as const;
const IDS = ["vid00000003", "nobodysides", "vid00000001", "vid00000002"];

let database: Awaited<ReturnType<typeof openNative>>;
let desk: LineDesk;
beforeAll(async () => {
  database = await openNative(inject("runDirectory"), prepare);
  await seed(database.db, 5);
  desk = linesPool(() => database.connectionString);
});
afterAll(async () => {
  await desk.close();
  await database.close();
});

const textOf = async (from: LineDesk, task: LinesTask): Promise<string> =>
  new TextDecoder().decode(await from.write(task));

describe("the thread that writes exports", () => {
  it.each(["csv", "ndjson"] as const)("writes %s as it is written at once, in the order of the ids", async (format) => {
    const task = { ...EXPORT, format, ids: IDS };
    const written = await textOf(desk, task);
    expect(written).toBe(await textOf(inlineLines(database.db), task));
    expect(written.trimEnd().split("\n")).toHaveLength(3);
    expect(written.indexOf("vid00000003")).toBeLessThan(written.indexOf("vid00000001"));
  });

  it("finds a database that has moved, and tells what the matter is when it is away", async () => {
    let address = "postgres://nobody@127.0.0.1:1/nothing";
    const moving = linesPool(() => address);
    const task = { ...EXPORT, format: "csv", ids: IDS } as const;
    await expect(moving.write(task)).rejects.toMatchObject({ code: "ECONNREFUSED" });
    address = database.connectionString;
    expect(await textOf(moving, task)).toContain("vid00000001");
    await moving.close();
  });
});
