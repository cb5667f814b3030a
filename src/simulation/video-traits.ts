import { share } from "./random.ts";
import type { WorldVideo } from "./world.ts";

/** What searches can filter by and no world models: drawn from a video's id, so that all of YouTube says the same of it [A]. */
export interface VideoTraits {
  readonly definition: "hd" | "sd";
  readonly captioned: boolean;
  readonly licence: "youtube" | "creativeCommon";
  /** What `safeSearch=moderate` hides, and `strict`. */
  readonly touchy: "no" | "strict" | "moderate";
}

const SD_SHARE = 0.06;
const CAPTIONED_SHARE = 0.2;
const CREATIVE_COMMON_SHARE = 0.05;
const STRICT_SHARE = 0.02;
const MODERATE_SHARE = 0.004;
const BLOCKED_SHARE = 0.01;

export function traitsOf({ id }: WorldVideo): VideoTraits {
  const touchy = share("touchy", id);
  return {
    definition: share("definition", id) < SD_SHARE ? "sd" : "hd",
    captioned: share("captioned", id) < CAPTIONED_SHARE,
    licence: share("licence", id) < CREATIVE_COMMON_SHARE ? "creativeCommon" : "youtube",
    touchy: touchy < MODERATE_SHARE ? "moderate" : touchy < STRICT_SHARE ? "strict" : "no",
  };
}

/** Whether a video may not be watched in a region. */
export const isBlockedIn = ({ id }: WorldVideo, regionCode: string): boolean =>
  share("blocked", id, regionCode) < BLOCKED_SHARE;

/** The topic ids that videos of a category are found by: the roots of YouTube's own list (docs/youtube-api.md). */
const TOPICS: Readonly<Record<string, readonly string[]>> = {
  "1": ["/m/02jjt", "/m/02vxn"],
  "10": ["/m/04rlf"],
  "17": ["/m/06ntj"],
  "20": ["/m/0bzvm2"],
  "22": ["/m/019_rr"],
  "24": ["/m/02jjt"],
  "25": ["/m/098wr"],
  "26": ["/m/019_rr"],
  "27": ["/m/01k8wb"],
  "28": ["/m/01k8wb", "/m/07c1v"],
};

export const topicsOf = (categoryId: string): readonly string[] => TOPICS[categoryId] ?? [];
