import type { ExploreCall } from "#domain/call.ts";
import { type ChannelId, type ChannelRef, isChannelId, refKey } from "#domain/channel.ts";
import { channelMentions } from "#domain/channel-mentions.ts";
import type { LinkedPage, Reply, ShownOnPage, ShownPage } from "#domain/reply.ts";
import type { ApiKey } from "#youtube/api-key.ts";
import type { YouTube } from "#youtube/youtube.ts";
import { textLanguages } from "./text-languages.ts";

/** Reads a page for a discovery, whatever its list: which channels it shows, and what it says of them. */
export async function askExplore(youtube: YouTube, call: ExploreCall, key: ApiKey): Promise<Reply<ShownPage>> {
  const { node, pageToken } = call.look.errand;
  const { source, subject } = node;
  const { detected, primaryOf } = await textLanguages();
  const shown = (id: ChannelId, text: string, category: string | null): ShownOnPage => ({
    ref: refOf(id),
    language: detected(text),
    category,
  });
  const linked = ({ channels }: LinkedPage): readonly ShownOnPage[] =>
    channels.map(({ id, title, description }) => shown(id, `${title}\n${description}`, null));
  switch (source) {
    case "search": {
      const filters = call.filters ?? { q: subject, order: "relevance" };
      const query = { filters, publishedAfter: null, publishedBefore: null, pageToken };
      return shownBy(await youtube.searchVideos(query, key), ({ hits }) =>
        hits.map(({ channelId, title }) => shown(channelId, title, filters.videoCategoryId ?? null)),
      );
    }
    case "chart": {
      const [regionCode = "", videoCategoryId] = subject.split("/");
      return shownBy(await youtube.readChart({ regionCode, videoCategoryId }, pageToken, key), ({ videos }) =>
        videos.map(({ channelId, language, title, categoryId }) => ({
          ref: refOf(channelId),
          language: primaryOf(language) ?? detected(title),
          category: categoryId,
        })),
      );
    }
    case "subscriptions":
      return shownBy(await youtube.listSubscriptions(channelOf(subject), pageToken, key), linked);
    case "featured":
      return shownBy(await youtube.listFeatured(channelOf(subject), key), linked);
    case "commenters":
      return shownBy(await youtube.listCommenters(channelOf(subject), pageToken, key), linked);
    case "uploads": {
      // The list of all uploads has the channel's own id but for its second letter (docs/youtube-api.md).
      const page = await youtube.listUploadTexts(`UU${subject.slice(2)}`, pageToken, key);
      return shownBy(page, ({ texts }) =>
        texts.flatMap((text) => channelMentions(text).map((ref) => ({ ref, language: null, category: null }))),
      );
    }
  }
}

/** A page's channels, each once: what the first place of one does not tell, a later one may. */
function shownBy<Body extends { readonly nextPageToken: string | null }>(
  reply: Reply<Body>,
  read: (body: Body) => readonly ShownOnPage[],
): Reply<ShownPage> {
  if (reply.kind !== "answered") return reply;
  const each = new Map<string, ShownOnPage>();
  for (const here of read(reply.body)) {
    const before = each.get(refKey(here.ref));
    each.set(refKey(here.ref), {
      ref: here.ref,
      language: before?.language ?? here.language,
      category: before?.category ?? here.category,
    });
  }
  return {
    kind: "answered",
    at: reply.at,
    body: { shown: [...each.values()], nextPageToken: reply.body.nextPageToken },
  };
}

const refOf = (id: ChannelId): ChannelRef => ({ kind: "id", id });

/** The subjects of these sources are ids. */
function channelOf(subject: string): ChannelId {
  if (isChannelId(subject)) return subject;
  throw new Error(`a list of no channel was to be read: ${subject}`);
}
