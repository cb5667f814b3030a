import type { ServerResponse } from "node:http";
import { isVideoId } from "#domain/video.ts";
import { type Chroma, encodePng } from "./png.ts";
import { hash, share } from "./random.ts";
import type { World } from "./world.ts";

/* Pictures of a world's videos and channels, at the paths at which YouTube's own servers have them. */

const VIDEO = /^\/vi\/([A-Za-z0-9_-]{11})\/[a-z]+(?:_live)?(?:_custom_\d+)?\.jpg$/;
const CHANNEL = /^\/([A-Za-z0-9_-]{22})=s\d+/;

/** Whether the path is that of a picture; then it is sent, always the same for the same path. */
export function servePicture(world: World, path: string, response: ServerResponse): boolean {
  const videoId = VIDEO.exec(path)?.[1];
  const channel = CHANNEL.exec(path)?.[1];
  if (videoId === undefined && channel === undefined) return false;
  const isKnown =
    videoId === undefined
      ? world.channels.some(({ id }) => id === `UC${channel}`)
      : isVideoId(videoId) && world.video(videoId) !== null;
  if (!isKnown) return false;
  const png = videoId === undefined ? draw(path, 96, 96) : draw(path, 320, 180);
  response.writeHead(200, { "content-type": "image/png", "content-length": png.length }).end(png);
  return true;
}

/** A sky, a ground and a few round things, in colours of one family: enough to tell one picture from another. */
function draw(seed: string, width: number, height: number): Buffer {
  const turn = share("hue", seed) * 360;
  const sky = colour(turn, 0.55, 0.62);
  const ground = colour(turn + 40, 0.5, 0.36);
  const horizon = height * (0.5 + share("horizon", seed) * 0.3);
  const slope = (share("slope", seed) - 0.5) * 0.5;
  const rounds = Array.from({ length: 2 + (hash("rounds", seed) % 4) }, (_, n) => ({
    x: share("x", seed, n) * width,
    y: share("y", seed, n) * height,
    reach: (0.08 + share("reach", seed, n) * 0.22) * height,
    colour: colour(turn + 140 + 60 * n, 0.6, 0.45 + share("light", seed, n) * 0.35),
  }));
  return encodePng(width, height, (x, y) => {
    const round = rounds.findLast((one) => (one.x - x) ** 2 + (one.y - y) ** 2 < one.reach ** 2);
    if (round) return round.colour;
    return y > horizon + slope * (x - width / 2) ? ground : sky;
  });
}

/** A colour by its hue in degrees, saturation and lightness (CSS Color 4, §7). */
function colour(hue: number, saturation: number, lightness: number): Chroma {
  const part = (n: number): number => {
    const k = (n + hue / 30) % 12;
    const a = saturation * Math.min(lightness, 1 - lightness);
    return Math.round(255 * (lightness - a * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  };
  return [part(0), part(8), part(4)];
}
