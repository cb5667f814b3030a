import { afterAll, beforeAll, expect, it } from "vitest";
import { openHolding, refresh } from "#collector/holding.ts";
import type { Settlement } from "#domain/settlement.ts";
import { minutes } from "#domain/time.ts";
import { advance } from "#planning/advance.ts";
import { virtualClock } from "#simulation/virtual-clock.ts";
import { AS_BEFORE, requestTracking } from "#storage/channels/track-requests.ts";
import { openVault } from "#storage/keys/vault.ts";
import { openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { channelDescription, channelId, NOON, NOTHING, Recorder, trackedChannel } from "../storage/settlements.ts";

let test: TestDatabase;
beforeAll(async () => {
  test = await openTestDatabase("pglite");
});
afterAll(() => test.close());

it("a request that the other lane answers while changes are read is not brought back by them", async () => {
  const recorder = await Recorder.open(test.db);
  const ref = { kind: "id", id: channelId(1) } as const;
  let answer: (() => void) | null = null;
  // Settles at the worst moment: when the waiting requests have been read, and are not yet folded in.
  const db = test.db.withPlugin({
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => {
      if (result.rows.some((row) => "ref" in row)) answer?.();
      return result;
    },
  });
  const pace = { leaseTerm: minutes(1), changePoll: minutes(1) };
  const sources = { db, vault: openVault("a secret"), clock: virtualClock(NOON), report: () => undefined, pace };
  const holding = await openHolding(sources, recorder.lease);
  if (!holding) throw new Error("the lease was lost");
  await requestTracking(test.db, [ref], AS_BEFORE, NOON);
  await refresh(sources, holding);
  expect([...holding.state.requests.keys()]).toEqual([channelId(1)]);

  await requestTracking(test.db, [{ kind: "id", id: channelId(2) }], AS_BEFORE, NOON);
  const settlement: Settlement = {
    ...NOTHING,
    channelDescriptions: [channelDescription(1)],
    channels: [trackedChannel(1)],
    requests: [{ kind: "tracked", ref, channelId: channelId(1) }],
  };
  answer = () => {
    answer = null;
    holding.state = advance(holding.state, settlement);
    holding.recording = recorder.record(settlement);
  };
  await refresh(sources, holding);
  expect([...holding.state.requests.keys()]).toEqual([channelId(2)]);
  expect([...holding.state.channels.keys()]).toEqual([channelId(1)]);
});
