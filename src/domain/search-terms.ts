import type { ChannelId } from "./channel.ts";
import type { Instant } from "./time.ts";
import { foldTag } from "./video.ts";

declare const queryBrand: unique symbol;

/**
 * A question to the words, tags, channels and days of videos, as PostgreSQL's `tsquery` text. Only what is built here is
 * one, so that nothing of a reader's input is ever taken for syntax. It may be put into others as it is.
 */
export type TermQuery = string & { readonly [queryBrand]: true };

/*
 * All that a video is found by is a lexeme of one tsvector. Words consist of letters, digits, marks and pictographs; each
 * of the others begins with a sign of its own, so that no word of a text can be taken for one.
 */

/** The sign that folded tags begin with. */
const TAG_SIGN = "#";
const CHANNEL_SIGN = "@";
const TIME_SIGN = "~";

/** As stored tags: longer ones are not indexed (src/storage/videos/descriptions.ts). */
const TAG_LENGTH_MAX = 500;

const DAY = 24 * 60 * 60 * 1000;

/** Steps of time a video is filed under, in days: each is eight of the one before, 512 days is the longest. */
export const TIME_SCALES = [1, 8, 64, 512] as const;
/** The UTC day of an instant, counted from 1970-01-01. */
export const epochDay = (at: Instant): number => Math.floor(at / DAY);
/** When a UTC day begins. */
export const dayStart = (day: number): Instant => (day * DAY) as Instant;

/** The lexeme of a whole tag, given folded (`foldTag`). */
export const tagLexeme = (key: string): string => TAG_SIGN + key;
/** The lexeme of a channel. */
export const channelLexeme = (id: ChannelId): string => CHANNEL_SIGN + id;
/** The lexeme of a step of time; `scale` is an index into TIME_SCALES. */
const timeLexeme = (scale: number, step: number): string => `${TIME_SIGN}${scale}:${step}`;
/** The lexemes of the steps that an instant lies in, one a scale. */
export const timeLexemes = (at: Instant): readonly string[] =>
  TIME_SCALES.map((days, scale) => timeLexeme(scale, Math.floor(epochDay(at) / days)));

/** A lexeme as PostgreSQL reads it, in a tsvector and a tsquery alike. */
export const quoted = (lexeme: string): TermQuery =>
  `'${lexeme.toWellFormed().replaceAll("\0", "\uFFFD").replaceAll("\\", "\\\\").replaceAll("'", "''")}'` as TermQuery;

/** Videos that carry a tag, whole; case and width do not matter. A tag too long to be stored matches none. */
export const tagTerm = (tag: string): TermQuery => quoted(tagLexeme(bounded(foldTag(tag))));

/** Videos with a tag that begins so; case and width do not matter, blanks before it neither. */
export const tagPrefixTerm = (prefix: string): TermQuery =>
  `${quoted(tagLexeme(bounded(foldPrefix(prefix))))}:*` as TermQuery;

/** A tag's beginning as tags are compared: unlike a whole tag it may end with a blank. */
export const foldPrefix = (prefix: string): string => {
  const folded = foldTag(prefix);
  return /\s$/u.test(prefix.normalize("NFKC")) && folded !== "" ? `${folded} ` : folded;
};

/** One character more than any stored tag has: PostgreSQL refuses operands of 2 KB, and this still matches none. */
const bounded = (tag: string): string => tag.slice(0, TAG_LENGTH_MAX + 1);

/** Videos of a channel. */
export const channelTerm = (id: ChannelId): TermQuery => quoted(channelLexeme(id));

/** Videos published within one step of time; `scale` is an index into TIME_SCALES. */
export const timeTerm = (scale: number, step: number): TermQuery => quoted(timeLexeme(scale, step));

/** What matches every one of the questions. At least one must be given. */
export const allOf = (queries: readonly TermQuery[]): TermQuery => joined(queries, " & ");

/** What matches one of the questions or more. At least one must be given. */
export const anyOf = (queries: readonly TermQuery[]): TermQuery => joined(queries, " | ");

function joined(queries: readonly TermQuery[], operator: string): TermQuery {
  const [first] = queries;
  if (first === undefined) throw new Error("a question needs at least one term");
  return queries.length === 1 ? first : (`(${queries.join(operator)})` as TermQuery);
}
