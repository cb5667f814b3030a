import { describe, expect, it } from "vitest";
import { hours, minutes, plus, seconds } from "#domain/time.ts";
import type { Fault } from "#simulation/faults.ts";
import { uploadsPlaylistOf } from "#simulation/world.ts";
import { busiestChannel, NOW, passTo, serve, visibleIds } from "./virtual-youtube.ts";

const ids = visibleIds(50);
const channel = busiestChannel();
const STATISTICS = `/youtube/v3/videos?part=statistics&id=${ids.join(",")}`;
const BATCH = `/youtube/v3/videos:batchGetStats?part=statistics&id=${ids.join(",")}`;
const UPLOADS = `/youtube/v3/playlistItems?part=id&playlistId=${uploadsPlaylistOf(channel.id)}`;
const FEED = `/feeds/videos.xml?channel_id=${channel.id}`;
const window = { from: NOW, to: plus(NOW, hours(1)) };

describe("faults of the virtual YouTube", () => {
  it.each<[string, Fault, string, number]>([
    ["unavailable", { ...window, kind: "unavailable" }, STATISTICS, 503],
    ["rateLimited", { ...window, kind: "rateLimited" }, STATISTICS, 429],
    ["html", { ...window, kind: "html" }, STATISTICS, 200],
    ["batchRefused 403", { ...window, kind: "batchRefused", status: 403 }, BATCH, 403],
    ["batchRefused 404", { ...window, kind: "batchRefused", status: 404 }, BATCH, 404],
    ["playlistNotFound", { ...window, kind: "playlistNotFound", channelId: channel.id }, UPLOADS, 404],
    ["feeds404", { ...window, kind: "feeds404" }, FEED, 404],
    ["feedsBlocked", { ...window, kind: "feedsBlocked", status: 429 }, FEED, 429],
    ["unavailable feeds", { ...window, kind: "unavailable", endpoints: ["feeds"] }, FEED, 500],
  ])("%s strikes in its window only, and elsewhere never", async (_, fault, path, status) => {
    const { get, clock } = await serve({ faults: [fault] });
    const struck = await get(path);
    expect(struck.status).toBe(status);
    const text = await struck.text();
    if (fault.kind === "html") expect(() => JSON.parse(text)).toThrow();
    if (fault.endpoints || ["feeds404", "feedsBlocked", "batchRefused", "playlistNotFound"].includes(fault.kind)) {
      expect((await get(STATISTICS)).status).toBe(200);
    }
    await passTo(clock, window.to);
    expect((await get(path)).status).toBe(200);
  });

  it("cut answers short, so that no parser reads them", async () => {
    const { get } = await serve({ faults: [{ ...window, kind: "truncated" }] });
    const text = await (await get(STATISTICS)).text();
    expect(() => JSON.parse(text)).toThrow();
  });

  it("break connections, and the unit is spent all the same", async () => {
    const { get, books } = await serve({ faults: [{ ...window, kind: "reset" }] });
    await expect(get(STATISTICS)).rejects.toThrow();
    expect(books()[0]?.units).toBe(1);
  });

  it("slow answers by the world's clock, as of the midpoint", async () => {
    const { json, clock } = await serve({ faults: [{ ...window, kind: "slow", delay: minutes(10) }] });
    const fresh = await serve({ at: plus(NOW, minutes(5)) });
    const answered = await clock.task(async () => (await json(STATISTICS)).body);
    expect(clock.now()).toBe(plus(NOW, minutes(10)));
    expect(answered).toEqual((await fresh.json(STATISTICS)).body);
  });

  it("leave a share of living ids out of batch statistics, others each minute", async () => {
    const { json, clock } = await serve({ faults: [{ ...window, kind: "missing", idShare: 0.3 }] });
    const answered = async () => (await json(BATCH)).body.items.map((resource: { id: string }) => resource.id);
    const first: string[] = await answered();
    expect(first.length).toBeGreaterThan(25);
    expect(first.length).toBeLessThan(45);
    expect(await answered()).toEqual(first);
    expect((await json(STATISTICS)).body.items).toHaveLength(50);
    await passTo(clock, plus(NOW, seconds(61)));
    expect(await answered()).not.toEqual(first);
  });

  it("strike a share of the requests, the same ones in every run", async () => {
    const run = async () => {
      const { get } = await serve({ faults: [{ ...window, kind: "unavailable", share: 0.4 }] });
      const statuses: number[] = [];
      for (let n = 0; n < 60; n++) statuses.push((await get(STATISTICS)).status);
      return statuses;
    };
    const first = await run();
    expect(first.filter((status) => status === 503).length).toBeGreaterThan(12);
    expect(first.filter((status) => status === 503).length).toBeLessThan(36);
    expect(await run()).toEqual(first);
  });
});
