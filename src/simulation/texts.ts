import type { Chance } from "./random.ts";
import type { SyntheticChannel } from "./synthetic-channel.ts";
import type { Language } from "./vocabulary.ts";
import type { VideoText } from "./world.ts";

/** The share of videos without any tag, as measured on the trending chart (data MANIFEST: 20 %). */
const UNTAGGED_SHARE = 0.2;
/** YouTube's own limits: titles of 100 characters, tags of 500 together. */
const TITLE_CHARACTERS_MAX = 100;
const TAG_CHARACTERS_MAX = 500;

/** The text one synthetic video is published with, in its channel's language and from its own chance. */
export function drawText(chance: Chance, channel: SyntheticChannel, isShort: boolean): VideoText {
  const { language, title: channelTitle, categoryId } = channel;
  const a = chance.pick(language.subjects);
  const b = chance.pick(language.subjects);
  const filled = chance
    .pick(language.titles)
    .replaceAll("{a}", a)
    .replaceAll("{b}", b)
    .replaceAll("{n}", String(chance.integer(2, 99)));
  const title = [...(isShort && chance.happens(0.5) ? `${filled} #shorts` : filled)]
    .slice(0, TITLE_CHARACTERS_MAX)
    .join("");
  const lines = [title, "", language.sentence, ...(chance.happens(0.7) ? ["", `© ${channelTitle}`] : [])];
  return {
    title,
    description: chance.happens(0.05) ? "" : lines.join("\n"),
    tags: chance.happens(UNTAGGED_SHARE) ? [] : drawTags(chance, language, a, channelTitle),
    language: chance.happens(0.6) ? language.code : null,
    audioLanguage: chance.happens(0.8) ? regional(chance, language) : null,
    categoryId,
    thumbnail: 0,
  };
}

/** Tags as people write them: few of them stand in the title, and some differ from another only in case. */
function drawTags(chance: Chance, language: Language, subject: string, channelTitle: string): readonly string[] {
  const tags: string[] = [subject, channelTitle];
  const wanted = Math.round(chance.logNormal(14, 0.6));
  for (let i = 0; i < wanted; i++) {
    const word = chance.pick(language.subjects);
    const other = chance.pick(language.subjects);
    const forms = [
      word,
      word.toUpperCase(),
      `${word} ${other}`,
      `#${word.replaceAll(" ", "")}`,
      `${word} ${chance.integer(2020, 2026)}`,
    ];
    tags.push(forms[chance.integer(0, forms.length - 1)] ?? word);
  }
  const kept: string[] = [];
  let room = TAG_CHARACTERS_MAX;
  for (const tag of new Set(tags)) {
    room -= tag.length;
    if (room < 0) break;
    kept.push(tag);
  }
  return kept;
}

/** Sound is often named with its region (`en-US`), text seldom. */
const regional = (chance: Chance, language: Language): string =>
  chance.happens(0.4) ? `${language.code}-${language.country}` : language.code;
