import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Api } from "#api/app-type.ts";
import { watchDetail, watchPage, watchPreview } from "#api/watches/watches-contract.ts";
import { toIso } from "#domain/iso-time.ts";
import type { WatchId } from "#domain/watch.ts";
import { openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { NOW } from "./now.ts";
import { openApi } from "./open-api.ts";
import { seed } from "./seed.ts";
import { seedWatch } from "./seed-watches.ts";
import { add, type Client, clientOf, search } from "./watch-client.ts";

describe("watches", () => {
  let database: TestDatabase;
  let app: Api;
  let client: Client;
  let seeded: WatchId;

  beforeAll(async () => {
    database = await openTestDatabase("native");
    await seed(database.db, 60);
    seeded = await seedWatch(database.db);
    ({ app } = await openApi(database.db));
    client = clientOf(app);
  });
  afterAll(() => database.close());

  it("are added with YouTube's own filters, and answered whole, with the place where they are", async () => {
    const answer = await client.post({
      kind: "search",
      filters: {
        q: " formula 1 ",
        regionCode: "gb",
        relevanceLanguage: "en",
        videoCategoryId: "17",
        videoDuration: "medium",
      },
      every: "2h",
      since: "30d",
    });
    expect(answer.statusCode, answer.body).toBe(201);
    const watch = watchDetail.parse(answer.json());
    expect(answer.headers["location"]).toBe(`/api/v1/watches/${watch.id}`);
    expect(watch).toMatchObject({
      name: "formula 1, category 17, GB",
      filters: {
        q: "formula 1",
        regionCode: "GB",
        relevanceLanguage: "en",
        videoCategoryId: "17",
        videoDuration: "medium",
        order: "date",
      },
      state: "active",
      cadence: { everySeconds: 7200, share: 1 },
      since: "2026-10-21T08:30:00.000Z",
      cost: { bucket: "search", runsPerDay: 12, callsPerDay: 12, limit: 100, shareOfBucket: 0.12 },
      lastRunAt: null,
    });
    const { nextRunAt, why, ...rest } = (await client.get(`/${watch.id}`)).json();
    expect(answer.json()).toMatchObject({ ...rest, nextRunAt: null, why: expect.stringContaining("takes seconds") });
    expect([nextRunAt, why]).toEqual([toIso(NOW), expect.stringContaining("The first run")]);
    expect((await client.remove(watch.id)).statusCode).toBe(204);
  });

  it("may be charts, of a region and a category", async () => {
    const answer = await client.post({ kind: "chart", filters: { regionCode: "DE", videoCategoryId: "20" } });
    expect(watchDetail.parse(answer.json())).toMatchObject({
      name: "Chart DE category 20",
      cost: { bucket: "default" },
      cadence: { everySeconds: null, everyMinSeconds: 3600 },
    });
    expect((await client.remove(answer.json().id)).statusCode).toBe(204);
  });

  it("say what they would cost, and store nothing, on a dry run", async () => {
    const before = (await client.get("")).json().items.length;
    const fixed = await client.post(search("dry", { every: "1h" }), "?dryRun=true");
    expect(fixed.statusCode).toBe(200);
    expect(watchPreview.parse(fixed.json())).toMatchObject({ cost: { callsPerDay: 24, shareOfBucket: 0.24 } });
    // Beside the seeded one, every 30 minutes, 52 calls a day are left.
    const automatic = watchPreview.parse((await client.post(search("dry"), "?dryRun=true")).json());
    expect(automatic.cost).toMatchObject({ callsPerDay: 52, limit: 100 });
    expect((await client.post(search("dry", { every: "5m" }), "?dryRun=true")).statusCode).toBe(409);
    // Of one that is there as it would be changed: it stands in its own way neither by its filters nor by its calls.
    const [seeded] = (await client.get("")).json().items;
    const patch = (wish: object) => client.patch(`${seeded.id}?dryRun=true`, wish);
    const often = await patch({ filters: seeded.filters, every: "20m" });
    // Its runs took one page and two.
    expect(watchPreview.parse(often.json()).cost).toMatchObject({
      runsPerDay: 72,
      pagesPerRun: 1.5,
      shareOfBucket: 1.08,
    });
    expect((await patch({ everyMin: "2d" })).json().errors).toMatchObject([{ pointer: "/everyMin" }]);
    expect((await patch({ every: "5m" })).json().type).toBe("/problems/over-quota");
    expect((await client.get(`/${seeded.id}`)).json()).toMatchObject({
      cadence: seeded.cadence,
      version: seeded.version,
    });
    expect((await client.get("")).json().items.length).toBe(before);
  });

  it("that cannot fit into the day's searches are refused, saying what would fit", async () => {
    const answer = await client.post(search("often", { every: "20m" }));
    expect(answer.statusCode).toBe(409);
    expect(answer.json()).toMatchObject({
      type: "/problems/over-quota",
      detail: expect.stringMatching(/takes 72 calls a day, and of the 100 .* leave 52\. Every 28m would fit/),
    });
    const fitting = await add(client, search("often", { every: "28m" }));
    expect((await client.patch(fitting, { every: "20m" })).json().type).toBe("/problems/over-quota");
    expect((await client.remove(fitting)).statusCode).toBe(204);
  });

  it("with the filters of another are refused, naming it", async () => {
    const id = await add(client, search("twice"));
    const again = await client.post(search("twice", { name: "another name" }));
    expect(again.statusCode).toBe(409);
    expect(again.headers["location"]).toBe(`/api/v1/watches/${id}`);
    expect(again.json()).toMatchObject({ type: "/problems/already-watched", detail: expect.stringContaining(id) });
    expect((await client.remove(id)).statusCode).toBe(204);
    await client.remove(await add(client, search("twice")));
  });

  it("are renamed, paused, resumed and given other filters or another cadence; what is left out stays", async () => {
    const id = await add(client, search("edit me", { every: "2h" }));
    const paused = watchDetail.parse((await client.patch(id, { state: "paused", name: "rests" })).json());
    expect(paused).toMatchObject({ state: "paused", name: "rests", cadence: { everySeconds: 7200 }, nextRunAt: null });
    expect(paused.why).toContain("paused");
    const edited = watchDetail.parse(
      (
        await client.patch(id, { state: "active", every: null, everyMin: "20m", filters: { q: "b", order: "rating" } })
      ).json(),
    );
    expect(edited).toMatchObject({
      name: "rests",
      filters: { q: "b", order: "rating" },
      cadence: { everySeconds: null, everyMinSeconds: 1200, everyMaxSeconds: 86_400 },
    });
    expect((await client.remove(id)).statusCode).toBe(204);
  });

  it("are changed by whoever has seen the last change, where it is said what was seen", async () => {
    const id = await add(client, search("versions"));
    const { version } = (await client.get(`/${id}`)).json();
    expect((await client.patch(id, { name: "first", version })).statusCode).toBe(200);
    const late = await client.patch(id, { name: "second", version });
    expect([late.statusCode, late.json().type]).toEqual([409, "/problems/stale-version"]);
    expect((await client.get(`/${id}`)).json().name).toBe("first");
    expect((await client.remove(id)).statusCode).toBe(204);
  });

  it("stay to be read when they are removed, and are found among the removed only", async () => {
    const id = await add(client, search("gone"));
    expect((await client.remove(id)).statusCode).toBe(204);
    expect(watchDetail.parse((await client.get(`/${id}`)).json())).toMatchObject({ state: "removed", nextRunAt: null });
    expect((await client.get(`/${id}/runs`)).statusCode).toBe(200);
    const ids = async (query: string) =>
      (await client.get(query)).json().items.map((watch: { id: string }) => watch.id);
    expect(await ids("")).not.toContain(id);
    expect(await ids("?state=removed")).toContain(id);
  });

  it("page through the list, each watch once", async () => {
    const ids = [await add(client, search("p1")), await add(client, search("p2")), await add(client, search("p3"))];
    const seen: string[] = [];
    for (let next: string | null = ""; next !== null; ) {
      const cursor: string = next === "" ? "" : `&cursor=${next}`;
      const page = watchPage.parse((await client.get(`?limit=2${cursor}`)).json());
      seen.push(...page.items.map(({ id }) => id));
      next = page.next;
    }
    expect(seen).toEqual([...new Set(seen)]);
    expect(seen).toEqual(expect.arrayContaining([seeded, ...ids]));
    for (const id of ids) await client.remove(id);
  });

  it("take a token to be changed", async () => {
    const url = "/api/v1/watches";
    expect((await app.inject({ method: "POST", url, payload: search("a") })).statusCode).toBe(401);
    expect((await app.inject({ method: "DELETE", url: `${url}/${seeded}` })).statusCode).toBe(401);
  });
});

describe("two who change watches at once", () => {
  let database: TestDatabase;
  let client: Client;
  beforeAll(async () => {
    database = await openTestDatabase("native");
    client = clientOf((await openApi(database.db)).app);
  });
  afterAll(() => database.close());

  const statuses = async (asked: readonly ReturnType<typeof client.get>[]) =>
    (await Promise.all(asked)).map(({ statusCode }) => statusCode).toSorted();

  it("add the same one once", async () => {
    expect(await statuses([1, 2, 3, 4].map(() => client.post(search("same"))))).toEqual([201, 409, 409, 409]);
  });

  it("add two that fit alone and not together: one fits", async () => {
    const asked = ["a", "b", "c"].map((q) => client.post(search(q, { every: "20m" })));
    expect(await statuses(asked)).toEqual([201, 409, 409]);
  });

  it("edit the version that both have seen: one does", async () => {
    const { id, version } = (await client.post(search("edited"))).json();
    const edits = ["x", "y", "z"].map((name) => client.patch(id, { name, version }));
    expect(await statuses(edits)).toEqual([200, 409, 409]);
  });

  it("remove it: one does", async () => {
    const { id } = (await client.post(search("removed"))).json();
    expect(await statuses([client.remove(id), client.remove(id), client.remove(id)])).toEqual([204, 404, 404]);
  });
});
