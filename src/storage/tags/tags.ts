import { sql } from "kysely";
import { foldPrefix } from "#domain/search-terms.ts";
import { foldTag } from "#domain/video.ts";
import type { Db } from "#storage/database.ts";
import { ONE_PLAN } from "#storage/sql/prepared-statements.ts";

/** A tag as it is compared, one way in which it is written, and how many described videos carry it. */
export interface TagCount {
  readonly tag: string;
  readonly label: string;
  readonly videos: number;
}

/** Up to so many tags that begin alike are sorted; of more, those that many videos carry are soon met. */
const SORTED_MAX = 500;
/** Above every character that a tag may hold. */
const LAST_CHARACTER = "\u{10FFFF}";

/** The tags that begin so, folded, most used first; of the empty prefix the most used of all. */
export async function completeTags(db: Db, prefix: string, limit: number): Promise<readonly TagCount[]> {
  const key = foldPrefix(prefix);
  const length = Array.from(key).length;
  if (length === 0) return mostUsed(db, sql`true`, limit);
  if (length <= 3) return mostUsed(db, sql`left(tag, ${sql.lit(length)}) = ${key}`, limit);
  const begins = sql`tag ~>=~ ${key} and tag ~<~ ${key + LAST_CHARACTER}`;
  const { rows } = await sql<TagCount & { found: number }>`
    with few as materialized (select tag, label, videos from tag where ${begins} limit ${SORTED_MAX + 1})
    select ${ONE_PLAN} tag, label, videos, (select count(*) from few) as found
    from few order by videos desc, tag limit ${limit}`.execute(db);
  if ((rows[0]?.found ?? 0) <= SORTED_MAX) return rows.map(({ tag, label, videos }) => ({ tag, label, videos }));
  const first = Array.from(key).slice(0, 3).join("");
  // Planned for this very limit, and with a condition that no other index knows: else PostgreSQL may sort thousands.
  const { rows: walked } = await sql<TagCount>`
    select tag, label, videos from tag where left(tag, 3) = ${first} and left(tag, ${sql.lit(length)}) = ${key}
    order by videos desc, tag limit ${sql.lit(limit)}`.execute(db);
  return walked;
}

/** Walks an index by use (migrations/0007-answers.sql) until there are enough. */
async function mostUsed(db: Db, condition: ReturnType<typeof sql>, limit: number): Promise<readonly TagCount[]> {
  const { rows } = await sql<TagCount>`
    select ${ONE_PLAN} tag, label, videos from tag where ${condition} order by videos desc, tag limit ${limit}`.execute(
    db,
  );
  return rows;
}

/** How often a tag is used, whichever way it is written; `null` = no described video carries it. */
export async function readTag(db: Db, tag: string): Promise<TagCount | null> {
  const row = await db
    .selectFrom("tag")
    .select(["tag", "label", "videos"])
    .where("tag", "=", foldTag(tag))
    .executeTakeFirst();
  return row ?? null;
}
