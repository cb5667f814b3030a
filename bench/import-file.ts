import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { toIso } from "#domain/iso-time.ts";
import { days, hours, type Instant, instant, minus, plus } from "#domain/time.ts";
import { Chance } from "#simulation/random.ts";

/** Samples of a video in the file: a collection that looked four times a day for a month. */
const SAMPLES = 120;
const EVERY = hours(6);
const VIDEOS_A_CHANNEL = 20;

const base64url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

const idOf = (n: number, length: number): string => {
  let id = "";
  for (let rest = n; id.length < length; rest = Math.floor(rest / 64)) id = base64url[rest % 64] + id;
  return id;
};

/** One line as the file and, tab-separated, a COPY have it. */
export interface BenchRow {
  readonly videoId: string;
  readonly channelId: string;
  readonly title: string;
  readonly publishedAt: Instant;
  readonly at: Instant;
  readonly views: number;
  readonly likes: number;
  readonly comments: number;
}

/** The rows of somebody's collection in the order in which it took them: round by round, each video once a round. */
export function* benchRows(rows: number, now: Instant): Generator<BenchRow> {
  const videos = Math.max(1, Math.ceil(rows / SAMPLES));
  const began = minus(now, days(60));
  let made = 0;
  for (let round = 0; round < SAMPLES; round++) {
    for (let n = 0; n < videos && made < rows; n++, made++) {
      const publishedAt = minus(began, hours(n % 500));
      const at = plus(began, (round * EVERY + n * 7) as typeof EVERY);
      const age = (at - publishedAt) / hours(1);
      const views = Math.round(Math.exp(3 + new Chance(5, n).normal()) * Math.log1p(age) * 100);
      const channelId = `UC${idOf(Math.floor(n / VIDEOS_A_CHANNEL) + 1, 22)}`;
      yield {
        videoId: idOf(n + 1, 11),
        channelId,
        title: `Episode ${n}, "the long way", part ${n % 9}`,
        publishedAt: instant(publishedAt),
        at,
        views,
        likes: Math.round(views * 0.04),
        comments: Math.round(views * 0.004),
      };
    }
  }
}

/** The same as CSV: titles quoted for their commas and quotes, likes as 21.0, two formats of time. */
export async function writeBenchFile(path: string, rows: number, now: Instant): Promise<void> {
  const file = createWriteStream(path);
  const write = async (text: string) => {
    if (!file.write(text)) await once(file, "drain");
  };
  await write("video_id,channel_id,title,published_at,fetched_at,views,likes,comments\n");
  let lines: string[] = [];
  for (const row of benchRows(rows, now)) {
    const at = toIso(row.at).replace("T", " ").replace("Z", "+00:00");
    lines.push(
      `${row.videoId},${row.channelId},"${row.title.replaceAll('"', '""')}",${toIso(row.publishedAt)},${at},${row.views},${row.likes}.0,${row.comments}\n`,
    );
    if (lines.length < 5_000) continue;
    await write(lines.join(""));
    lines = [];
  }
  await write(lines.join(""));
  file.end();
  await once(file, "close");
}
