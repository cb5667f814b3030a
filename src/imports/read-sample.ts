import { isChannelId } from "#domain/channel.ts";
import type { ImportedSample, ImportedText } from "#domain/imported.ts";
import { days, type Instant, instant, plus } from "#domain/time.ts";
import { formatOf } from "#domain/video.ts";
import type { Field } from "./fields.ts";
import type { Mapping } from "./mapping.ts";
import { readCount } from "./read-count.ts";
import { readVideoId } from "./read-refs.ts";
import { readTime } from "./read-time.ts";
import type { Cell } from "./row.ts";

/** When a row cannot be imported: why, in the same words for all rows alike. */
export type ReadSample = ImportedSample | { readonly refused: string };

/** Which instants an import takes. */
export interface TakenSpan {
  readonly now: Instant;
  /** What was sampled before is deleted by the operator's retention; `null` = everything is kept. */
  readonly keptFrom: Instant | null;
}

/** The first video went up on 2005-04-23 (UTC); nobody has counted views before. */
const YOUTUBE_BEGAN: Instant = instant(Date.UTC(2005, 3, 23));

const refused = (reason: string): ReadSample => ({ refused: reason });

/** One row as a sample of a video, or why it is none. */
export function readSample(cells: readonly Cell[], mapping: Mapping, span: TakenSpan): ReadSample {
  const cell = (field: Field): Cell => {
    const place = mapping.columns[field];
    return place === undefined ? null : (cells[place] ?? null);
  };
  const ref = cell("videoId");
  const videoId = typeof ref === "string" ? readVideoId(ref) : null;
  if (videoId === null) return refused("videoId: is no video's id or URL");
  const capturedAt = readTime(cell("capturedAt"), mapping.dateOrder);
  if (capturedAt === "ambiguous")
    return refused("capturedAt: could begin with the day or the month, say --dates dmy or mdy");
  if (capturedAt === null) return refused("capturedAt: is no date or time");
  if (capturedAt < YOUTUBE_BEGAN) return refused("capturedAt: lies before YouTube began");
  if (capturedAt > plus(span.now, days(1))) return refused("capturedAt: lies in the future");
  if (span.keptFrom !== null && capturedAt < span.keptFrom)
    return refused("capturedAt: is older than data is kept (viewcurve policy)");
  const [views, likes, comments] = [readCount(cell("views")), readCount(cell("likes")), readCount(cell("comments"))];
  if (views === undefined) return refused("views: is no whole number");
  if (likes === undefined) return refused("likes: is no whole number");
  if (comments === undefined) return refused("comments: is no whole number");
  if (views === null && likes === null && comments === null) return refused("no counter is known");
  const channel = textIn(cell("channelId")).trim();
  const channelId = isChannelId(channel) ? channel : null;
  const text = channelId === null ? null : readText(cell, mapping, span.now);
  return { videoId, capturedAt, views, likes, comments, channelId, text };
}

/** YouTube's limits, some beyond: what is longer was made to fill something. */
const TITLE_MAX = 500;
const DESCRIPTION_MAX = 10_000;
const TAGS_MAX = 200;
const TAG_MAX = 500;
const URL_MAX = 500;

/** What a row says of the video besides counters; `null` without a title and a publication, by which videos are shown. */
function readText(cell: (field: Field) => Cell, { dateOrder }: Mapping, now: Instant): ImportedText | null {
  const title = textIn(cell("title")).trim().slice(0, TITLE_MAX);
  const publishedAt = title === "" ? null : readTime(cell("publishedAt"), dateOrder);
  if (typeof publishedAt !== "number" || publishedAt < YOUTUBE_BEGAN || publishedAt > plus(now, days(1))) return null;
  const language = textIn(cell("language"));
  const thumbnail = textIn(cell("thumbnailUrl"));
  const durationSeconds = readDuration(cell("duration"));
  return {
    channelTitle: textIn(cell("channelTitle")).slice(0, TITLE_MAX),
    publishedAt,
    title,
    description: textIn(cell("description")).slice(0, DESCRIPTION_MAX),
    tags: readTags(cell("tags")),
    categoryId: /^(\d{1,3})(?:\.0*)?$/.exec(textIn(cell("categoryId")))?.[1] ?? null,
    language: /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/.test(language) ? language : null,
    thumbnailUrl: /^https:\/\//.test(thumbnail) && thumbnail.length <= URL_MAX ? thumbnail : null,
    durationSeconds,
    madeForKids: readYesNo(cell("madeForKids")),
    format: formatOf({ broadcast: readYesNo(cell("live")) === true, portrait: null, durationSeconds }, null),
  };
}

const textIn = (cell: Cell): string => (typeof cell === "string" ? cell : typeof cell === "number" ? String(cell) : "");

/** Tags as a list, or joined as collections join them: by bars, or by commas. */
function readTags(cell: Cell): readonly string[] {
  const tags = Array.isArray(cell) ? cell : textIn(cell as string).split(/[|,]/);
  return tags
    .map((tag: string) => tag.trim().replace(/^"(.*)"$/, "$1"))
    .filter((tag: string) => tag !== "" && tag.length <= TAG_MAX && tag.toLowerCase() !== "[none]")
    .slice(0, TAGS_MAX);
}

const ISO_DURATION = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** Seconds, from seconds or ISO 8601; `null` where there is no length yet: broadcasts have 0. */
function readDuration(cell: Cell): number | null {
  const [, day = 0, hour = 0, minute = 0, second = 0] = ISO_DURATION.exec(textIn(cell)) ?? [];
  const spelled = ((Number(day) * 24 + Number(hour)) * 60 + Number(minute)) * 60 + Number(second);
  const length = spelled || readCount(cell) || 0;
  return length > 0 && length < 2 ** 31 ? length : null;
}

function readYesNo(cell: Cell): boolean | null {
  if (typeof cell === "boolean") return cell;
  const text = textIn(cell).toLowerCase();
  if (text === "true" || text === "1" || text === "yes") return true;
  return text === "false" || text === "0" || text === "no" ? false : null;
}
