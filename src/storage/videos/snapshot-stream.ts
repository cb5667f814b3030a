import { sql } from "kysely";
import type { Instant } from "#domain/time.ts";
import { at, type Db } from "#storage/database.ts";
import type { Position } from "#storage/sql/keyset.ts";
import { PLACES } from "./picked.ts";
import type { SeriesRow, Span } from "./series.ts";
import { pickPage, type VideoOrder, type VideoQuestion } from "./videos.ts";

/** One sample of one video. */
export interface SnapshotRow extends SeriesRow {
  readonly videoId: string;
}

/** Places of videos that are picked at a time: ids alone are held. */
const PICKED = 20_000;

/** Videos whose samples are asked for together: some thousand samples of videos as they are usually sampled. */
const VIDEOS_A_TIME = 200;

/** Rows of one answer, however often its videos were sampled. */
const ROWS_MAX = 10_000;

/**
 * Every stored sample of the videos that answer a question, within a span: the videos in an order, a video's samples as they
 * were taken. Each part is a query of its own, so that an export of hours holds no transaction open; the next is asked for
 * while one is used.
 */
export async function* streamSnapshots(
  db: Db,
  question: VideoQuestion,
  order: Omit<VideoOrder, "after">,
  span: Span,
): AsyncGenerator<readonly SnapshotRow[]> {
  const parts = partsOf(db, question, order, span);
  try {
    let next = parts.next();
    for (;;) {
      const part = await next;
      if (part.done) return;
      next = parts.next();
      // The part in hand may be used for long, or nobody comes back: a failure is told when its turn comes.
      next.catch(() => undefined);
      yield part.value;
    }
  } finally {
    await parts.return(undefined);
  }
}

async function* partsOf(
  db: Db,
  question: VideoQuestion,
  order: Omit<VideoOrder, "after">,
  span: Span,
): AsyncGenerator<readonly SnapshotRow[]> {
  for (let after: Position | null = null; ; ) {
    const walk: VideoOrder & { readonly limit: number } = { ...order, after, limit: PICKED };
    const picks: readonly Position[] = (await pickPage(db, question, walk, PLACES)).picks;
    for (let from = 0; from < picks.length; from += VIDEOS_A_TIME) {
      const ids = picks.slice(from, from + VIDEOS_A_TIME).map(({ id }) => id);
      yield* samplesOf(db, ids, span);
    }
    if (picks.length < PICKED) return;
    after = picks.at(-1) ?? null;
  }
}

async function* samplesOf(db: Db, ids: readonly string[], span: Span): AsyncGenerator<readonly SnapshotRow[]> {
  let last: SnapshotRow | null = null;
  for (let place = 0, videos = ids.length; place < ids.length; ) {
    const asked = ids.slice(place, place + videos);
    const rows: readonly SnapshotRow[] = await readPart(db, asked, span, last);
    if (rows.length > 0) yield rows;
    if (rows.length < ROWS_MAX) {
      place += asked.length;
      videos *= 2;
      last = null;
      continue;
    }
    last = rows.at(-1) ?? null;
    const reached = last === null ? 0 : asked.indexOf(last.videoId);
    place += reached;
    // Each answer sorts all that was asked for: of videos with so many samples, no more than one answer may hold.
    videos = reached + 1;
  }
}

/** Samples by the place of their video in `ids`, then by time, behind one of the first. */
async function readPart(
  db: Db,
  ids: readonly string[],
  span: Span,
  after: SnapshotRow | null,
): Promise<readonly SnapshotRow[]> {
  const { rows } = await sql<SnapshotRow>`
    select s.video_id as "videoId", s.captured_at as "capturedAt", s.views, s.likes, s.comments, s.source
    from snapshot s join unnest(${[...ids]}::text[]) with ordinality as v(id, place) on s.video_id = v.id
    where s.video_id = any(${[...ids]}::text[])
      and (v.place > 1 or s.captured_at > ${after === null ? sql`'-infinity'::timestamptz` : at(after.capturedAt)})
      and s.captured_at >= ${bound(span.from, "-infinity")} and s.captured_at < ${bound(span.to, "infinity")}
    order by v.place, s.captured_at
    limit ${ROWS_MAX}`.execute(db);
  return rows;
}

const bound = (instant: Instant | undefined, open: "infinity" | "-infinity") =>
  instant === undefined ? sql`${sql.lit(open)}::timestamptz` : at(instant);
