import type { LanguageBasis } from "./discovery.ts";
import type { Instant } from "./time.ts";

declare const channelBrand: unique symbol;

/** A channel's id: `UC` and 22 characters of base64url. */
export type ChannelId = string & { readonly [channelBrand]: true };

const CHANNEL_ID = /^UC[A-Za-z0-9_-]{22}$/;

/** Whether a text has the form of a channel id. Whether such a channel exists only YouTube knows. */
export const isChannelId = (text: string): text is ChannelId => CHANNEL_ID.test(text);

/** What YouTube says of a channel (`channels.list` with snippet, contentDetails, statistics). */
export interface ChannelDescription {
  readonly id: ChannelId;
  readonly title: string;
  readonly description: string;
  /** With its `@`, lower case; `null` for channels that have none. */
  readonly handle: string | null;
  readonly country: string | null;
  readonly publishedAt: Instant | null;
  readonly thumbnailUrl: string | null;
  /** The playlist of all uploads, or `null` where YouTube names none. */
  readonly uploadsPlaylistId: string | null;
  readonly counters: ChannelCounters;
  /** The language that its owner says it is in, as YouTube writes it; absent or `null` = he does not. */
  readonly declaredLanguage?: string | null;
  /** What it is written in, as far as anybody can tell, `null` = nobody can; absent = nobody looked. */
  readonly language?: { readonly code: string; readonly by: LanguageBasis } | null;
  /** Names of topics as YouTube assigns them (titles of Wikipedia's pages). */
  readonly topics?: readonly string[];
  /** What its owner wants it to be found by. */
  readonly keywords?: readonly string[];
}

/** A channel's public counters; `null` = hidden. `subscribers` has at most three significant digits. */
export interface ChannelCounters {
  readonly views: number | null;
  readonly subscribers: number | null;
  readonly videoCount: number | null;
}

export interface ChannelSnapshot extends ChannelCounters {
  readonly channelId: ChannelId;
  readonly capturedAt: Instant;
}

/** How someone named a channel: an id is looked up 50 a unit, a handle one a unit. */
export type ChannelRef =
  | { readonly kind: "id"; readonly id: ChannelId }
  | { readonly kind: "handle"; readonly handle: string };

const HANDLE = /^@?[\p{L}\p{N}._·-]{3,30}$/u;

/**
 * Reads a channel reference from what a person pastes: an id, an @handle, or a URL of either form
 * (`/channel/UC…`, `/@handle`). `null` when it is none of these; `/c/` and `/user/` names cannot be
 * looked up with an API key alone and are refused too.
 */
export function parseChannelRef(text: string): ChannelRef | null {
  const trimmed = text.trim();
  const url = /^(?:https?:\/\/)?(?:www\.|m\.)?youtube\.com\/(channel\/|@)([^/?#\s]+)/i.exec(trimmed);
  const name = url ? decodedOrSame(url[2] ?? "") : trimmed;
  if (url?.[1] === "channel/") return isChannelId(name) ? { kind: "id", id: name } : null;
  if (!url && isChannelId(name)) return { kind: "id", id: name };
  if (!url && !name.startsWith("@")) return null;
  const handle = name.startsWith("@") ? name : `@${name}`;
  return HANDLE.test(handle) ? { kind: "handle", handle: handle.toLowerCase() } : null;
}

/** The one text under which a reference is stored and compared. */
export const refKey = (ref: ChannelRef): string => (ref.kind === "id" ? ref.id : ref.handle);

function decodedOrSame(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
