import { describe, expect, it } from "vitest";
import { days, instant, plus } from "#domain/time.ts";
import { watch } from "../../bench/watch.ts";
import { WatchJudge } from "../../bench/watch-judge.ts";
import { watchWorld } from "../../bench/watch-world.ts";
import { WatchYouTube } from "../../bench/watch-youtube.ts";

describe("the benchmark of watches", () => {
  it.each(["3", "4"])(
    "finds what search showed at the runs, once, in hardly more calls than needed (seed %s)",
    async (seed) => {
      const result = await watch(["--quick", "--json", "--seed", seed]);
      expect(result).toMatchObject({ duplicates: 0 });
      expect(result.recall).toBeGreaterThanOrEqual(0.998);
      expect(result.callsOverLeast).toBeLessThanOrEqual(1.1);
      expect(result.naive.recall).toBeLessThan(0.95);
    },
  );

  it("has a judge that asks for everything search could show, and takes nothing twice for found", () => {
    const from = instant(Date.UTC(2026, 9, 5));
    const world = watchWorld(1, 3, from, 5, 1);
    const youtube = new WatchYouTube(world, 1);
    const judge = new WatchJudge(world, youtube, plus(from, days(5)));
    const at = plus(from, days(4));
    const q = "query 2";
    judge.called();
    judge.ran(q, at);
    const shown = youtube.present(q, from, at).map(({ id }) => id);
    expect(shown.length).toBeGreaterThan(100);
    judge.read(q, shown.slice(0, 50), 50, true, at);
    expect(judge.verdict()).toMatchObject({ recall: 50 / shown.length, duplicates: 0, callsOverLeast: 1 });
    judge.called();
    judge.read(q, shown.slice(40, 60), 20, false, at);
    judge.called();
    judge.read(q, shown.slice(0, 60), 0, false, at);
    expect(judge.verdict()).toMatchObject({ recall: 60 / shown.length, duplicates: 10, callsOverLeast: 3 / 2 });
  });
});
