import { describe, expect, it } from "vitest";
import { quotaDay } from "#domain/quota.ts";
import { busiestChannel, KEY, NOW, PROJECT, passTo, serve, visibleIds } from "./virtual-youtube.ts";

const ids = visibleIds(50);
const channel = busiestChannel();
const STATISTICS = `/youtube/v3/videos?part=statistics&id=${ids.join(",")}`;

describe("the virtual YouTube's quota", () => {
  const limits = { default: 3, search: 1, batch: 2 };

  it("counts every request that reaches it, answered or not, as sent", async () => {
    const { get, books, requests } = await serve();
    for (const path of [STATISTICS, STATISTICS, "/youtube/v3/videos", "/youtube/v3/search?part=nonsense"])
      await get(path);
    await get(`/youtube/v3/videos:batchGetStats?part=id&id=${ids[0]}&key=${KEY}`, {});
    await get(`/feeds/videos.xml?channel_id=${channel.id}`, {});
    const units = Object.fromEntries(books().map((entry) => [entry.bucket, entry.units]));
    expect(units).toEqual({ default: 3, search: 1, batch: 1 });
    expect(requests()).toEqual({
      videos: 3,
      batchGetStats: 1,
      channels: 0,
      channelSections: 0,
      commentThreads: 0,
      playlistItems: 0,
      search: 1,
      subscriptions: 0,
      feeds: 1,
      hub: 0,
    });
  });

  it("is spent per bucket, in two forms, until midnight in Los Angeles", async () => {
    const { json, books, clock } = await serve({ projects: [{ ...PROJECT, limits }] });
    const batch = `/youtube/v3/videos:batchGetStats?part=statistics&id=${ids[0]}`;
    const search = "/youtube/v3/search?part=snippet&q=a";
    const codes = async (path: string, times: number) => {
      const statuses: number[] = [];
      for (let n = 0; n < times; n++) statuses.push((await json(path)).status);
      return statuses;
    };
    expect(await codes(STATISTICS, 4)).toEqual([200, 200, 200, 403]);
    expect(await codes(batch, 3)).toEqual([200, 200, 429]);
    expect(await codes(search, 2)).toEqual([200, 429]);
    expect((await json(STATISTICS)).body.error.errors[0]).toMatchObject({
      domain: "youtube.quota",
      reason: "quotaExceeded",
    });
    expect((await json(search)).body.error.details[0].metadata).toMatchObject({
      quota_unit: "1/d/{project}",
      consumer: PROJECT.consumer,
      quota_limit_value: "1",
    });
    expect(books().map(({ bucket, units, refused }) => [bucket, units, refused])).toEqual([
      ["default", 3, 2],
      ["batch", 2, 1],
      ["search", 1, 2],
    ]);
    const { resetsAt } = quotaDay(NOW);
    await passTo(clock, (resetsAt - 1) as typeof resetsAt);
    expect(await codes(STATISTICS, 1)).toEqual([403]);
    await passTo(clock, resetsAt);
    expect(await codes(STATISTICS, 1)).toEqual([200]);
  });

  it("belongs to the project, whichever of its keys asks", async () => {
    const projects = [
      { consumer: "projects/1", keys: ["virtual-key-1", "virtual-key-2"], limits },
      { consumer: "projects/2", keys: ["virtual-key-3"], limits },
    ];
    const { get } = await serve({ projects });
    const statuses: number[] = [];
    for (const key of ["virtual-key-1", "virtual-key-2", "virtual-key-1", "virtual-key-2", "virtual-key-3"]) {
      statuses.push((await get(STATISTICS, { "x-goog-api-key": key })).status);
    }
    expect(statuses).toEqual([200, 200, 200, 403, 200]);
  });
});
