import { sql } from "kysely";
import { toIso } from "#domain/iso-time.ts";
import { days, type Instant, instant } from "#domain/time.ts";
import { Chance } from "#simulation/random.ts";
import type { Db } from "#storage/database.ts";
import { type ApiSet, PRESENT } from "./api-set.ts";
import { textsOf } from "./api-texts.ts";
import { drawRank, PHRASE_EVENNESS, TONGUES, type Vocabulary, vocabulary } from "./api-words.ts";
import { channelId, videoId } from "./scale-population.ts";

/** A question as it is asked over and over, each time of something else. */
export interface Shape {
  readonly name: string;
  readonly paths: readonly string[];
}

/** Different questions of each shape: beyond, a common tag would not be common any more. */
const VARIANTS = 100;
const API = "/api/v1";

const JAPANESE = TONGUES.findIndex(({ code }) => code === "ja");

/** All shapes but those that want cursors (api-pages.ts). The questions are drawn from a seed, of what the set holds. */
export async function drawShapes(db: Db, set: ApiSet): Promise<readonly Shape[]> {
  const chance = new Chance(53);
  const words = vocabulary(set.videos);
  const many = (make: () => string): string[] => Array.from({ length: VARIANTS }, make);
  const videos = (query: string): string => `${API}/videos?${query}`;
  const tag = (text: string): string => `tag=${encodeURIComponent(text)}`;
  const q = (text: string): string => `q=${encodeURIComponent(text)}`;
  const pick = <T>(of: readonly T[]): T => of[chance.integer(0, of.length - 1)] as T;

  const common = await tagsBetween(db, set.videos * 0.05, set.videos * 0.12);
  const usual = await tagsBetween(db, set.videos * 0.003, set.videos * 0.008);
  const rare = await tagsBetween(db, 12, 28);
  const thirds = await wordsOfAThird(db, words);
  const english = words.wordsOf(0);
  return [
    { name: "newest", paths: [videos("sort=-publishedAt")] },
    { name: "tag-common", paths: many(() => videos(tag(pick(common)))) },
    { name: "tag-rare", paths: many(() => videos(tag(pick(rare)))) },
    { name: "tags-all", paths: many(() => videos(`${tag(pick(common))}&${tag(pick(usual))}&tagMode=all`)) },
    {
      name: "tag+performance",
      paths: many(() => videos(`${tag(pick([...common, ...usual]))}&performanceMin=2&sort=-performance`)),
    },
    { name: "performance", paths: many(() => videos(`performanceMin=${2 + chance.integer(0, 99) / 1000}`)) },
    { name: "channel-outlier", paths: many(() => videos(`channel=${channelOf(set, chance)}&sort=-outlier`)) },
    { name: "month-views", paths: many(() => videos(`${month(chance)}&sort=-views`)) },
    { name: "text-rare", paths: many(() => videos(q(english[lastTenth(english.length, chance)] ?? ""))) },
    { name: "text-common", paths: many(() => videos(q(pick(thirds)))) },
    { name: "text-phrase", paths: many(() => videos(q(`"${phraseIn(words, chance)}"`))) },
    { name: "text-japanese", paths: many(() => videos(q(japaneseIn(set, words, chance)))) },
    { name: "video", paths: many(() => `${API}/videos/${videoId(chance.integer(0, set.videos - 1))}`) },
    { name: "series", paths: many(() => `${API}/videos/${videoId(denseVideo(set, chance))}/series?limit=500`) },
    { name: "channel", paths: many(() => `${API}/channels/${channelOf(set, chance)}`) },
    {
      name: "autocomplete",
      paths: many(
        () =>
          `${API}/tags?prefix=${encodeURIComponent(pick([...common, ...usual, ...rare]).slice(0, chance.integer(1, 4)))}`,
      ),
    },
  ];
}

async function tagsBetween(db: Db, least: number, most: number): Promise<readonly string[]> {
  const { rows } = await sql<{ tag: string }>`
    select tag from tag where videos between ${least}::float8 and ${most}::float8 order by tag limit 500`.execute(db);
  if (rows.length === 0) throw new Error(`No tag is on ${least} to ${most} videos: take a larger set.`);
  return rows.map(({ tag }) => tag);
}

/** The five words that are nearest to being in a third of all videos, by a sample of them. */
async function wordsOfAThird(db: Db, words: Vocabulary): Promise<readonly string[]> {
  const { rows } = await sql<{ word: string }>`
    with sampled as materialized (select terms from video_search tablesample system (2) repeatable (7))
    select word from unnest(${words.wordsOf(0).slice(0, 60)}::text[]) word
    order by abs((select count(*) from sampled where terms @@ quote_literal(word)::tsquery)
      / (select count(*) from sampled)::float8 - 1.0 / 3) limit 5`.execute(db);
  return rows.map(({ word }) => word);
}

/** A channel, drawn as often as it has videos. */
const channelOf = (set: ApiSet, chance: Chance): string =>
  channelId(set.channelOf[chance.integer(0, set.videos - 1)] ?? 0);

function month(chance: Chance): string {
  const date = new Date(PRESENT - days(30) * chance.integer(1, 40));
  const at = (later: number): string =>
    toIso(instant(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + later)) as Instant).slice(0, 10);
  return `publishedAfter=${at(0)}&publishedBefore=${at(1)}`;
}

/** A word that some twenty of a million videos hold. */
const lastTenth = (count: number, chance: Chance): number => chance.integer(Math.floor(count * 0.9), count - 1);

function videoOf(set: ApiSet, chance: Chance, fits: (tongue: number) => boolean): number {
  for (;;) {
    const n = chance.integer(0, set.videos - 1);
    if (fits(set.traits.tongue[set.channelOf[n] ?? 0] ?? 0)) return n;
  }
}

/** A phrase, drawn as often as it is used, of a language that has spaces. */
function phraseIn(words: Vocabulary, chance: Chance): string {
  const tongues = TONGUES.flatMap(({ joined, share }, i) => (joined ? [] : Array.from({ length: share }, () => i)));
  const phrases = words.phrasesOf(tongues[chance.integer(0, tongues.length - 1)] ?? 0);
  return phrases[drawRank(chance, phrases.length, PHRASE_EVENNESS)] ?? "";
}

/** Three characters of some Japanese title. */
function japaneseIn(set: ApiSet, words: Vocabulary, chance: Chance): string {
  const { title } = textsOf(
    set,
    words,
    videoOf(set, chance, (tongue) => tongue === JAPANESE),
  );
  const from = chance.integer(0, Math.max(0, title.length - 8));
  return title.slice(from, from + 3);
}

/** A video with 500 snapshots. */
function denseVideo(set: ApiSet, chance: Chance): number {
  for (;;) {
    const n = chance.integer(0, Math.floor((set.videos * 0.97) / 2500)) * 2500 + 7;
    if (set.atBirth[n]) return n;
  }
}
