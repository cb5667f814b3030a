import { describe, expect, it } from "vitest";
import type { VideoDescription } from "#domain/video.ts";
import { readVideosAnswer } from "./wire-video.ts";

const SNIPPET = { publishedAt: "2026-10-02T05:59:09Z", channelId: "UC7-m6jQLinZQWIbwm9W-1iw" };

function describeOne(video: object): VideoDescription {
  const items = [{ id: "_Ek8LoDlsTk", snippet: SNIPPET, ...video }];
  const read = readVideosAnswer(JSON.stringify({ kind: "youtube#videoListResponse", items }));
  if (read.kind !== "parsed" || !read.body[0]) throw new Error("not read");
  return read.body[0];
}

const live = (content: string, liveStreamingDetails?: object) => ({
  snippet: { ...SNIPPET, liveBroadcastContent: content },
  ...(liveStreamingDetails && { liveStreamingDetails }),
});

describe("a described video", () => {
  it("needs no more than its id, its channel and its date", () => {
    expect(describeOne({})).toEqual({
      id: "_Ek8LoDlsTk",
      channelId: SNIPPET.channelId,
      channelTitle: "",
      publishedAt: Date.UTC(2026, 9, 2, 5, 59, 9),
      title: "",
      description: "",
      tags: [],
      categoryId: null,
      language: null,
      thumbnailUrl: null,
      durationSeconds: null,
      portrait: null,
      madeForKids: null,
      privacy: null,
      liveState: "none",
      scheduledStartAt: null,
      actualStartAt: null,
      actualEndAt: null,
      broadcast: false,
      counters: { views: null, likes: null, comments: null },
    });
  });

  it("survives any part and any field being of another form", () => {
    const odd = {
      tags: "a,b",
      title: 7,
      description: null,
      thumbnails: [],
      defaultLanguage: {},
      liveBroadcastContent: 1,
    };
    const video = { snippet: { ...SNIPPET, ...odd }, contentDetails: 3, status: [], statistics: "x", player: null };
    expect(describeOne({ ...video, liveStreamingDetails: "no" })).toEqual(describeOne({}));
  });

  it.each<[string, object, Partial<VideoDescription>]>([
    ["an ordinary video", live("none"), { liveState: "none", broadcast: false }],
    ["empty live details", live("none", {}), { liveState: "none", broadcast: false }],
    [
      "a scheduled broadcast",
      { ...live("upcoming", { scheduledStartTime: "2026-10-12T10:00:00Z" }), contentDetails: { duration: "P0D" } },
      {
        liveState: "upcoming",
        broadcast: true,
        durationSeconds: null,
        scheduledStartAt: Date.UTC(2026, 9, 12, 10) as never,
        actualStartAt: null,
      },
    ],
    [
      "a premiere to come, which has no duration",
      { ...live("upcoming", { scheduledStartTime: "2026-10-12T10:00:00Z" }), contentDetails: { definition: "hd" } },
      { liveState: "upcoming", durationSeconds: null },
    ],
    [
      "a running broadcast",
      { ...live("live", { actualStartTime: "2026-10-12T10:00:00Z" }), contentDetails: { duration: "P0D" } },
      { liveState: "live", broadcast: true, durationSeconds: null },
    ],
    [
      "an ended one",
      {
        ...live("none", { actualStartTime: "2026-10-02T05:59:09Z", actualEndTime: "2026-10-02T08:09:50Z" }),
        contentDetails: { duration: "PT2H9M44S" },
      },
      {
        liveState: "ended",
        broadcast: true,
        durationSeconds: 7784,
        actualEndAt: Date.UTC(2026, 9, 2, 8, 9, 50) as never,
      },
    ],
    [
      "an archive in processing",
      live("none", { actualStartTime: "2026-10-02T05:59:09Z" }),
      { liveState: "ended", broadcast: true },
    ],
    [
      "a broadcast that never began",
      live("none", { scheduledStartTime: "2026-10-02T05:59:09Z" }),
      { liveState: "none", broadcast: true },
    ],
    ["a tall player", { player: { embedWidth: "4608", embedHeight: "8192" } }, { portrait: true }],
    ["a square player", { player: { embedWidth: "8192", embedHeight: "8192" } }, { portrait: true }],
    ["a wide player, in numbers", { player: { embedWidth: 14563, embedHeight: 8192 } }, { portrait: false }],
    ["a player without size", { player: { embedHtml: "<iframe>" } }, { portrait: null }],
    [
      "the language spoken before the language written",
      { snippet: { ...SNIPPET, defaultLanguage: "en", defaultAudioLanguage: "de" } },
      { language: "de" },
    ],
    ["the language written", { snippet: { ...SNIPPET, defaultLanguage: "en" } }, { language: "en" }],
    [
      "the thumbnail every video has",
      {
        snippet: {
          ...SNIPPET,
          thumbnails: {
            maxres: { url: "https://i.ytimg.com/vi/x/maxresdefault.jpg" },
            medium: { url: "https://i.ytimg.com/vi/x/mqdefault.jpg" },
          },
        },
      },
      { thumbnailUrl: "https://i.ytimg.com/vi/x/mqdefault.jpg" },
    ],
    [
      "no thumbnail that is a script",
      { snippet: { ...SNIPPET, thumbnails: { medium: { url: "javascript:alert(1)" } } } },
      { thumbnailUrl: null },
    ],
    [
      "texts without what PostgreSQL cannot store",
      { snippet: { ...SNIPPET, title: "a\u0000b\ud800", tags: ["x\u0000", 7, "\u0000"] } },
      { title: "ab\ufffd", tags: ["x"] },
    ],
    [
      "titles that look escaped, as they are",
      { snippet: { ...SNIPPET, title: "&amp; in C" } },
      { title: "&amp; in C" },
    ],
    [
      "times with milliseconds",
      { snippet: { ...SNIPPET, publishedAt: "2019-03-21T20:37:49.000Z" } },
      { publishedAt: Date.UTC(2019, 2, 21, 20, 37, 49) as never },
    ],
  ])("reads %s", (_, video, expected) => {
    expect(describeOne(video)).toMatchObject(expected);
  });

  it.each(["1", "yesterday", "2026-13-01T00:00:00Z", "0000-01-01T00:00:00Z", "2026-10-02", ""])(
    "is left out when its date is %j",
    (publishedAt) => {
      const good = { id: "FzefgoF26Ac", snippet: SNIPPET };
      const items = [{ id: "_Ek8LoDlsTk", snippet: { ...SNIPPET, publishedAt } }, good];
      const read = readVideosAnswer(JSON.stringify({ items }));
      expect(read.kind === "parsed" && read.body.map(({ id }) => id)).toEqual(["FzefgoF26Ac"]);
    },
  );
});
