import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CHANNEL_SORTS, type ChannelSort, listChannels } from "#storage/channels/channel-list.ts";
import { CHANNELS, seed } from "../api/seed.ts";
import { engines, openTestDatabase, type TestDatabase } from "../harness/databases.ts";

describe.each(engines)("reads on %s", (engine) => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await openTestDatabase(engine);
    await seed(database.db, 150);
  });
  afterAll(() => database.close());

  it("channels are paged by every sort, both ways", async () => {
    for (const sort of Object.keys(CHANNEL_SORTS) as ChannelSort[]) {
      for (const descending of [true, false]) {
        const [first, ...none] = await listChannels(
          database.db,
          { state: "tracked" },
          {
            sort,
            descending,
            after: null,
            limit: 1,
          },
        );
        const after = first?.position ?? null;
        const [second] = await listChannels(database.db, { state: "tracked" }, { sort, descending, after, limit: 1 });
        expect(none).toEqual([]);
        expect([first?.channel.id, second?.channel.id].toSorted()).toEqual(CHANNELS.slice(0, 2).toSorted());
      }
    }
  });
});
