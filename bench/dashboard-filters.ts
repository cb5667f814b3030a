import { sql } from "kysely";
import type { Db } from "#storage/database.ts";

/** Videos that were sampled, spread over the ids. */
export async function someVideos(db: Db, count: number): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select video_id as id from video_counter
    where published_at is not null and captured_at is not null and views is not null
    order by views desc limit ${count}`.execute(db);
  return rows.map(({ id }) => id);
}

/** What people narrow a list by, as its address has it: common and rare tags, channels, words, counters and scores. */
export async function filtersOf(db: Db): Promise<readonly string[]> {
  const tags = await sql<{ tag: string }>`
    (select tag from tag order by videos desc limit 5)
    union all (select tag from tag where videos between 20 and 200 order by tag limit 5)`.execute(db);
  const channels = await sql<{ id: string }>`select id from channel order by id limit 5`.execute(db);
  const [first = "", second = ""] = tags.rows.map(({ tag }) => tag);
  return [
    ...tags.rows.map(({ tag }) => new URLSearchParams({ tag }).toString()),
    ...channels.rows.map(({ id }) => new URLSearchParams({ channel: id }).toString()),
    ...["format=long", "format=short", "viewsMin=1000000&sort=-views", "performanceMin=3&sort=-performance"],
    ...["outlierMin=5&sort=-outlier", "velocityMin=100&sort=-velocity", "engagementMin=0.05", "language=en", "age=7d"],
    ...[
      "category=10",
      "category=20&format=short",
      "durationMin=3600",
      "sort=-likes",
      "sort=publishedAt",
      "changed=true",
    ],
    new URLSearchParams({ q: first }).toString(),
    new URLSearchParams({ q: `${first} ${second}`, sort: "relevance" }).toString(),
    new URLSearchParams({ tag: first, performanceMin: "2", sort: "-performance" }).toString(),
  ];
}
