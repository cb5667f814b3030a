import { z } from "zod";
import type { LinkedChannel, LinkedPage } from "#domain/reply.ts";
import { part, text } from "./wire-fields.ts";
import { channelId } from "./wire-ids.ts";
import { type Parsed, readList } from "./wire-list.ts";

export const SUBSCRIPTIONS_QUERY = {
  part: "snippet",
  maxResults: "50",
  fields: "kind,nextPageToken,pageInfo(totalResults),items(snippet(title,description,resourceId(channelId)))",
} as const;

/** Shelves come all at once: this list has no pages. */
export const SECTIONS_QUERY = {
  part: "id,contentDetails",
  fields: "kind,items(id,contentDetails(channels))",
} as const;

/** The one list whose pages hold a hundred. Texts are not asked for: who wrote is wanted, and not what. */
export const COMMENTERS_QUERY = {
  part: "snippet",
  maxResults: "100",
  textFormat: "plainText",
  fields: "kind,nextPageToken,items(snippet(topLevelComment(snippet(authorDisplayName,authorChannelId(value)))))",
} as const;

const subscription = z
  .object({ snippet: z.object({ title: text, description: text, resourceId: z.object({ channelId }) }) })
  .transform(
    ({ snippet: { title, description, resourceId } }): LinkedChannel => ({
      id: resourceId.channelId,
      title,
      description,
    }),
  );

/** One id that cannot be read does not cost the others of its shelf. */
const section = z.object({
  id: z.string(),
  contentDetails: part({ channels: z.array(z.unknown()).catch([]) }).transform((said) =>
    (said?.channels ?? []).flatMap((id) => channelId.safeParse(id).data ?? []),
  ),
});

const thread = z
  .object({
    snippet: z.object({
      topLevelComment: z.object({
        snippet: z.object({ authorDisplayName: text, authorChannelId: z.object({ value: channelId }) }),
      }),
    }),
  })
  .transform(({ snippet }): LinkedChannel => {
    const { authorDisplayName, authorChannelId } = snippet.topLevelComment.snippet;
    return { id: authorChannelId.value, title: authorDisplayName, description: "" };
  });

/** Reads one page of `subscriptions.list`. */
export const readSubscriptionsAnswer = (body: string): Parsed<LinkedPage> =>
  pageOf(body, /^youtube#[sS]ubscriptionListResponse$/, subscription);

/** Reads one page of `commentThreads.list`, each author once. */
export const readCommentersAnswer = (body: string): Parsed<LinkedPage> =>
  pageOf(body, /^youtube#commentThreadListResponse$/, thread);

/** Reads `channelSections.list`: the channels of all shelves, each once, by id alone. */
export function readSectionsAnswer(body: string): Parsed<LinkedPage> {
  const read = readList(body, /^youtube#channelSectionListResponse$/, section, ({ id }) => id);
  if (read.kind === "malformed") return read;
  const ids = new Set(read.body.items.flatMap(({ contentDetails }) => contentDetails));
  const channels = [...ids].map((id) => ({ id, title: "", description: "" }));
  return { kind: "parsed", body: { channels, nextPageToken: null, total: channels.length } };
}

function pageOf(body: string, kind: RegExp, item: z.ZodType<LinkedChannel>): Parsed<LinkedPage> {
  const read = readList(body, kind, item, ({ id }) => id);
  if (read.kind === "malformed") return read;
  const { items, nextPageToken, total } = read.body;
  return { kind: "parsed", body: { channels: items, nextPageToken, total } };
}
