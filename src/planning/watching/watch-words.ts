import { type Duration, inHours, inMinutes } from "#domain/time.ts";
import type { TrackedWatch } from "#domain/watch.ts";

/** A watch's name for people, as far as planning knows it: what it asks for. */
export function wordsOf({ source }: Pick<TrackedWatch, "source">): string {
  if (source.kind === "chart") {
    const { regionCode, videoCategoryId } = source.filters;
    return `the chart of ${regionCode}${videoCategoryId === undefined ? "" : `, category ${videoCategoryId}`}`;
  }
  const { q, channelId } = source.filters;
  if (q !== undefined) return `the search for “${q}”`;
  return channelId === undefined ? "a search without words" : `the search in ${channelId}`;
}

/** A length of time as people say it. */
export function spanWords(length: Duration): string {
  if (inMinutes(length) < 90) return `${Math.round(inMinutes(length))} min`;
  if (inHours(length) < 48) return `${Number(inHours(length).toPrecision(2))} h`;
  return `${Math.round(inHours(length) / 24)} days`;
}
