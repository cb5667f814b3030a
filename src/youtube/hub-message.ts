import { XMLParser } from "fast-xml-parser";
import { z } from "zod";
import { isChannelId } from "#domain/channel.ts";
import type { PushedDeletion, PushedEntry, PushedNews } from "#domain/push.ts";
import { isVideoId } from "#domain/video.ts";
import { instant, part, text } from "./wire-fields.ts";
import { channelId, videoId } from "./wire-ids.ts";

/* Values stay texts and entities stay as they are, as in feeds: nothing here is shown to anyone. */
const xml = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "",
  parseTagValue: false,
  processEntities: false,
  isArray: (name) => name === "entry" || name === "link" || name === "at:deleted-entry",
});

const entry = z
  .object({
    "yt:videoId": videoId,
    "yt:channelId": channelId,
    link: z.array(part({ rel: text, href: text })).catch([]),
    published: instant,
    updated: instant,
  })
  .transform(
    (said): PushedEntry => ({
      videoId: said["yt:videoId"],
      channelId: said["yt:channelId"],
      publishedAt: said.published,
      updatedAt: said.updated,
      shortsLink: said.link.some((link) => link?.href.includes("/shorts/")) || null,
    }),
  );

const deletion = z
  .object({ ref: z.string(), "at:by": part({ uri: text }) })
  .transform((said, context): PushedDeletion => {
    const id = /^yt:video:(.*)$/.exec(said.ref)?.[1] ?? "";
    const owner = /\/channel\/([^/?#]+)$/.exec(said["at:by"]?.uri ?? "")?.[1] ?? "";
    if (isVideoId(id)) return { videoId: id, channelId: isChannelId(owner) ? owner : null };
    context.addIssue("no video");
    return z.NEVER;
  });

const some = z.array(z.unknown()).catch([]);

const message = z.object({ feed: z.object({ entry: some, "at:deleted-entry": some }) });

/**
 * Reads what the hub pushed: entries of new or edited videos, and tombstones (RFC 6721) of those that are gone. Parts that
 * cannot be read are left out; `null` when nothing can, or the message is cut off.
 */
export function readPushedNews(body: string): PushedNews | null {
  // The parser closes what a broken transfer left open.
  if (!body.trimEnd().endsWith("</feed>")) return null;
  const parsed = message.safeParse(parseXml(body));
  if (!parsed.success) return null;
  const { feed } = parsed.data;
  const entries = readable(feed.entry, entry);
  const deletions = readable(feed["at:deleted-entry"], deletion);
  return entries.length + deletions.length > 0 ? { entries, deletions } : null;
}

const readable = <Item>(parts: readonly unknown[], schema: z.ZodType<Item>): readonly Item[] =>
  parts.flatMap((candidate) => {
    const read = schema.safeParse(candidate);
    return read.success ? [read.data] : [];
  });

function parseXml(body: string): unknown {
  try {
    return xml.parse(body);
  } catch {
    return undefined;
  }
}
