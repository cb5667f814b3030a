import { XMLParser } from "fast-xml-parser";
import { z } from "zod";
import type { Feed, FeedEntry } from "#domain/reply.ts";
import { decodeHtmlEntities } from "./html-entities.ts";
import { count, instant, part, text } from "./wire-fields.ts";
import { channelId, videoId } from "./wire-ids.ts";
import type { Parsed } from "./wire-list.ts";

/*
 * Values stay texts (an id may look like a number), and entities are decoded by us afterwards: a document type of the
 * sender's own could otherwise make a small feed expand into a very large one.
 */
const xml = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "",
  parseTagValue: false,
  processEntities: false,
  isArray: (name) => name === "entry" || name === "link",
});

const links = z.array(part({ rel: text, href: text })).catch([]);

const community = part({
  "media:starRating": part({ count }),
  "media:statistics": part({ views: count }),
});

const entry = z
  .object({
    "yt:videoId": videoId,
    "yt:channelId": channelId,
    title: text,
    link: links,
    published: instant,
    updated: instant,
    "media:group": part({ "media:community": community }),
  })
  .transform((said): FeedEntry => {
    const numbers = said["media:group"]?.["media:community"];
    return {
      videoId: said["yt:videoId"],
      channelId: said["yt:channelId"],
      title: decodeHtmlEntities(said.title),
      publishedAt: said.published,
      updatedAt: said.updated,
      short: said.link.some((link) => link?.rel === "alternate" && link.href.includes("/shorts/")),
      views: numbers?.["media:statistics"]?.views ?? null,
      // A count of 0 may be hidden likes as well as none: what is not known is not said.
      likes: numbers?.["media:starRating"]?.count || null,
    };
  });

/** A channel without videos has a feed without entries. An empty element is read as "". */
const document = z.object({ feed: z.union([z.literal(""), z.object({ entry: z.array(z.unknown()).optional() })]) });

/** Reads a channel's feed. Entries that cannot be read are left out, as in `readList`. */
export function readFeedAnswer(body: string): Parsed<Feed> {
  // The parser closes what a broken transfer left open, and would hand over half an entry as a whole one.
  const complete = body.trimEnd().endsWith("</feed>");
  const parsed = complete ? document.safeParse(parseXml(body)) : null;
  if (!parsed?.success) return { kind: "malformed", detail: "not a whole feed" };
  const raw = parsed.data.feed === "" ? [] : (parsed.data.feed.entry ?? []);
  const entries = new Map<string, FeedEntry>();
  for (const candidate of raw) {
    const read = entry.safeParse(candidate);
    if (read.success && !entries.has(read.data.videoId)) entries.set(read.data.videoId, read.data);
  }
  if (raw.length > 0 && entries.size === 0) {
    return { kind: "malformed", detail: `none of ${raw.length} entries has the form of a video` };
  }
  return { kind: "parsed", body: { entries: [...entries.values()] } };
}

function parseXml(text: string): unknown {
  try {
    return xml.parse(text);
  } catch {
    return undefined;
  }
}
