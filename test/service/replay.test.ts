import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { VideoItem } from "#api/contract.ts";
import { days, instant, plus } from "#domain/time.ts";
import { replayWorld } from "#simulation/replay.ts";
import type { World } from "#simulation/world.ts";
import { expectScores, expectTexts, judgeFirstHours } from "./judge.ts";
import { allVideos, counterMismatches, describedAt, ledgerBesideBooks, viewsAtScoring } from "./measures.ts";
import { raise, type Stage } from "./stage.ts";
import { eligibleVideos } from "./truth.ts";

const CSV = new URL("../../../shared/data/trending/US.csv.gz", import.meta.url).pathname;
const present = existsSync(CSV);
if (!present) console.warn("The recorded trending videos are not here: the replay of real videos is skipped.");

const START = instant(Date.UTC(2026, 1, 1));
const SPAN = days(2);

describe.skipIf(!present)("two days of real videos, replayed", () => {
  let world: World;
  let stage: Stage;
  let videos: readonly VideoItem[];
  beforeAll(async () => {
    world = await replayWorld({ csv: CSV, seed: 1, from: START, until: plus(START, SPAN) });
    stage = await raise({ world });
    await stage.pass(SPAN);
    videos = await allVideos(stage);
  });
  afterAll(() => stage?.[Symbol.asyncDispose]());

  it("come back through the API with their titles and tags, byte for byte", async () => {
    expect(videos.length).toBeGreaterThan(400);
    expectTexts(world, videos, await describedAt(stage.db));
    // Real titles hold what invented ones do not: the comparison is worth nothing on plain ASCII.
    expect(videos.filter(({ title }) => /[^\x20-\x7e]/.test(title)).length).toBeGreaterThan(20);
    expect(videos.filter(({ tags }) => tags.length > 0).length).toBeGreaterThan(100);
  });

  it("have first-hour views within their stated error, and scores that follow from the recording", async () => {
    const judged = judgeFirstHours(world, eligibleVideos(world, START, plus(START, SPAN)), videos);
    expect(judged.known).toBeGreaterThanOrEqual(0.99);
    expect(judged.beyond).toEqual([]);
    expect(expectScores(world, videos, await viewsAtScoring(stage.db)).outliers).toBeGreaterThan(100);
  });

  it("have no stored counter that the recording does not show, and cost what YouTube counts", async () => {
    expect(await counterMismatches(stage)).toEqual([]);
    for (const { key, charged, counted, refused } of await ledgerBesideBooks(stage)) {
      expect({ key, charged, refused }).toEqual({ key, charged: counted, refused: 0 });
    }
  });
});
