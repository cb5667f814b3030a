import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { parseCsv } from "#simulation/csv.ts";

/** A real video as one country's chart showed it. */
export interface ChartVideo {
  readonly id: string;
  readonly channelId: string;
  readonly title: string;
  readonly tags: readonly string[];
  readonly declared: string | null;
  /** The UTC day on which the chart first showed it. */
  readonly day: string;
}

/** All videos of a country's chart, each once, in the order in which it showed them. */
export async function readChart(directory: string, country: string): Promise<readonly ChartVideo[]> {
  const text = gunzipSync(await readFile(`${directory}/${country}.csv.gz`)).toString("utf8");
  const videos = new Map<string, ChartVideo>();
  for (const row of parseCsv(text)) {
    const id = row["video_id"] ?? "";
    if (videos.has(id)) continue;
    videos.set(id, {
      id,
      channelId: row["channel_id"] ?? "",
      title: row["title"] ?? "",
      tags: (row["tags"] ?? "").split(", ").filter((tag) => tag !== ""),
      declared: row["audio_language"] || row["default_language"] || null,
      day: (row["fetched_at"] ?? "").slice(0, 10),
    });
  }
  return [...videos.values()];
}

/** The videos that first showed within 30 days from a day on. */
export function monthFrom(videos: readonly ChartVideo[], first: string): readonly ChartVideo[] {
  const end = new Date(Date.parse(first) + 30 * 86_400_000).toISOString().slice(0, 10);
  return videos.filter(({ day }) => first <= day && day < end);
}
