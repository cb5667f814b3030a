import type { Instant } from "#domain/time.ts";
import { hash } from "./random.ts";
import { orderedBy } from "./search-habits.ts";
import { publishedAtAt, type World, type WorldVideo } from "./world.ts";

/** The results of a search in the order that was asked for; ties by a hash of the id, relevance is a fixed shuffle. */
export function inOrder(
  world: World,
  found: readonly WorldVideo[],
  { q, order }: { readonly q: string; readonly order: string },
  at: Instant,
): readonly WorldVideo[] {
  const keys = new Map(found.map((video) => [video, keyOf(world, video, q, order, at)]));
  return found.toSorted((a, b) => (keys.get(b) ?? 0) - (keys.get(a) ?? 0) || hash(a.id) - hash(b.id));
}

function keyOf(world: World, video: WorldVideo, q: string, order: string, at: Instant): number {
  switch (order) {
    case "date":
      return orderedBy(q, video.id, publishedAtAt(video, at));
    case "viewCount":
      return world.countersAt(video.id, at)?.views ?? 0;
    case "rating": {
      const counters = world.countersAt(video.id, at);
      return (counters?.likes ?? 0) / Math.max(1, counters?.views ?? 0);
    }
    case "title":
      return -titleKey(world.textOf(video.id, at)?.title ?? "");
    default:
      return -hash("relevance", q, video.id);
  }
}

/** The first letters of a title as a number that orders like them. */
const titleKey = (title: string): number =>
  [...title.toLowerCase().padEnd(3)]
    .slice(0, 3)
    .reduce((sum, letter) => sum * 65_536 + ((letter.codePointAt(0) ?? 0) % 65_536), 0);
