import type { ChannelId } from "#domain/channel.ts";
import { escapeXml, feedTime, updatedAt } from "./feed-text.ts";
import type { HubEvent } from "./hub-events.ts";
import { publishedAtAt, type World } from "./world.ts";

/** A notification's body, as recorded: an Atom feed of one entry, or of one tombstone (docs/youtube-api.md). */
export function notificationXml(world: World, channelId: ChannelId, event: HubEvent): string {
  const { video, at } = event;
  const name = escapeXml(world.channel(channelId)?.title ?? "");
  if (event.kind === "deletion") {
    return `<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:at="http://purl.org/atompub/tombstones/1.0" xmlns="http://www.w3.org/2005/Atom">
 <at:deleted-entry ref="yt:video:${video.id}" when="${feedTime(at)}">
  <link href="https://www.youtube.com/watch?v=${video.id}"/>
  <at:by>
   <name>${name}</name>
   <uri>https://www.youtube.com/channel/${channelId}</uri>
  </at:by>
 </at:deleted-entry>
</feed>
`;
  }
  const updated = fine(updatedAt(world, video, at));
  return `<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:yt="http://www.youtube.com/xml/schemas/2015" xmlns="http://www.w3.org/2005/Atom">
 <link rel="hub" href="https://pubsubhubbub.appspot.com"/>
 <link rel="self" href="https://www.youtube.com/xml/feeds/videos.xml?channel_id=${channelId}"/>
 <title>YouTube video feed</title>
 <updated>${updated}</updated>
 <entry>
  <id>yt:video:${video.id}</id>
  <yt:videoId>${video.id}</yt:videoId>
  <yt:channelId>${channelId}</yt:channelId>
  <title>${escapeXml(world.textOf(video.id, at)?.title ?? "")}</title>
  <link rel="alternate" href="https://www.youtube.com/watch?v=${video.id}"/>
  <author>
   <name>${name}</name>
   <uri>https://www.youtube.com/channel/${channelId}</uri>
  </author>
  <published>${feedTime(publishedAtAt(video, at))}</published>
  <updated>${updated}</updated>
 </entry>
</feed>
`;
}

/** The hub's own times have nine decimals. */
const fine = (at: Parameters<typeof feedTime>[0]): string => feedTime(at).replace("+", ".552394234+");
