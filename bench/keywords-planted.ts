import { Chance } from "#simulation/random.ts";
import type { ChartVideo } from "./keywords-month.ts";

/** A topic that rises in the last days of a month, and the videos that were made to speak of it. */
export interface Surge {
  readonly phrase: string;
  readonly videos: number;
}

/** A month whose days were shuffled, so that nothing rises in it but what was planted. */
export interface PlantedMonth {
  readonly window: readonly ChartVideo[];
  readonly before: readonly ChartVideo[];
  readonly surges: readonly Surge[];
}

/** Of 30 days the last seven are the window. */
const WINDOW_SHARE = 7 / 30;
const SURGES = 30;

/**
 * Deals a real month's videos out to its days anew, and plants surges into those of the window: phrases of one or two words,
 * some new, some of words that the month knows, in titles and tags of 6 to 14 videos of different channels.
 */
export function plantSurges(month: readonly ChartVideo[], seed: number): PlantedMonth {
  const chance = new Chance("keywords", seed);
  const shuffled = shuffle(month, chance);
  const cut = Math.round(shuffled.length * WINDOW_SHARE);
  const window = shuffled.slice(0, cut).map((video) => ({ ...video, tags: [...video.tags] }));
  const words = wordsOf(month);
  const surges: Surge[] = [];
  while (surges.length < SURGES) {
    const phrase = makePhrase(words, chance);
    if (surges.some((surge) => surge.phrase.includes(phrase) || phrase.includes(surge.phrase))) continue;
    if (month.some(({ title, tags }) => says(title, phrase) || tags.some((tag) => says(tag, phrase)))) continue;
    const wanted = 6 + Math.floor(chance.uniform() * 9);
    const channels = new Set<string>();
    for (const video of shuffle(window, chance)) {
      if (channels.size === wanted) break;
      if (channels.has(video.channelId)) continue;
      channels.add(video.channelId);
      plant(video, phrase, chance);
    }
    surges.push({ phrase, videos: channels.size });
  }
  return { window, before: shuffled.slice(cut), surges };
}

const says = (text: string, phrase: string) => text.toLowerCase().includes(phrase);

function plant(video: { title: string; tags: readonly string[] }, phrase: string, chance: Chance): void {
  const roll = chance.uniform();
  if (roll < 0.3) Object.assign(video, { tags: [...video.tags, phrase] });
  else if (roll < 0.65) Object.assign(video, { title: `${phrase} | ${video.title}` });
  else Object.assign(video, { title: `${video.title} (${phrase})` });
}

/** Words of the month that are long enough to be part of a name, most of them rare. */
function wordsOf(month: readonly ChartVideo[]): readonly string[] {
  const words = new Set<string>();
  for (const { title } of month) {
    for (const { segment, isWordLike } of new Intl.Segmenter(undefined, { granularity: "word" }).segment(title)) {
      if (isWordLike && segment.length > 1 && !/\p{N}/u.test(segment))
        words.add(segment.normalize("NFKC").toLowerCase());
    }
  }
  return [...words];
}

/** A third are new words, the rest two known words that were never said together. */
function makePhrase(words: readonly string[], chance: Chance): string {
  const pick = (): string => words[Math.floor(chance.uniform() * words.length)] ?? "";
  if (chance.uniform() < 1 / 3) {
    const syllables = ["ka", "zor", "mi", "len", "tu", "vra", "pe", "shi", "don", "qui"];
    const length = 3 + Math.floor(chance.uniform() * 2);
    return Array.from({ length }, () => syllables[Math.floor(chance.uniform() * syllables.length)]).join("");
  }
  const [first, second] = [pick(), pick()];
  return /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(first + second)
    ? `${first}${second}`
    : `${first} ${second}`;
}

function shuffle<Item>(items: readonly Item[], chance: Chance): Item[] {
  const shuffled = [...items];
  for (let i = shuffled.length - 1; i > 0; i--) {
    const j = Math.floor(chance.uniform() * (i + 1));
    [shuffled[i], shuffled[j]] = [shuffled[j] as Item, shuffled[i] as Item];
  }
  return shuffled;
}
