import { type Duration, days, type Instant, milliseconds, plus } from "#domain/time.ts";
import type { WatchId } from "#domain/watch.ts";
import type { WatchJudge } from "./watch-judge.ts";
import type { WatchWorld } from "./watch-world.ts";
import { SEARCHES_A_DAY, type WatchYouTube } from "./watch-youtube.ts";

/** The loop that everybody writes first: a fixed interval, the first page only, `publishedAfter` = the last run. */
export function runNaively(world: WatchWorld, youtube: WatchYouTube, judge: WatchJudge): void {
  const queries = [...world.byQuery.keys()];
  const every: Duration = milliseconds(Math.floor((days(1) * queries.length) / SEARCHES_A_DAY));
  const lastRun = new Map<string, Instant>();
  for (let round: Instant = world.from; round < world.until; round = plus(round, every)) {
    for (const [place, q] of queries.entries()) {
      const at = plus(round, milliseconds(Math.floor((every * place) / queries.length)));
      judge.called();
      const reply = youtube.search(
        {
          kind: "search",
          watchId: q as WatchId,
          filters: { q, order: "date" },
          runAt: at,
          page: 0,
          pageToken: null,
          publishedAfter: lastRun.get(q) ?? world.from,
          publishedBefore: null,
        },
        at,
      );
      if (reply.kind !== "answered") continue;
      judge.ran(q, at);
      const ids = reply.body.hits.map(({ videoId }) => videoId);
      judge.read(q, ids, 0, true, at);
      lastRun.set(q, at);
    }
  }
}
