import { channelIdOf } from "./identifiers.ts";
import { Chance } from "./random.ts";
import type { SyntheticVideo } from "./synthetic-videos.ts";

/** How many descriptions name other channels [A]. */
const WITH_MENTIONS = 0.08;

/**
 * The lines of a description that name one to three other channels, in the forms that people use: a link with the id, a
 * link with the handle, or the handle alone; empty where none is named.
 */
export function mentionsIn(
  seed: number,
  video: SyntheticVideo,
  channels: readonly { readonly handle: string }[],
): string {
  const chance = new Chance(seed, "mentions", video.id);
  if (!chance.happens(WITH_MENTIONS)) return "";
  const lines = Array.from({ length: chance.integer(1, 3) }, () => {
    const index = Math.floor(channels.length * chance.uniform() ** 2);
    const handle = channels[index]?.handle ?? "";
    return chance.pick([
      `https://www.youtube.com/channel/${channelIdOf(seed, index)}`,
      `https://youtube.com/${handle}`,
      `🎥 ${handle}`,
    ]);
  });
  return `\n\n${lines.join("\n")}`;
}
