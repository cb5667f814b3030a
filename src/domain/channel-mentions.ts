import { type ChannelRef, parseChannelRef, refKey } from "./channel.ts";

/** Links to a channel, with its id or its handle, in any of the forms that are pasted. */
const LINK = /(?:https?:\/\/)?(?:www\.|m\.)?youtube\.com\/(?:channel\/UC[\w-]{22}|@[\p{L}\p{N}._·%-]+)/giu;

/** A handle by itself. Not in the middle of a word: that is a mail address. */
const HANDLE = /(?<![\p{L}\p{N}._/@+-])@[\p{L}\p{N}_][\p{L}\p{N}._·-]{1,28}[\p{L}\p{N}_]/gu;

/** Descriptions of 5,000 characters hold no more that anybody meant. */
const MENTIONS_MAX = 50;

/**
 * The channels that a text names, each once: by links, then by handles alone. That a handle is one of YouTube's is a guess, as
 * people write those of other places alike; asking costs a unit each, where fifty ids cost one.
 */
export function channelMentions(text: string): readonly ChannelRef[] {
  const found = new Map<string, ChannelRef>();
  const links = text.match(LINK) ?? [];
  for (const candidate of [...links, ...(text.replace(LINK, " ").match(HANDLE) ?? [])]) {
    if (found.size === MENTIONS_MAX) break;
    const ref = parseChannelRef(candidate);
    if (ref) found.set(refKey(ref), ref);
  }
  return [...found.values()];
}
