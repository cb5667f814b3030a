import { sql } from "kysely";
import type { Instant } from "#domain/time.ts";
import type { WatchId } from "#domain/watch.ts";
import { at, type Db } from "#storage/database.ts";

/** One page of a run as it is stored. */
export interface StoredPage {
  readonly runAt: Instant;
  readonly page: number;
  readonly askedAt: Instant;
  readonly publishedAfter: Instant | null;
  readonly publishedBefore: Instant | null;
  readonly totalEstimate: number | null;
  /** In the order of the answer; the first one's place in its window is `firstRank`. */
  readonly videoIds: readonly string[];
  readonly firstRank: number;
  readonly news: number;
}

const PAGE_COLUMNS = [
  "run_at as runAt",
  "page",
  "asked_at as askedAt",
  "published_after as publishedAfter",
  "published_before as publishedBefore",
  "total_estimate as totalEstimate",
  "video_ids as videoIds",
  "first_rank as firstRank",
  "news",
] as const;

/** The instants at which runs began, newest first: up to `limit` of those before an instant. */
export async function listRuns(
  db: Db,
  id: WatchId,
  { before, limit }: { readonly before: Instant | null; readonly limit: number },
): Promise<readonly Instant[]> {
  const rows = await db
    .selectFrom("watch_page")
    .select("run_at")
    .distinct()
    .where("watch_id", "=", id)
    .$if(before !== null, (query) => query.where("run_at", "<", at(before as Instant)))
    .orderBy("run_at", "desc")
    .limit(limit)
    .execute();
  return rows.map((row) => row.run_at);
}

/** The pages of the runs that began from `from` to `to`, both included; the oldest run first, each in its order. */
export const listPagesOfRuns = (db: Db, id: WatchId, from: Instant, to: Instant): Promise<readonly StoredPage[]> =>
  inOrder(db, id).where("run_at", ">=", at(from)).where("run_at", "<=", at(to)).execute();

/** The end of a page's window: two windows of one run may have been asked for within one millisecond. */
const UNTIL = sql`coalesce(published_before, 'infinity')`;

const inOrder = (db: Db, id: WatchId) =>
  db
    .selectFrom("watch_page")
    .select(PAGE_COLUMNS)
    .where("watch_id", "=", id)
    .orderBy("run_at")
    .orderBy("page")
    .orderBy("asked_at")
    .orderBy(UNTIL);

/** So many pages are some 400 kB: enough that round trips do not matter, and little to hold. */
const PAGES_A_TIME = 500;

/** Every page that a watch was ever answered, the oldest run first, read as it is taken. */
export async function* streamPages(db: Db, id: WatchId): AsyncGenerator<StoredPage> {
  let last: StoredPage | null = null;
  for (;;) {
    const pages = await readPagesAfter(db, id, last);
    yield* pages;
    if (pages.length < PAGES_A_TIME) return;
    last = pages.at(-1) ?? null;
  }
}

function readPagesAfter(db: Db, id: WatchId, last: StoredPage | null): Promise<readonly StoredPage[]> {
  const pages = inOrder(db, id).limit(PAGES_A_TIME);
  if (last === null) return pages.execute();
  const before = last.publishedBefore === null ? sql`'infinity'` : at(last.publishedBefore);
  return pages
    .where(sql<boolean>`(run_at, page, asked_at) >= (${at(last.runAt)}, ${last.page}::integer, ${at(last.askedAt)})`)
    .where(
      sql<boolean>`(run_at, page, asked_at, ${UNTIL}) > (${at(last.runAt)}, ${last.page}::integer, ${at(last.askedAt)}, ${before})`,
    )
    .execute();
}
