import type { ApiKey } from "./api-key.ts";
import { decodeHtmlEntities } from "./html-entities.ts";

/** Long enough for Google's longest useful sentence; a whole HTML page is cut. */
const LENGTH_MAX = 300;

/** How much of a text is looked at at all: the head of an HTML page is mostly style. */
const LOOKED_AT_MAX = 5000;

/** Anything that has the form of a Google key, or stands where YouTube or a proxy would repeat one. */
const KEY_LIKE = /\bAIza[\w-]{10,}|((?:\b|_)key["']?\s*[=:]\s*["']?)[\w-]{6,}/gi;

/**
 * Makes a text that came from outside fit for people and logs: no HTML, one line, short, and free of keys, both of
 * the one that was sent (`key`) and of anything that looks like one.
 */
export function plainText(text: string, key: ApiKey | null): string {
  const redacted = (part: string) => (key ? key.redact(part) : part);
  // Before each cut, because half a key is a secret too; and again after decoding, because a key may be escaped.
  const head = redacted(text).slice(0, LOOKED_AT_MAX);
  const undressed = head.replace(/<(style|script)\b.*?<\/\1>/gis, " ").replace(/<[^>]*>/g, "");
  // An escaped tag is decoded into a tag.
  const words = decodeHtmlEntities(undressed)
    .replace(/<[^>]*>|[<>]/g, "")
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();
  const safe = redacted(words).replace(KEY_LIKE, (_, label?: string) => `${label ?? ""}[key]`);
  return (safe.length > LENGTH_MAX ? `${safe.slice(0, LENGTH_MAX - 1)}…` : safe).toWellFormed();
}
