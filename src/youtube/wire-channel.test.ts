import { describe, expect, it } from "vitest";
import { readChannelCountsAnswer, readChannelsAnswer } from "./wire-channel.ts";

const ID = "UC7-m6jQLinZQWIbwm9W-1iw";
const answer = (channel: object) =>
  JSON.stringify({ kind: "youtube#channelListResponse", items: [{ id: ID, ...channel }] });

describe("a described channel", () => {
  it.each<[string, object, object]>([
    [
      "nothing but its id",
      {},
      {
        title: "",
        handle: null,
        publishedAt: null,
        uploadsPlaylistId: null,
        counters: { views: null, subscribers: null, videoCount: null },
      },
    ],
    ["its handle", { snippet: { customUrl: "@GoogleDevelopers" } }, { handle: "@googledevelopers" }],
    ["a custom URL of the time before handles", { snippet: { customUrl: "googlecode" } }, { handle: null }],
    [
      "its uploads",
      { contentDetails: { relatedPlaylists: { likes: "", uploads: "UU7-m6jQLinZQWIbwm9W-1iw" } } },
      { uploadsPlaylistId: "UU7-m6jQLinZQWIbwm9W-1iw" },
    ],
    ["no uploads", { contentDetails: { relatedPlaylists: { uploads: "" } } }, { uploadsPlaylistId: null }],
    [
      "its counters",
      {
        statistics: {
          viewCount: "160361638",
          subscriberCount: "1920000",
          hiddenSubscriberCount: false,
          videoCount: "5026",
        },
      },
      { counters: { views: 160_361_638, subscribers: 1_920_000, videoCount: 5026 } },
    ],
    [
      "hidden subscribers",
      { statistics: { subscriberCount: "0", hiddenSubscriberCount: true, videoCount: "3" } },
      { counters: { views: null, subscribers: null, videoCount: 3 } },
    ],
  ])("has %s", (_, channel, expected) => {
    expect(readChannelsAnswer(answer(channel))).toMatchObject({ kind: "parsed", body: [{ id: ID, ...expected }] });
  });
});

it("counts uploads", () => {
  expect(readChannelCountsAnswer(answer({ statistics: { videoCount: "5026" } }))).toEqual({
    kind: "parsed",
    body: [{ id: ID, views: null, subscribers: null, videoCount: 5026 }],
  });
});
