import { type Instant, instant } from "#domain/time.ts";

/** A sample's views at its instant, `null` = hidden. */
export interface StoredViews {
  readonly at: Instant;
  readonly views: number | null;
}

/**
 * A video's samples, oldest first, as they come in two texts: their seconds since 1970 and their views, by commas, a hidden
 * count as nothing. As rows of their own they would take the driver twice as long, and put in order by the server a fifth longer.
 */
export function samplesIn(seconds: string, views: string): readonly StoredViews[] {
  const shown = views.split(",");
  return seconds
    .split(",")
    .map((second, i) => {
      const text = shown[i] ?? "";
      return { at: instant(Math.round(Number(second) * 1000)), views: text === "" ? null : Number(text) };
    })
    .sort((a, b) => a.at - b.at);
}
