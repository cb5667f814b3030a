import type { EngagementKind } from "#domain/engagement.ts";
import { type FindPrior, findsPrior } from "#domain/engagement-priors.ts";
import type { InsightScope, Window } from "#domain/insight-scope.ts";
import {
  countUnranked,
  type EngagingRate,
  engagingRate,
  highestBelow,
  mostEngaging,
  type NoEngagingRate,
  type Unranked,
} from "#insights/engaging.ts";
import type { Db } from "#storage/database.ts";
import { type EngagingRow, readHighestRows, readNewestRows } from "#storage/insights/engaging-rows.ts";
import { readEngagementPriors } from "#storage/scores/engagement-priors.ts";
import { readListedVideos, type VideoRow } from "#storage/videos/listed-videos.ts";

/** Which videos, published when, are asked for, and by what they are ranked. */
export interface EngagingQuestion {
  readonly scope: InsightScope;
  readonly window: Window;
  readonly by: EngagementKind;
  readonly limit: number;
}

/** A video with all three of its rates. */
export interface EngagingItem {
  readonly video: VideoRow;
  readonly rates: Readonly<Record<EngagementKind, EngagingRate | NoEngagingRate>>;
}

export interface EngagingAnswer {
  /** Best first. */
  readonly items: readonly EngagingItem[];
  /**
   * What is counted is of so many `videos`, the newest; `complete` = these are all. `candidates` were ranked; `exact` = no
   * other video can be among the items.
   */
  readonly basis: Unranked & {
    readonly videos: number;
    readonly complete: boolean;
    readonly candidates: number;
    readonly exact: boolean;
  };
}

/** So many are counted, and ranked where these are all. Each is a row of the hot table, read by a date's index: some 3 µs. */
const NEWEST_MAX = 1_000;

/** The most engaging videos of a scope, of those published within a window (docs/formulas/engagement.md). */
export async function engagingOf(db: Db, question: EngagingQuestion): Promise<EngagingAnswer> {
  const { scope, window, by, limit } = question;
  const [priors, newest] = await Promise.all([
    readEngagementPriors(db),
    readNewestRows(db, scope, window, NEWEST_MAX + 1),
  ]);
  const find = findsPrior(priors);
  const ofKind = [find(by, null, null), ...priors.filter(({ kind }) => kind === by)];
  const complete = newest.length <= NEWEST_MAX;
  const { best, candidates, exact } = complete
    ? { best: mostEngaging(newest, { by, limit, find }), candidates: newest.length, exact: true }
    : await bestOfMany(db, question, find, (raw) => highestBelow(raw, ofKind));
  const videos = await readListedVideos(
    db,
    best.map(({ video }) => video.id),
  );
  const counted = newest.slice(0, NEWEST_MAX);
  return {
    items: videos.map((video) => ({ video, rates: ratesOf(video, find) })),
    basis: { videos: counted.length, complete, ...countUnranked(counted), candidates, exact },
  };
}

/**
 * So many are read and ranked at first, and so many where these do not settle it: plain rates at the top may be those of
 * videos with few views, which rank lower. In simulated populations of 250,000 videos the first find the best 50, and the
 * second the best 200. The last take some tens of milliseconds.
 */
const CANDIDATES = [250, 1_000, 5_000] as const;

/**
 * Stored engagements were drawn by the priors of their samples' days. Fits of other days move a rate of 0.2 over 100 views by
 * hardly more than this upwards (a prior that weighs half as much: from 0.177 to 0.186), and of more views less.
 */
const MOVED_MOST = 1.1;

interface Best {
  readonly best: readonly { readonly video: EngagingRow; readonly value: number }[];
  readonly candidates: number;
  readonly exact: boolean;
}

/** Ranks the videos that are met first when they are walked by what is stored or counted, until no other can rank. */
async function bestOfMany(
  db: Db,
  { scope, window, by, limit }: EngagingQuestion,
  find: FindPrior,
  highest: (raw: number) => number,
): Promise<Best> {
  let found: Best = { best: [], candidates: 0, exact: false };
  for (const most of CANDIDATES) {
    const rows = await readHighestRows(db, scope, window, { by, limit: most });
    const best = mostEngaging(rows, { by, limit, find });
    const last = rows.at(-1)?.place ?? 0;
    const beyond = by === "engagement" ? last * MOVED_MOST : highest(last);
    const settled = best.length === limit && (best.at(-1)?.value ?? 0) >= beyond;
    found = { best, candidates: rows.length, exact: rows.length < most || settled };
    if (found.exact) break;
  }
  return found;
}

function ratesOf(video: VideoRow, find: FindPrior): EngagingItem["rates"] {
  const rateOf = (kind: EngagementKind) => engagingRate(kind, video, find);
  return { engagement: rateOf("engagement"), likes: rateOf("likes"), comments: rateOf("comments") };
}
