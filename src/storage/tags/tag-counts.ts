import { sql } from "kysely";
import type { Db } from "#storage/database.ts";
import { rowSet } from "#storage/sql/row-set.ts";

/** One video's folded tags as they were counted, and as they are now, each with the way in which it is written. */
export interface TaggedBefore {
  readonly before: readonly string[];
  readonly now: ReadonlyMap<string, string>;
}

/** Counts how many described videos carry each tag, by what changed. A tag that nobody carries any more goes. */
export async function changeTagCounts(trx: Db, videos: readonly TaggedBefore[]): Promise<void> {
  const changes = new Map<string, { tag: string; label: string; change: number }>();
  const add = (tag: string, label: string, change: number): void => {
    const known = changes.get(tag) ?? { tag, label, change: 0 };
    known.change += change;
    changes.set(tag, known);
  };
  for (const { before, now } of videos) {
    const former = new Set(before);
    for (const tag of before) if (!now.has(tag)) add(tag, tag, -1);
    for (const [tag, label] of now) if (!former.has(tag)) add(tag, label, 1);
  }
  const rows = [...changes.values()].filter(({ change }) => change !== 0);
  if (rows.length === 0) return;
  // In order, so that two transactions that count the same tags wait for each other and never in a circle.
  await sql`
    insert into tag (tag, label, videos)
    select tag, label, change from ${rowSet("i", rows, { tag: "text", label: "text", change: "integer" })}
    order by tag
    on conflict (tag) do update set videos = tag.videos + excluded.videos`.execute(trx);
  const fewer = rows.filter(({ change }) => change < 0).map(({ tag }) => tag);
  if (fewer.length === 0) return;
  await sql`delete from tag where tag = any(${fewer}::text[]) and videos <= 0`.execute(trx);
}
