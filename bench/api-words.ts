import { Chance } from "#simulation/random.ts";

/*
 * Vocabularies whose words are made up, and used as often as words of a language are: the one of rank r about as often
 * as 1 / (r + a few) says (Zipf and Mandelbrot). So searches meet words in a third of all videos and words in twenty.
 */

export interface Tongue {
  readonly code: string;
  /** How many of a hundred channels speak it. */
  readonly share: number;
  /** Of which its words are put together. All of one length, so that no two ranks give one word. */
  readonly syllables: readonly string[];
  /** Its commonest words, where they are of one character and all others of two. */
  readonly particles?: readonly string[];
  /** Whether words stand without spaces between them. */
  readonly joined: boolean;
}

const KANA = "のにはをたがでてとしれさるいもなかうらりこあすまンーストルラクイリアレカドシタ";
/** As many characters as ordinary texts use: a pair of them is as rare as a word of a real language. */
const KANJI = String.fromCodePoint(...Array.from({ length: 700 }, (_, i) => 0x4e00 + i * 29));

const pairs = (first: string, second: string): readonly string[] =>
  [...first].flatMap((a) => [...second].map((b) => a + b));

/** Japanese is every tenth channel's: a part of a title has to be found in words that no space divides. */
export const TONGUES: readonly [Tongue, ...Tongue[]] = [
  { code: "en", share: 40, syllables: pairs("thsnrdlcmfgpwbvk", "eaiou"), joined: false },
  { code: "es", share: 14, syllables: pairs("lsnrdctmpbgñjv", "aeoiuáó"), joined: false },
  { code: "ja", share: 10, syllables: [...KANJI], particles: [...KANA], joined: true },
  { code: "hi", share: 9, syllables: pairs("कखगचजटडतदनपबमयरलवसह", "ाीेोु"), joined: false },
  { code: "pt", share: 8, syllables: pairs("qdsrmntcplvfbgç", "uoaeiãé"), joined: false },
  { code: "de", share: 6, syllables: pairs("dnrstlhgbmkfwzß", "eiaouäöü"), joined: false },
  { code: "ru", share: 5, syllables: pairs("внтсрлкмдпгзбчжш", "оаеиуяы"), joined: false },
  {
    code: "ko",
    share: 3,
    syllables: [..."가나다라마바사아자차하고노도로모보소오조초호기니디리미비시이지치히"],
    joined: false,
  },
  { code: "ar", share: 3, syllables: pairs("المنرتبعدسقفحجكه", "اويةى"), joined: false },
  { code: "th", share: 2, syllables: pairs("กขคงจชดตทนบปผพมยรลวสหอ", "าิีุูะ"), joined: true },
];

/** How much the commonest words stand out: the first of a language is then every fortieth of its words. */
const EVENNESS = 2.7;

/** The word of a rank from 0 on: the commoner, the shorter. */
export function wordAt({ syllables, particles }: Tongue, rank: number): string {
  if (particles) {
    const pair = rank - particles.length;
    if (pair < 0) return particles[rank] ?? "";
    const [first, turn] = [pair % syllables.length, Math.floor(pair / syllables.length)];
    return `${syllables[first]}${syllables[(first * 31 + turn) % syllables.length]}`;
  }
  let word = "";
  for (let left = rank; ; left = Math.floor(left / syllables.length) - 1) {
    word += syllables[left % syllables.length] ?? "";
    if (left < syllables.length) return word;
  }
}

/** A rank below `count`, drawn as often as its word is used. `evenness` tells how little the first ones stand out. */
export function drawRank(chance: Chance, count: number, evenness = EVENNESS): number {
  return Math.floor(evenness * ((1 + count / evenness) ** chance.uniform() - 1));
}

/** The words of every language, and texts of them. */
export interface Vocabulary {
  /** About `length` of them in the language of that place in TONGUES: single words, and phrases that come again. */
  text(chance: Chance, tongue: number, length: number): string;
  wordsOf(tongue: number): readonly string[];
  /** Two or three words that stand together more often than by chance, as set phrases do; the commoner first. */
  phrasesOf(tongue: number): readonly string[];
}

/** A fourth of what is said is said in set phrases; there is one for every five words. */
const PHRASE_SHARE = 0.25;
const WORDS_A_PHRASE = 5;
/** So little do the commonest phrases stand out, and so little the commonest words in them. */
export const PHRASE_EVENNESS = 20;
const WITHIN_EVENNESS = 200;

/** Vocabularies for so many videos: a larger collection has more rare words, and the rarest stay about as rare. */
export function vocabulary(videos: number): Vocabulary {
  const words = TONGUES.map((tongue) => {
    const count = Math.max(500, Math.round((videos * 0.15 * tongue.share) / 40));
    return Array.from({ length: count }, (_, rank) => wordAt(tongue, rank));
  });
  const phrases = words.map((known, tongue) => {
    const chance = new Chance(67, tongue);
    const word = (): string => known[drawRank(chance, known.length, WITHIN_EVENNESS)] ?? "";
    return Array.from({ length: Math.round(known.length / WORDS_A_PHRASE) }, () =>
      (chance.happens(0.7) ? [word(), word()] : [word(), word(), word()]).join(gapIn(tongue)),
    );
  });
  return {
    wordsOf: (tongue) => words[tongue] ?? [],
    phrasesOf: (tongue) => phrases[tongue] ?? [],
    text(chance, tongue, length) {
      const [known, set] = [words[tongue] ?? [], phrases[tongue] ?? []];
      const gap = gapIn(tongue);
      let text = "";
      for (let i = 0; i < length; i++) {
        const part = chance.happens(PHRASE_SHARE)
          ? set[drawRank(chance, set.length, PHRASE_EVENNESS)]
          : known[drawRank(chance, known.length)];
        text += i === 0 ? part : gap + part;
      }
      return text;
    },
  };
}

const gapIn = (tongue: number): string => (TONGUES[tongue]?.joined ? "" : " ");

/** So little do the commonest tags stand out: the first is on every tenth video, and the last on twenty of a million. */
const TAG_EVENNESS = 9;

/** The tag of a rank, as people write it: one word or two, some with a capital, every tenth of it in Japanese. */
export function tagAt(rank: number): string {
  const tongue = TONGUES[rank % 10 === 9 ? 2 : 0] ?? TONGUES[0];
  // From here on words are long enough that no tag is one of two letters.
  const word = wordAt(tongue, rank + 100);
  const text = rank % 3 === 1 ? `${word} ${wordAt(tongue, rank % 50)}` : word;
  return rank % 4 === 2 ? text.slice(0, 1).toUpperCase() + text.slice(1) : text;
}

/** How many different tags so many videos carry. */
export const tagsFor = (videos: number): number => Math.max(200, Math.round(videos / 20));

export const drawTag = (chance: Chance, count: number): number => drawRank(chance, count, TAG_EVENNESS);
