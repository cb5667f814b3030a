import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { VideoId } from "#domain/video.ts";
import { readChangedRows } from "#storage/collecting/planner-rows.ts";
import { readPulse } from "#storage/collecting/planning-changes.ts";
import type { Db } from "#storage/database.ts";
import { answerVideoRequests } from "#storage/videos/video-requests.ts";
import { inRollback, openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { NOW } from "./now.ts";
import { ADMIN_TOKEN, openApi } from "./open-api.ts";
import { RICH_VIDEO, seed } from "./seed.ts";

const VIDEO = RICH_VIDEO as VideoId;

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase("pglite");
  await seed(database.db, 5);
});
afterAll(() => database.close());

async function openFollow(db: Db) {
  const { app } = await openApi(db);
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
  const ask = (method: "PUT" | "DELETE") => app.inject({ method, url: `/api/v1/videos/${VIDEO}/follow`, headers });
  const isSearched = async () =>
    (await db.selectFrom("video_counter").select("searched").where("video_id", "=", VIDEO).executeTakeFirst())
      ?.searched;
  const version = async () => (await readPulse(db, NOW)).version;
  const changed = async () => {
    const { videoRequests, unsearched } = await readChangedRows(db, 0);
    return { videoRequests, unsearched };
  };
  return { ask, isSearched, version, changed };
}

describe("following one video", () => {
  it("begins and ends as somebody wishes, and planning learns of both", () =>
    inRollback(database.db, async (db) => {
      const { ask, isSearched, changed } = await openFollow(db);
      const asked = await ask("PUT");
      expect([asked.statusCode, asked.json()]).toEqual([202, { id: VIDEO, state: "waiting" }]);
      expect(await changed()).toEqual({ videoRequests: [VIDEO], unsearched: [] });
      await answerVideoRequests(db, [{ id: VIDEO, kind: "followed" }], NOW);
      expect((await ask("PUT")).json()).toEqual({ id: VIDEO, state: "followed" });
      expect(await isSearched()).toBe(true);

      expect((await ask("DELETE")).statusCode).toBe(204);
      expect(await isSearched()).toBe(false);
      expect(await changed()).toEqual({ videoRequests: [], unsearched: [VIDEO] });
      expect((await ask("DELETE")).statusCode).toBe(404);

      expect((await ask("PUT")).json()).toEqual({ id: VIDEO, state: "waiting" });
      expect(await changed()).toEqual({ videoRequests: [VIDEO], unsearched: [] });
    }));

  it("does not begin when it was taken back while YouTube was asked", () =>
    inRollback(database.db, async (db) => {
      const { ask, isSearched, version, changed } = await openFollow(db);
      await ask("PUT");
      await ask("DELETE");
      // As planning's own row would have it.
      await db.updateTable("video_counter").set({ searched: true }).where("video_id", "=", VIDEO).execute();
      const before = await version();
      await answerVideoRequests(db, [{ id: VIDEO, kind: "followed" }], NOW);
      expect(await isSearched()).toBe(false);
      expect(await version()).toBeGreaterThan(before);
      expect(await changed()).toEqual({ videoRequests: [], unsearched: [VIDEO] });
    }));
});
