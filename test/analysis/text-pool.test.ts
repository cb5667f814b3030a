import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { KeywordQuestion } from "#analysis/keywords.ts";
import { inlineDesk, type TextDesk } from "#analysis/text-desk.ts";
import { textPool } from "#analysis/text-pool.ts";
import { days, hours, minus } from "#domain/time.ts";
import { NOW } from "../api/now.ts";
import { seedTexts } from "../api/seed-texts.ts";
import { prepare } from "../harness/databases.ts";
import { openNative } from "../harness/native-database.ts";

const EVERYTHING = { channels: [], watch: null, tag: null, categories: [], formats: [] };
const RISING: KeywordQuestion = { scope: EVERYTHING, window: { span: days(7) }, kind: "rising" };

let database: Awaited<ReturnType<typeof openNative>>;
let desk: TextDesk;
beforeAll(async () => {
  database = await openNative(inject("runDirectory"), prepare);
  await seedTexts(
    database.db,
    [1, 2, 3, 4, 5].flatMap((channel) => [
      { channel, at: minus(NOW, hours(channel)), title: "Solar eclipse", tags: ["Eclipse", "Sun"], score: 2 },
      { channel, at: minus(NOW, days(9)), title: "Cooking rice", tags: ["Rice"], score: 1 },
    ]),
  );
  desk = textPool(() => database.connectionString);
});
afterAll(async () => {
  await desk.close();
  await database.close();
});

describe("the thread that works on texts", () => {
  it("answers as the same work done at once does", async () => {
    const inline = inlineDesk(database.db);
    expect((await desk.keywords(RISING, NOW)).terms[0]).toMatchObject({ term: "solar eclipse", videos: 5 });
    for (const kind of ["top", "rising", "performing"] as const) {
      const question: KeywordQuestion = { ...RISING, kind };
      expect(await desk.keywords(question, NOW)).toEqual(await inline.keywords(question, NOW));
    }
    const network = { scope: EVERYTHING, window: { span: days(28) } };
    expect(await desk.network(network, NOW)).toEqual(await inline.network(network, NOW));
  });

  it.runIf(process.platform === "linux")("leaves the processor to the server where both want it", async () => {
    await desk.keywords(RISING, NOW);
    const niceOf = (thread: string) => Number(readFileSync(`/proc/self/task/${thread}/stat`, "utf8").split(" ")[18]);
    const [own] = readlinkSync("/proc/thread-self").split("/").slice(-1);
    const others = readdirSync("/proc/self/task").filter((thread) => thread !== own);
    expect(others.filter((thread) => niceOf(thread) > niceOf(own ?? ""))).toHaveLength(1);
  });

  it("finds a database that has moved, and tells what the matter is when it is away", async () => {
    let address = "postgres://nobody@127.0.0.1:1/nothing";
    const moving = textPool(() => address);
    await expect(moving.keywords(RISING, NOW)).rejects.toMatchObject({ code: "ECONNREFUSED" });
    address = database.connectionString;
    expect((await moving.keywords(RISING, NOW)).basis.videos).toBe(5);
    await moving.close();
  });
});
