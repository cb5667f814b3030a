import { Chance } from "./random.ts";
import type { SyntheticVideo } from "./synthetic-videos.ts";
import { drawText } from "./texts.ts";
import { CATEGORIES } from "./vocabulary.ts";
import { type Edit, type VideoText, wholeSecond } from "./world.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Nobody edits in the first minute: even a wrong title takes that long to be noticed. */
const SOONEST = 60_000;

/**
 * What the owner of a synthetic video changes of it, oldest first. One in twenty is renamed within a day, mostly early; a
 * few later, at any age up to two years (such edits make a hub announce old videos again). The shares are assumed:
 * docs/virtual-youtube.md. `publishedText` is only asked for where something changes.
 */
export function drawEdits(seed: number, video: SyntheticVideo, publishedText: () => VideoText): readonly Edit[] {
  const chance = new Chance(seed, "edits", video.id);
  const isShort = video.format === "short";
  const edits: Edit[] = [];
  const draw = (probability: number, age: () => number, change: (nth: number) => Edit["change"]): void => {
    if (!chance.happens(probability)) return;
    edits.push({ at: wholeSecond(video.listedAt + SOONEST + age()), change: change(edits.length) });
  };
  const early = (span: number) => () => span * chance.uniform() ** 2;
  const anyAge = () => DAY * Math.exp(chance.between(0, Math.log(700)));
  const otherTitle = (nth: number) => {
    const { title } = drawText(new Chance(seed, "retitle", video.id, nth), video.channel, isShort);
    return { title: title === publishedText().title ? `${title.slice(0, 90)} (new)` : title };
  };
  draw(0.05, early(DAY), otherTitle);
  draw(0.01, anyAge, otherTitle);
  draw(0.03, early(7 * DAY), () => ({ description: `${publishedText().description}\n\n✎ ${video.channel.handle}` }));
  draw(0.02, early(2 * DAY), () => ({ thumbnail: 1 }));
  draw(0.01, early(7 * DAY), () => ({
    tags: [...publishedText().tags.slice(1), `${video.channel.language.code} mix`],
  }));
  draw(0.005, early(30 * DAY), () => ({ categoryId: chance.pick(CATEGORIES) }));
  return edits.toSorted((a, b) => a.at - b.at);
}
