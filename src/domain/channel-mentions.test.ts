import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { refKey } from "./channel.ts";
import { channelMentions } from "./channel-mentions.ts";

const ID = "UCBR8-60-B28hp2BmDPdntcQ";
const namesIn = (text: string) => channelMentions(text).map(refKey);

describe("the channels that a text names", () => {
  it.each([
    [`https://www.youtube.com/channel/${ID}`, [ID]],
    [`m.youtube.com/channel/${ID}?sub_confirmation=1`, [ID]],
    ["https://youtube.com/@Some.One/videos", ["@some.one"]],
    ["https://www.youtube.com/@%E6%97%A5%E6%9C%AC%E8%AA%9E", ["@日本語"]],
    ["with @friend_1 and (@friend-2), again @friend_1.", ["@friend_1", "@friend-2"]],
    [`🎥 @cameraman\n${ID}`, ["@cameraman"]],
    ["mail me at some@body.example or a+b@mail.example", []],
    ["https://instagram.com/@elsewhere", []],
    ["youtube.com/c/OldName youtube.com/user/OldName https://youtu.be/dQw4w9WgXcQ", []],
    ["@ @@ @a", []],
  ])("%j: %j", (text, names) => {
    expect(namesIn(text)).toEqual(names);
  });

  it("are found wherever links stand, each once, and never more than fifty", () => {
    const word = fc.string({ unit: fc.constantFrom("a", "é", "日", " ", "\n", ".", "@", "/", "\0") });
    fc.assert(
      fc.property(fc.array(word, { maxLength: 20 }), fc.nat(80), (words, count) => {
        const links = Array.from(
          { length: count },
          (_, n) => `https://youtube.com/channel/UC${String(n).padStart(22, "0")}`,
        );
        const names = namesIn([...words, ...links, ...links].join("\n "));
        expect(new Set(names).size).toBe(names.length);
        expect(names.length).toBeLessThanOrEqual(50);
        expect(names.filter((name) => name.startsWith("UC"))).toHaveLength(Math.min(50, count));
      }),
    );
  });

  it("are read from any text without trying each of its parts against each other", () => {
    const texts = ["@a.".repeat(50_000), "youtube.com/@".repeat(20_000), "@".repeat(100_000), "a@".repeat(50_000)];
    for (const text of texts) expect(channelMentions(text).length).toBeLessThanOrEqual(50);
  }, 10_000);
});
