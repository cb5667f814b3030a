import { days, type Instant, plus } from "#domain/time.ts";
import type { World } from "#simulation/world.ts";

/** The word that most uploads of a world's first day are tagged with. */
export function commonestTag(world: World, from: Instant): string {
  const until = plus(from, days(1));
  const counts = new Map<string, number>();
  for (const { id } of world.videosStartedBetween(from, until)) {
    for (const tag of world.textOf(id, until)?.tags ?? []) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  }
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? "";
}
