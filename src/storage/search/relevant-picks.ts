import type { TermQuery } from "#domain/search-terms.ts";
import type { Db } from "#storage/database.ts";
import type { Position } from "#storage/sql/keyset.ts";
import type { VideoFilter } from "#storage/videos/video-filter.ts";
import { matchesByWindow } from "./search-picks.ts";

/** How many of the newest matches are ranked: nobody reads further, and each costs some 10 µs. */
const RANKED_MAX = 5000;

/**
 * The newest `RANKED_MAX` videos that match, best first: words in the title count most, then those in tags, then those in
 * the description, and the more the closer together they stand (PostgreSQL's `ts_rank_cd`). `words` is the part of `terms`
 * that is ranked by. Gives the page after a position, how many were ranked, and whether no more match.
 */
export async function pickRelevant(
  db: Db,
  filter: VideoFilter,
  terms: TermQuery,
  words: TermQuery,
  page: { readonly after: Position | null; readonly limit: number },
): Promise<{ readonly picks: readonly Position[]; readonly ranked: number; readonly complete: boolean }> {
  const newest = { descending: true, after: null, limit: RANKED_MAX + 1 };
  const matches = await matchesByWindow(db, filter, terms, newest, words);
  const ranked = matches
    .slice(0, RANKED_MAX)
    .map(({ id, score }) => ({ id, value: score }))
    .toSorted(byScore);
  const { after, limit } = page;
  const beyond = after === null ? 0 : ranked.findIndex((pick) => byScore(pick, scored(after)) > 0);
  const picks = beyond < 0 ? [] : ranked.slice(beyond, beyond + limit);
  return { picks, ranked: ranked.length, complete: matches.length <= RANKED_MAX };
}

interface Scored {
  readonly id: string;
  readonly value: number;
}

const scored = ({ id, value }: Position): Scored => ({ id, value: Number(value) });

/** Best first; equals by their ids, downwards. */
function byScore(a: Scored, b: Scored): number {
  if (a.value !== b.value) return b.value - a.value;
  return a.id < b.id ? 1 : a.id > b.id ? -1 : 0;
}
