import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { problemAnswer } from "#api/contract.ts";
import { quotaAnswer } from "#api/operations/quota-contract.ts";
import { toIso } from "#domain/iso-time.ts";
import type { RetentionChoice } from "#domain/retention.ts";
import { days, minus } from "#domain/time.ts";
import { at } from "#storage/database.ts";
import { storeDecision } from "#storage/retention/retention-decision.ts";
import { inRollback, openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { NOW } from "./now.ts";
import { ADMIN_TOKEN, openApi } from "./open-api.ts";
import { CHANNELS, seed } from "./seed.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await openTestDatabase("native");
  await seed(database.db, 12);
});
afterAll(() => database.close());

describe("GET /quota says of retention", () => {
  const told = (retention: RetentionChoice | null, stored: RetentionChoice | null) =>
    inRollback(database.db, async (db) => {
      if (stored) await storeDecision(db, stored, minus(NOW, days(2)));
      const { app } = await openApi(db, retention ? { retention } : {});
      return quotaAnswer.parse((await app.inject("/api/v1/quota")).json()).retention;
    });

  it("that it is undecided, and what to do", async () => {
    expect(await told(null, null)).toMatchObject({ state: "undecided", statistics: null, texts: null });
    // A limit on texts alone decides nothing.
    const { state, advice } = await told({ statistics: null, texts: "36m" }, null);
    expect([state, advice]).toEqual(["undecided", expect.stringContaining("viewcurve policy set")]);
  });

  it("what was decided here, and when", async () => {
    expect(await told(null, { statistics: "36m", texts: null })).toEqual({
      state: "decided",
      statistics: "36m",
      texts: "30d",
      decidedBy: "installation",
      decidedAt: toIso(minus(NOW, days(2))),
      advice: null,
    });
  });

  it("what the settings say, over what was decided here", async () => {
    const settings = { statistics: "keep", texts: null } as const;
    expect(await told(settings, { statistics: "30d", texts: "90d" })).toMatchObject({
      statistics: "keep",
      texts: "90d",
      decidedBy: "settings",
      decidedAt: null,
    });
  });
});

describe("DELETE /channels/:id?purge=true", () => {
  const [first = "", , third = ""] = CHANNELS;
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };

  const send = (method: "DELETE" | "POST", path: string, payload?: object) =>
    inRollbackApi(async (app) =>
      app.inject({ method, url: `/api/v1${path}`, headers, ...(payload ? { payload } : {}) }),
    );

  let current: Parameters<Parameters<typeof inRollback>[1]>[0] | null = null;
  const inRollbackApi = async <T>(act: (app: Awaited<ReturnType<typeof openApi>>["app"]) => Promise<T>): Promise<T> => {
    if (current === null) throw new Error("there is no transaction");
    const { app } = await openApi(current);
    return act(app);
  };
  const inTest = (act: () => Promise<void>) =>
    inRollback(database.db, async (db) => {
      current = db;
      await act();
    });

  it("untracks it, asks for its removal, and says the same again while that lasts", () =>
    inTest(async () => {
      for (let times = 0; times < 2; times += 1) {
        const answer = await send("DELETE", `/channels/${first}?purge=true`);
        expect([answer.statusCode, answer.json()]).toEqual([202, { channelId: first, state: "purging" }]);
      }
      const channel = await current?.selectFrom("channel").select("state").where("id", "=", first).executeTakeFirst();
      expect(channel).toEqual({ state: "untracked" });
      // Nobody may ask for it meanwhile, by whatever name.
      for (const name of [first, "@handle0"]) {
        const asked = await send("POST", "/channels", { channels: [name, "@another"] });
        expect([asked.statusCode, problemAnswer.parse(asked.json()).detail]).toEqual([
          409,
          expect.stringContaining(name),
        ]);
      }
      const requests = await current?.selectFrom("track_request").select("ref").where("ref", "=", "@another").execute();
      expect(requests).toEqual([]);
    }));

  it("is refused for a channel that is not known, that is awaited, or that a watch searches", () =>
    inTest(async () => {
      expect((await send("DELETE", "/channels/UC0000000000000000000000?purge=true")).statusCode).toBe(404);
      await current
        ?.insertInto("track_request")
        .values({ ref: third, requested_at: at(NOW), weight: 1, watched: false, state: "waiting" })
        .execute();
      const awaited = await send("DELETE", `/channels/${third}?purge=true`);
      expect([awaited.statusCode, problemAnswer.parse(awaited.json()).type]).toEqual([409, "/problems/conflict"]);
      expect((await send("DELETE", `/channels/${first}?purge=yes`)).statusCode).toBe(400);
      expect((await send("DELETE", `/channels/${first}?purge=false`)).statusCode).toBe(204);
    }));

  it("needs a token", () =>
    inTest(async () => {
      const answer = await inRollbackApi((app) =>
        app.inject({ method: "DELETE", url: `/api/v1/channels/${first}?purge=true` }),
      );
      expect(answer.statusCode).toBe(401);
    }));
});
