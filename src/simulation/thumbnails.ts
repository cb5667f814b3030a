/** The sizes every video has, and the one that about half of old videos lack. */
const SMALL = {
  default: ["default", 120, 90],
  medium: ["mqdefault", 320, 180],
  high: ["hqdefault", 480, 360],
} as const;
const LARGE = { standard: ["sddefault", 640, 480], maxres: ["maxresdefault", 1280, 720] } as const;

/**
 * A video's thumbnails; search gives the three small ones only, and broadcasts under way have names of their own. One
 * replaced `version` times has another name: seen of pictures on trial, and assumed of all (docs/virtual-youtube.md).
 */
export function thumbnailsOf(
  videoId: string,
  sizes: "small" | "all",
  live: boolean,
  version: number,
): Record<string, object> {
  const wanted = sizes === "small" ? SMALL : { ...SMALL, ...LARGE };
  const suffix = `${live ? "_live" : ""}${version > 0 ? `_custom_${version}` : ""}`;
  return Object.fromEntries(
    Object.entries(wanted).map(([size, [file, width, height]]) => [
      size,
      { url: `https://i.ytimg.com/vi/${videoId}/${file}${suffix}.jpg`, width, height },
    ]),
  );
}
