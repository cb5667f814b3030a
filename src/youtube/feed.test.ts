import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readFeedAnswer } from "./feed.ts";

const entry = (fields: string, id = "EstV3IF6K84") => `<entry><id>yt:video:${id}</id><yt:videoId>${id}</yt:videoId>
 <yt:channelId>UC7-m6jQLinZQWIbwm9W-1iw</yt:channelId>${fields}
 <published>2026-10-03T05:30:14+00:00</published><updated>2026-10-03T05:30:18+00:00</updated></entry>`;
const feed = (...entries: string[]) => `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns:yt="http://www.youtube.com/xml/schemas/2015" xmlns="http://www.w3.org/2005/Atom">
<yt:channelId>7-m6jQLinZQWIbwm9W-1iw</yt:channelId><title>x</title>${entries.join("")}</feed>\n`;
const read = (text: string) => {
  const parsed = readFeedAnswer(text);
  return parsed.kind === "parsed" ? parsed.body.entries : parsed.kind;
};

describe("a channel's feed", () => {
  it("tells Shorts by their link, and counters", () => {
    const numbers = `<media:group><media:title>t</media:title><media:community><media:starRating count="5930" average="5.00" min="1" max="5"/>
      <media:statistics views="175986"/></media:community></media:group>`;
    const short = `<title>A</title><link rel="alternate" href="https://www.youtube.com/shorts/EstV3IF6K84"/>${numbers}`;
    const long = `<title>B</title><link rel="alternate" href="https://www.youtube.com/watch?v=FzefgoF26Ac"/>`;
    expect(read(feed(entry(short), entry(long, "FzefgoF26Ac")))).toEqual([
      {
        videoId: "EstV3IF6K84",
        channelId: "UC7-m6jQLinZQWIbwm9W-1iw",
        title: "A",
        publishedAt: Date.UTC(2026, 9, 3, 5, 30, 14),
        updatedAt: Date.UTC(2026, 9, 3, 5, 30, 18),
        short: true,
        views: 175_986,
        likes: 5930,
      },
      expect.objectContaining({ videoId: "FzefgoF26Ac", short: false, views: null, likes: null }),
    ]);
  });

  it("keeps ids and titles that look like numbers, and decodes entities once", () => {
    expect(read(feed(entry("<title>007</title>", "00000000123")))).toMatchObject([
      { videoId: "00000000123", title: "007" },
    ]);
    expect(read(feed(entry("<title>a &amp;lt; b &#39;c&#x27;</title>")))).toMatchObject([{ title: "a &lt; b 'c'" }]);
  });

  it("expands no entity of the sender's", () => {
    const bomb = `<!DOCTYPE feed [<!ENTITY a "${"x".repeat(1000)}"><!ENTITY b "&a;&a;&a;">]>${feed(entry("<title>&b;</title>")).slice(39)}`;
    const entries = read(bomb);
    expect(entries === "malformed" || entries[0]?.title.length === 3).toBe(true);
  });

  it("of a channel without videos is empty", () => {
    expect(read(feed())).toEqual([]);
    expect(read("<feed></feed>")).toEqual([]);
  });

  it("loses an entry that cannot be read, and no other", () => {
    expect(read(feed("<entry><title>x</title></entry>", entry("<title>A</title>"), "<entry/>"))).toHaveLength(1);
    expect(read(feed("<entry><title>x</title></entry>"))).toBe("malformed");
  });

  it.each([
    "",
    "x",
    "<html><body>Error 404</body></html>",
    '{"a":1}',
    "<__proto__>x</__proto__><feed></feed>",
    `${"<feed>".repeat(500)}</feed>`,
  ])("is malformed when it is %.30j", (text) => {
    expect(read(text)).toBe("malformed");
  });

  it("that was cut off anywhere is malformed, never half read", () => {
    const whole = feed(entry("<title>A</title>"), entry("<title>B</title>", "FzefgoF26Ac"));
    fc.assert(
      fc.property(fc.nat(whole.trimEnd().length - 1), (length) => {
        expect(read(whole.slice(0, length))).toBe("malformed");
      }),
    );
  });
});
