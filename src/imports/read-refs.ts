import { type ChannelRef, isChannelId, parseChannelRef } from "#domain/channel.ts";
import { isVideoId, type VideoId } from "#domain/video.ts";

/** The addresses under which YouTube shows a video, each with its id in place of the parentheses. */
const VIDEO_URL =
  /^(?:https?:\/\/)?(?:(?:www|m|music)\.)?(?:youtube(?:-nocookie)?\.com\/(?:watch\?(?:[^#\s]*&)?v=|shorts\/|embed\/|live\/|v\/)|youtu\.be\/)([A-Za-z0-9_-]{11})(?![A-Za-z0-9_-])/i;

/** What keeps a spreadsheet from taking an id for a formula: one of 64 ids begins with a minus, and CSV of ours has it. */
const GUARD = /^'(?=[-@])/;

/** A video by its id or by any of its addresses; `null` when the text is neither. */
export function readVideoId(text: string): VideoId | null {
  if (isVideoId(text)) return text;
  const plain = text.trim().replace(GUARD, "");
  const id = VIDEO_URL.exec(plain)?.[1] ?? plain;
  return isVideoId(id) ? id : null;
}

/** A channel's feed, as OPML names it. */
const FEED_URL =
  /^(?:https?:\/\/)?(?:www\.)?youtube\.com\/feeds\/videos\.xml\?(?:[^#\s]*&)?channel_id=(UC[A-Za-z0-9_-]{22})(?![\w-])/i;

/** A channel by its id, @handle, address or feed; `null` when the text is none of them. */
export function readChannelRef(text: string): ChannelRef | null {
  const plain = text.trim().replace(GUARD, "");
  const id = FEED_URL.exec(plain)?.[1];
  if (id !== undefined && isChannelId(id)) return { kind: "id", id };
  return parseChannelRef(plain);
}
