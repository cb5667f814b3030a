import type { SearchCall } from "#domain/call.ts";
import { quotaDay } from "#domain/quota.ts";
import type { Failure, Reply, SearchPage } from "#domain/reply.ts";
import { between, hours, type Instant, milliseconds, minutes, plus } from "#domain/time.ts";
import { Chance, share } from "#simulation/random.ts";
import { isMissing, isOmitted, isThinnedOut } from "#simulation/search-habits.ts";
import type { WatchedVideo, WatchWorld } from "./watch-world.ts";

const PAGE = 50;
const RESULTS_MOST = 500;

/** What the project may ask a day, by YouTube's count, and how much of it somebody else uses. */
export const SEARCHES_A_DAY = 100;
const OTHERS = { least: 15, most: 45 } as const;

/** One page token in fifty is refused. */
const TOKENS_REFUSED = 0.02;

/** Answers searches from a world with all the vices of the virtual YouTube's, away twice, its bucket shared with others. */
export class WatchYouTube {
  readonly #world: WatchWorld;
  readonly #seed: number;
  readonly #outages: readonly { readonly from: Instant; readonly until: Instant }[];
  readonly #asked = new Map<string, number>();
  #calls = 0;

  constructor(world: WatchWorld, seed: number) {
    this.#world = world;
    this.#seed = seed;
    const span = between(world.from, world.until);
    const [short, long] = [0.3, 0.6].map((part) => plus(world.from, milliseconds(Math.floor(span * part))));
    this.#outages = [
      { from: short ?? world.from, until: plus(short ?? world.from, minutes(5)) },
      { from: long ?? world.from, until: plus(long ?? world.from, hours(9)) },
    ];
  }

  /** What search shows of a query at an instant on all pages together, if it is asked for in short enough stretches. */
  present(q: string, since: Instant, at: Instant): readonly WatchedVideo[] {
    return this.#stretch(q, since, at).filter((video) => this.isShown(q, video, at));
  }

  isShown(q: string, { id, foundFrom }: WatchedVideo, at: Instant): boolean {
    return foundFrom <= at && !isOmitted(q, id) && !isMissing(q, id, at);
  }

  search(call: SearchCall, at: Instant): Reply<SearchPage> {
    const refused = this.#refusal(call, at);
    if (refused) return refused;
    const q = call.filters.q ?? "";
    const found = this.#stretch(q, call.publishedAfter ?? this.#world.from, call.publishedBefore ?? at).filter(
      (video) => this.isShown(q, video, at),
    );
    const shown = found
      .filter(({ id }) => !isThinnedOut(q, id, found.length))
      .sort((a, b) => b.orderedBy - a.orderedBy || (a.id < b.id ? -1 : 1))
      .slice(0, RESULTS_MOST);
    const offset = Number(call.pageToken ?? 0);
    const hits = shown
      .slice(offset, offset + PAGE)
      .map(({ id, channelId, publishedAt }) => ({ videoId: id, channelId, title: "", publishedAt }));
    const nextPageToken = offset + PAGE < shown.length ? String(offset + PAGE) : null;
    return { kind: "answered", body: { hits, nextPageToken, totalEstimate: found.length }, at };
  }

  #refusal({ pageToken }: SearchCall, at: Instant): Failure | null {
    if (this.#outages.some(({ from, until }) => at >= from && at < until))
      return { kind: "unavailable", retryAfter: null, detail: "YouTube is away" };
    const { day, startsAt, resetsAt } = quotaDay(at);
    const asked = (this.#asked.get(day) ?? 0) + 1;
    this.#asked.set(day, asked);
    const chance = new Chance("others", this.#seed, day);
    const others = chance.integer(OTHERS.least, OTHERS.most);
    const length = between(startsAt, resetsAt);
    const taken = Array.from({ length: others }, () =>
      plus(startsAt, milliseconds(Math.floor(length * chance.uniform()))),
    );
    if (asked + taken.filter((when) => when <= at).length > SEARCHES_A_DAY)
      return { kind: "quotaSpent", bucket: "search", consumer: null, detail: "the day's searches are spent" };
    this.#calls += 1;
    if (pageToken !== null && share("token", this.#seed, this.#calls) < TOKENS_REFUSED)
      return { kind: "refused", status: 400, reason: "invalidPageToken", detail: "an invalid page token" };
    return null;
  }

  /** The videos of a query that were published in `[from, to)`. */
  #stretch(q: string, from: Instant, to: Instant): readonly WatchedVideo[] {
    const all = this.#world.byQuery.get(q) ?? [];
    return all.slice(placeOf(all, from), placeOf(all, to));
  }
}

function placeOf(rising: readonly WatchedVideo[], at: Instant): number {
  let low = 0;
  let high = rising.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rising[middle]?.publishedAt ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Days of a world beyond those that are judged: second readings come days after a video. */
export const SETTLING_DAYS = 5;
