import { days, hours, type Instant, minus } from "#domain/time.ts";
import { share } from "./random.ts";
import { isPublic, type World, type WorldVideo } from "./world.ts";

/** A chart ends here, as the real one does. */
const ENTRIES_MAX = 200;
/** Since July 2025 the chart without a category is made of music, gaming and films (docs/youtube-api.md). */
const TRENDING_CATEGORIES: ReadonlySet<string> = new Set(["10", "20", "1"]);
/** What share of videos is on the charts of other countries than their channel's own [A]. */
const ABROAD_SHARE = 0.3;
/** Nothing older trends [A]. */
const OLDEST = days(14);

/**
 * The `mostPopular` chart: the young videos of a region and category that gained most views in a day, as of the last full
 * hour. How YouTube ranks nobody outside knows.
 */
export class Charts {
  readonly #world: World;
  /** The last chart of each region and category. */
  readonly #made = new Map<string, { readonly hour: number; readonly videos: readonly WorldVideo[] }>();

  constructor(world: World) {
    this.#world = world;
  }

  /** `categoryId` `null` = the chart without a category. Empty when nothing of that kind is young. */
  at(regionCode: string, categoryId: string | null, at: Instant): readonly WorldVideo[] {
    const hour = Math.floor(at / hours(1));
    const key = `${regionCode} ${categoryId ?? ""}`;
    const known = this.#made.get(key);
    if (known?.hour === hour) return known.videos.filter((video) => isPublic(video, at));
    const videos = this.#rank(regionCode, categoryId, (hour * hours(1)) as Instant);
    this.#made.set(key, { hour, videos });
    return videos.filter((video) => isPublic(video, at));
  }

  #rank(regionCode: string, categoryId: string | null, at: Instant): readonly WorldVideo[] {
    const world = this.#world;
    const isIn = (video: WorldVideo): boolean => {
      if (!isPublic(video, at)) return false;
      const country = world.channel(video.channelId)?.country ?? null;
      if (country !== regionCode && share("abroad", video.id, regionCode) >= ABROAD_SHARE) return false;
      const own = world.textOf(video.id, at)?.categoryId ?? "";
      return categoryId === null ? TRENDING_CATEGORIES.has(own) : own === categoryId;
    };
    const viewsAt = (video: WorldVideo, then: Instant) => world.countersAt(video.id, then)?.views ?? 0;
    const gained = (video: WorldVideo) => viewsAt(video, at) - viewsAt(video, minus(at, days(1)));
    return world
      .videosStartedBetween(minus(at, OLDEST), at)
      .filter(isIn)
      .map((video) => ({ video, gain: gained(video) }))
      .toSorted((a, b) => b.gain - a.gain || (a.video.id < b.video.id ? -1 : 1))
      .slice(0, ENTRIES_MAX)
      .map(({ video }) => video);
  }
}
