import { describe, expect, it } from "vitest";
import { entriesIn } from "./channel-entries.ts";

const ID = "UCuAXFkgsw1L7xaCfnd5JJOw";

describe("a pasted list of channels", () => {
  it.each([
    ["@one\n@two\r\n\n@one", ["@one", "@two"]],
    ["@one, @two;@three @four", ["@one", "@two", "@three", "@four"]],
    [`  https://www.youtube.com/channel/${ID}  `, [`https://www.youtube.com/channel/${ID}`]],
    [`Channel Id,Channel Url,Channel Title\n${ID},http://www.youtube.com/channel/${ID},Crumb & Co`, [ID]],
    ["see youtube.com/@東京 (it is good)", ["youtube.com/@東京"]],
    ["Crumb & Co", ["Crumb & Co"]],
    ["", []],
  ])("is read as a person means it: %j", (text, entries) => expect(entriesIn(text)).toEqual(entries));
});
