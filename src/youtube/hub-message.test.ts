import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readPushedNews } from "./hub-message.ts";

const CHANNEL = `UC${"c".repeat(22)}`;

const entry = (id: string, link = `http://www.youtube.com/watch?v=${id}`) => `
 <entry><id>yt:video:${id}</id><yt:videoId>${id}</yt:videoId><yt:channelId>${CHANNEL}</yt:channelId>
  <title>Video &amp; title</title><link rel="alternate" href="${link}"/>
  <author><name>Channel title</name><uri>http://www.youtube.com/channel/${CHANNEL}</uri></author>
  <published>2015-03-06T21:40:57+00:00</published><updated>2015-03-09T19:05:24.552394234+00:00</updated></entry>`;

const message = (entries: string) => `<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:yt="http://www.youtube.com/xml/schemas/2015" xmlns="http://www.w3.org/2005/Atom">
 <link rel="hub" href="https://pubsubhubbub.appspot.com"/>
 <title>YouTube video feed</title><updated>2015-04-01T19:05:24.552394234+00:00</updated>${entries}
</feed>
`;

const TOMBSTONE = `<feed xmlns:at="http://purl.org/atompub/tombstones/1.0" xmlns="http://www.w3.org/2005/Atom">
 <at:deleted-entry ref="yt:video:xScSTh-gHpQ" when="2018-07-26T17:43:36+00:00">
  <link href="https://www.youtube.com/watch?v=xScSTh-gHpQ"/>
  <at:by><name>Channel</name><uri>https://www.youtube.com/channel/${CHANNEL}</uri></at:by>
 </at:deleted-entry></feed>`;

describe("a message of the hub", () => {
  it("tells of a video when it was published and last updated", () => {
    expect(readPushedNews(message(entry("abcdefghijk")))).toEqual({
      entries: [
        {
          videoId: "abcdefghijk",
          channelId: CHANNEL,
          publishedAt: Date.UTC(2015, 2, 6, 21, 40, 57),
          updatedAt: Date.UTC(2015, 2, 9, 19, 5, 24, 552),
          shortsLink: null,
        },
      ],
      deletions: [],
    });
  });

  it("tells a Short only where the link does, since Shorts are linked as others too", () => {
    const short = message(entry("abcdefghijk", "https://www.youtube.com/shorts/abcdefghijk"));
    expect(readPushedNews(short)?.entries[0]?.shortsLink).toBe(true);
  });

  it("holds tombstones, with their channel where it is named", () => {
    const deletions = [{ videoId: "xScSTh-gHpQ", channelId: CHANNEL }];
    expect(readPushedNews(TOMBSTONE)).toEqual({ entries: [], deletions });
    expect(readPushedNews(TOMBSTONE.replace(/<at:by>.*<\/at:by>/, ""))?.deletions[0]?.channelId).toBeNull();
  });

  it("loses one part that cannot be read, and not the others", () => {
    const read = readPushedNews(message(entry("too-short") + entry("abcdefghijk")));
    expect(read?.entries.map(({ videoId }) => videoId)).toEqual(["abcdefghijk"]);
  });

  it.each([
    "",
    "<html>Sorry</html>",
    "<feed></feed>",
    message(""),
    message(entry("abcdefghijk")).slice(0, -60),
    message(entry("abcdefghijk")).replace("</feed>", ""),
    message(entry("abcdefghijk").replace(/<published>.*<\/published>/, "")),
    '{"feed":{}}',
    `<!DOCTYPE x [<!ENTITY a "${"a".repeat(100)}">]><feed>&a;&a;</feed>`,
  ])("of no known form is none: %s", (body) => {
    expect(readPushedNews(body)).toBeNull();
  });

  it("never makes the reader throw, whatever bytes it is of", () => {
    const whole = message(entry("abcdefghijk"));
    const broken = fc
      .tuple(fc.nat(whole.length), fc.string({ maxLength: 40 }), fc.nat(60))
      .map(([at, text, cut]) => `${whole.slice(0, at)}${text}${whole.slice(at + cut)}`);
    fc.assert(
      fc.property(fc.oneof(fc.string(), broken), (body) => void readPushedNews(body)),
      { numRuns: 1000 },
    );
  });
});
