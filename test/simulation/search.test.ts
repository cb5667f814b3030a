import { describe, expect, it } from "vitest";
import { days, hours, type Instant, instant, minus, minutes, plus } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import { Query } from "#simulation/query.ts";
import { searcher } from "#simulation/search-endpoint.ts";
import { isMissing, isOmitted, isThinnedOut, searchLag } from "#simulation/search-habits.ts";
import { isBlockedIn, topicsOf, traitsOf } from "#simulation/video-traits.ts";
import { isPublic, liveStateAt, type WorldVideo } from "#simulation/world.ts";
import { NOW, serve, WORLD } from "./virtual-youtube.ts";

/** One world's search, whose words are indexed once. */
const search = searcher(WORLD);

/** An answer of the search endpoint, without a server around it. */
function asked(parameters: string, at: Instant = NOW): Asked {
  const { status, body } = search(new Query(new URLSearchParams(`part=id&maxResults=50&${parameters}`)), at);
  return { status, body: body as unknown as Asked["body"] };
}

interface Asked {
  readonly status: number;
  readonly body: {
    readonly items: readonly { readonly id: { readonly videoId: VideoId } }[];
    readonly nextPageToken?: string;
    readonly error: { readonly code: number; readonly errors: readonly { readonly reason: string }[] };
  };
}

/** All results on all pages, newest first. */
function resultsOf(filters: string, at: Instant = NOW): VideoId[] {
  const ids: VideoId[] = [];
  for (let token: string | undefined = ""; token !== undefined; ) {
    const { body, status } = asked(`type=video&order=date&${filters}${token && `&pageToken=${token}`}`, at);
    if (status !== 200) throw new Error(JSON.stringify(body));
    ids.push(...body.items.map(({ id }) => id.videoId));
    token = body.nextPageToken;
  }
  return ids;
}

const video = (id: VideoId): WorldVideo => {
  const found = WORLD.video(id);
  if (!found) throw new Error(`${id} is no video of this world`);
  return found;
};

/** Enough videos to tell filters apart, few enough to be shown whole. */
const RECENT = `publishedAfter=${new Date(minus(NOW, days(6))).toISOString()}`;
const category = (id: VideoId) => WORLD.textOf(id, NOW)?.categoryId ?? "";

describe("the filters of a search", () => {
  const kept: readonly [string, (id: VideoId) => boolean][] = [
    ["videoDuration=short", (id) => video(id).durationSeconds < 240],
    ["videoDuration=medium", (id) => video(id).durationSeconds >= 240 && video(id).durationSeconds <= 1200],
    ["videoDuration=long", (id) => video(id).durationSeconds > 1200],
    ["videoDefinition=high", (id) => traitsOf(video(id)).definition === "hd"],
    ["videoDefinition=standard", (id) => traitsOf(video(id)).definition === "sd"],
    ["videoCaption=closedCaption", (id) => traitsOf(video(id)).captioned],
    ["videoCaption=none", (id) => !traitsOf(video(id)).captioned],
    ["videoLicense=creativeCommon", (id) => traitsOf(video(id)).licence === "creativeCommon"],
    ["videoLicense=youtube", (id) => traitsOf(video(id)).licence === "youtube"],
    ["videoCategoryId=10", (id) => category(id) === "10"],
    ["topicId=/m/04rlf", (id) => topicsOf(category(id)).includes("/m/04rlf")],
    ["eventType=none", (id) => liveStateAt(video(id), NOW) === "none"],
    ["eventType=completed", (id) => liveStateAt(video(id), NOW) === "ended"],
    ["regionCode=GB", (id) => !isBlockedIn(video(id), "GB")],
  ];

  /** Nobody knows the length of a broadcast that goes on. */
  const goesOn = (id: VideoId): boolean => ["live", "upcoming"].includes(liveStateAt(video(id), NOW));

  it.each(kept)("keep what %s asks for, and leave nothing else out", (filter, keeps) => {
    const everything = resultsOf(RECENT);
    const wanted = everything.filter((id) => keeps(id) && !(filter.startsWith("videoDuration") && goesOn(id)));
    expect(wanted.length).toBeGreaterThan(0);
    expect(resultsOf(`${RECENT}&${filter}`)).toEqual(wanted);
  });

  it("prefer a language, and hide touchy videos, the fewer the looser", () => {
    const [none, moderate, strict] = ["none", "moderate", "strict"].map((level) =>
      resultsOf(`safeSearch=${level}`, NOW),
    );
    const all = resultsOf(`${RECENT}&safeSearch=none`);
    const german = resultsOf(`${RECENT}&safeSearch=none&relevanceLanguage=de`);
    expect(german.length).toBeLessThan(all.length);
    expect(german.every((id) => all.includes(id))).toBe(true);
    expect(none).not.toEqual(strict);
    expect(moderate).not.toEqual(strict);
  });

  it("are told apart by `videos.list` alike", async () => {
    const server = await serve();
    const found = resultsOf(`${RECENT}&videoCaption=closedCaption&videoDefinition=high`);
    const ids = found.slice(0, 50);
    expect(ids.length).toBeGreaterThan(0);
    const { body } = await server.json(`/youtube/v3/videos?part=contentDetails&id=${ids.join(",")}`);
    for (const { contentDetails } of body.items)
      expect(contentDetails).toMatchObject({ caption: "true", definition: "hd" });
  });

  it.each([
    "regionCode=XX",
    "regionCode=Britain",
    "relevanceLanguage=english!",
    "order=newest",
    "videoDuration=tiny",
    "eventType=soon",
    "safeSearch=maybe",
    "videoLicense=mine",
    "publishedAfter=yesterday",
    "channelId=nonsense",
  ])("refuse %s with 400", (filter) => {
    const { status, body } = asked(`type=video&${filter}`);
    expect([status, body.error.code]).toEqual([400, 400]);
  });

  it("that are for videos only are refused of everything else", () => {
    for (const filter of ["videoCaption=none", "videoLicense=youtube", "eventType=live", "videoCategoryId=10"]) {
      expect(asked(filter).body.error.errors[0]?.reason).toBe("invalidSearchFilter");
    }
  });
});

const FIRST = "/youtube/v3/search?part=id&type=video&order=date&maxResults=50";

describe("search", () => {
  const recent = WORLD.videosStartedBetween(minus(NOW, days(3)), minus(NOW, days(2))).filter((found) =>
    isPublic(found, plus(NOW, days(2))),
  );

  it("shows a video from its lag on, minutes or many hours after its publication", () => {
    const found = recent.find(({ id, listedAt, startAt }) => listedAt === startAt && !isOmitted("", id));
    if (!found) throw new Error("one is found by every search");
    const shownAt = instant(Math.ceil(found.listedAt + searchLag(found.id)));
    const shows = (at: Instant) => {
      const window = `publishedAfter=${new Date(found.startAt).toISOString()}&publishedBefore=${new Date(plus(found.startAt, minutes(1))).toISOString()}`;
      return resultsOf(window, at).includes(found.id);
    };
    expect(shows(minus(shownAt, minutes(1)))).toBe(false);
    const later = [0, 11, 22].map((wait) => plus(shownAt, minutes(wait))).find((at) => !isMissing("", found.id, at));
    expect(shows(later ?? shownAt)).toBe(true);
    const lags = WORLD.videosStartedBetween(instant(0), NOW).map(({ id }) => searchLag(id));
    const share = (from: number, to: number) => lags.filter((lag) => lag >= from && lag < to).length / lags.length;
    expect(share(0, minutes(15))).toBeGreaterThan(0.6);
    expect(share(hours(3), hours(41))).toBeGreaterThan(0.04);
    expect(share(hours(41), Number.POSITIVE_INFINITY)).toBe(0);
  });

  it("leaves a video out of one answer that is back in another", () => {
    const ids = WORLD.videosStartedBetween(instant(0), NOW).map(({ id }) => id);
    const gone = ids.filter((id) => isMissing("q", id, NOW));
    expect(gone.length / ids.length).toBeGreaterThan(0.002);
    expect(gone.length / ids.length).toBeLessThan(0.03);
    expect(gone.filter((id) => isMissing("q", id, plus(NOW, minutes(10)))).length).toBeLessThan(gone.length / 2);
  });

  it("thins out in long windows, and shows in short ones what it leaves out there", () => {
    const from = minus(NOW, days(60));
    const iso = (at: Instant) => new Date(at).toISOString();
    const long = resultsOf(`publishedAfter=${iso(from)}&publishedBefore=${iso(NOW)}`);
    const short = new Set<VideoId>();
    for (let at = from; at < NOW; at = plus(at, days(3)))
      for (const id of resultsOf(`publishedAfter=${iso(at)}&publishedBefore=${iso(plus(at, days(3)))}`)) short.add(id);
    expect(long.length).toBeLessThanOrEqual(500);
    expect(long.every((id) => short.has(id))).toBe(true);
    expect(short.size).toBeGreaterThan(long.length * 1.05);
    expect(isThinnedOut("", "any", 100)).toBe(false);
  });

  it("refuses its own page tokens in a fault's window, and no first page", async () => {
    const { json } = await serve({ faults: [{ kind: "tokensRefused", from: NOW, to: plus(NOW, hours(1)) }] });
    const first = await json(FIRST);
    expect(first.status).toBe(200);
    const second = await json(`${FIRST}&pageToken=${first.body.nextPageToken}`);
    expect([second.status, second.body.error.errors[0].reason]).toEqual([400, "invalidPageToken"]);
  });

  it("orders by views, title or date as it is asked", () => {
    const ids = (order: string) => asked(`type=video&order=${order}&${RECENT}`).body.items.map(({ id }) => id.videoId);
    const views = ids("viewCount").map((id) => WORLD.countersAt(id, NOW)?.views ?? 0);
    expect(views).toEqual(views.toSorted((a, b) => b - a));
    expect(ids("relevance")).not.toEqual(ids("date"));
  });
});
