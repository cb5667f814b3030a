import { sql } from "kysely";
import type { Browser } from "playwright-core";
import { toIso } from "#domain/iso-time.ts";
import { hours, type Instant, milliseconds, plus } from "#domain/time.ts";
import type { Db } from "#storage/database.ts";
import { openWindow } from "./dashboard-browser.ts";

/** As many samples as a video of half a year has that was sampled often. */
const POINTS = 2000;
const ROUNDS = 20;

/** Milliseconds to draw a curve of `POINTS` samples on its channel's band, by turns on a linear and a logarithmic scale. */
export async function measureCurve(browser: Browser, origin: string, db: Db): Promise<readonly number[]> {
  const { id, startAt, now } = await videoWithBand(db);
  const { context, page, call } = await openWindow(browser);
  // Its samples are made up; everything else is as the service answers it.
  const made = seriesOf(id, startAt, now);
  await page.route(`**/api/v1/videos/${id}/series?*`, (route) => route.fulfill({ json: made }));
  await page.goto(`${origin}/videos/${id}`);
  await call("load");
  const took: number[] = [];
  for (let n = 0; n < ROUNDS; n += 1) {
    const ms = await call<number | null>("curve", `/videos/${id}?scale=${n % 2 === 0 ? "log" : "linear"}`);
    if (ms !== null) took.push(ms);
  }
  await context.close();
  if (took.length < ROUNDS / 2) throw new Error(`only ${took.length} of ${ROUNDS} curves were seen to be drawn`);
  return took;
}

/** A video whose channel has a usual curve of its format. */
async function videoWithBand(
  db: Db,
): Promise<{ readonly id: string; readonly startAt: Instant; readonly now: Instant }> {
  const { rows } = await sql<{ id: string; startAt: Instant; now: Instant }>`
    select c.video_id as id, c.start_at as "startAt", c.captured_at as now
    from typical t join video_counter c on c.video_id = t.video_ids[cardinality(t.video_ids)]
    where cardinality(t.video_ids) >= 10 and c.start_at is not null and c.captured_at is not null
    order by c.video_id limit 1`.execute(db);
  const [video] = rows;
  if (!video) throw new Error("no channel of the set has a usual curve");
  return video;
}

function seriesOf(videoId: string, startAt: Instant, now: Instant) {
  const span = Math.max(now - startAt, hours(100));
  const snapshots = Array.from({ length: POINTS }, (_, n) => {
    const share = (n + 1) / POINTS;
    return {
      at: toIso(plus(startAt, milliseconds(Math.round(span * share ** 2)))),
      ...{ views: Math.round(100_000 * share ** 0.7), likes: n, comments: Math.floor(n / 7) },
      ...{ source: "batch", lagging: false },
    };
  });
  const asOf = snapshots.at(-1)?.at;
  return { videoId, countingEpochs: [], asOf, bucket: "raw", snapshots, gaps: [], truncated: false, next: null };
}
