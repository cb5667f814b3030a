import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Push, PushedEntry } from "#domain/push.ts";
import { between, days, hours, type Instant, minus, minutes, plus, seconds } from "#domain/time.ts";
import type { TrackedVideo } from "#domain/tracked.ts";
import { advance } from "#planning/advance.ts";
import { refreshed } from "#planning/finding/describe-times.ts";
import { DEFAULT_POLICY } from "#planning/policy.ts";
import { settlePushes } from "#planning/settling/settle-pushes.ts";
import { describing, settled, world } from "./exchanges.ts";
import { CHANNEL, channel, channelId, NOON, video, videoId } from "./rows.ts";

const POLICY = { ...DEFAULT_POLICY, push: { ...DEFAULT_POLICY.push, reachable: true } };

const entry = (n: number, changes: Partial<PushedEntry> = {}): PushedEntry => ({
  videoId: videoId(n),
  channelId: CHANNEL,
  publishedAt: NOON,
  updatedAt: NOON,
  shortsLink: null,
  ...changes,
});

const pushed = (entries: readonly PushedEntry[], receivedAt: Instant = NOON): Push => ({
  kind: "pushed",
  channelId: CHANNEL,
  receivedAt,
  news: { entries, deletions: [] },
});

/** Described at noon, and due for renewal in weeks. */
const described = (n: number, changes: Partial<TrackedVideo> = {}) =>
  video(videoId(n), {
    firstSeenAt: minus(NOON, days(3)),
    ...refreshed(videoId(n), POLICY.describing, NOON),
    ...changes,
  });

const taken = (pushes: readonly Push[], state = world(), now: Instant = plus(NOON, seconds(2))) =>
  settlePushes(pushes, state, POLICY, now);

describe("a push", () => {
  it("of an unknown video is a sighting, whenever it was published", () => {
    const old = minus(NOON, days(900));
    const { videos, sightingSource } = taken([pushed([entry(7), entry(8, { publishedAt: old })])]);
    expect(sightingSource).toBe("push");
    expect(videos.map((row) => [row.id, row.publishedAt, row.describeWhy, row.firstSeenAt])).toEqual([
      [videoId(7), NOON, "new", plus(NOON, seconds(2))],
      [videoId(8), old, "new", plus(NOON, seconds(2))],
    ]);
  });

  it("that comes twice, at once or after it was settled, finds the video once", () => {
    const state = world();
    const once = taken([pushed([entry(7)]), pushed([entry(7)])], state);
    expect(once.videos.map((row) => row.id)).toEqual([videoId(7)]);
    const again = taken([pushed([entry(7)])], advance(state, once), plus(NOON, minutes(9)));
    expect(again.videos).toEqual([]);
  });

  it("of an edit has the video described within ten minutes, once for all edits until then", () => {
    const edited = (at: Instant) => pushed([entry(1, { updatedAt: at })], at);
    const first = plus(NOON, hours(1));
    const state = world({ videos: [described(1)] });
    const once = taken([edited(first)], state, first);
    const due = plus(once.videos[0]?.describeAt ?? NOON, POLICY.describing.refreshPatience);
    expect(once.videos[0]?.describeWhy).toBe("refresh");
    expect(between(first, due)).toBe(minutes(10));
    const later = plus(first, minutes(4));
    const twice = taken([edited(later)], advance(state, once), later);
    expect(twice.videos.map((row) => row.describeAt)).toEqual(once.videos.map((row) => row.describeAt));
  });

  it("that says no more than what was described since changes nothing: an old copy, or an upload that was found before", () => {
    const state = world({ videos: [described(1), video(videoId(2), { describeAt: NOON, describeWhy: "new" })] });
    const before = minus(NOON, minutes(1));
    const copies = [entry(1, { updatedAt: before }), entry(2, { updatedAt: plus(NOON, seconds(4)) })];
    expect(taken([pushed(copies)], state).videos).toEqual([]);
  });

  it("of another channel's video, or for a channel that is not tracked, is let go", () => {
    const foreign = entry(7, { channelId: channelId(5) });
    expect(taken([pushed([foreign])]).videos).toEqual([]);
    const untracked = { ...pushed([foreign]), channelId: channelId(5) };
    expect(taken([untracked])).toMatchObject({ videos: [], channels: [], setAside: [] });
    const elsewhere = world({ videos: [described(1, { channelId: channelId(5) })] });
    expect(taken([pushed([entry(1, { updatedAt: plus(NOON, hours(1)) })])], elsewhere).videos).toEqual([]);
  });

  it("tells when the hub last pushed, and ends the search for the upload it brings", () => {
    const hinted = channel(CHANNEL, { newsSince: NOON, newsAttempts: 1 });
    const row = taken([pushed([entry(7)], plus(NOON, seconds(1)))], world({ channels: [hinted] })).channels[0];
    expect(row?.subscription.pushedAt).toBe(plus(NOON, seconds(1)));
    expect(row?.newsSince).toBeNull();
    const older = pushed([entry(7, { publishedAt: minus(NOON, days(30)) })]);
    expect(taken([older], world({ channels: [hinted] })).channels[0]?.newsSince).toBe(NOON);
  });

  it("in no known form is set aside, and costs the others nothing", () => {
    const { videos, setAside } = taken([{ ...pushed([]), news: null } as Push, pushed([entry(7)])]);
    expect(videos).toHaveLength(1);
    expect(setAside).toEqual([{ subject: CHANNEL, reason: expect.stringContaining("no known form") }]);
  });
});

describe("a tombstone", () => {
  const tombstone = (n: number, owner = CHANNEL): Push => ({
    kind: "pushed",
    channelId: CHANNEL,
    receivedAt: NOON,
    news: { entries: [], deletions: [{ videoId: videoId(n), channelId: owner }] },
  });

  it("is a reason to look and no more: the video is missing only once a description leaves it out, and gone after two", () => {
    let state = world({ videos: [described(1)] });
    const hinted = taken([tombstone(1)], state, NOON).videos[0];
    expect(hinted).toMatchObject({ describeAt: NOON, describeWhy: "missing", missingSince: null, goneAt: null });
    state = advance(state, taken([tombstone(1)], state, NOON));
    const once = settled(describing([1], [], plus(NOON, seconds(5))), state, plus(NOON, seconds(5)));
    expect(once.videos[0]).toMatchObject({ missingSince: plus(NOON, seconds(5)), goneAt: null });
    state = advance(state, once);
    const twice = settled(describing([1], [], plus(NOON, minutes(6))), state, plus(NOON, minutes(6)));
    expect(twice.videos[0]?.goneAt).toBe(plus(NOON, minutes(6)));
  });

  it("of an unknown video, or in another channel's name, is let go", () => {
    expect(taken([tombstone(9), tombstone(1, channelId(4))]).videos).toEqual([]);
  });
});

describe("pushes in any order and number", () => {
  const push = fc.oneof(
    fc.record({
      kind: fc.constant("pushed" as const),
      channelId: fc.constantFrom(CHANNEL, channelId(5)),
      receivedAt: fc.nat(600_000).map((ms) => (NOON + ms) as Instant),
      news: fc.record({
        entries: fc.array(
          fc.record({
            videoId: fc.nat(6).map(videoId),
            channelId: fc.constantFrom(CHANNEL, CHANNEL, channelId(5)),
            publishedAt: fc.nat(86_400_000).map((ms) => (NOON - ms) as Instant),
            updatedAt: fc.nat(7_200_000).map((ms) => (NOON + ms - 3_600_000) as Instant),
            shortsLink: fc.constant(null),
          }),
          { maxLength: 3 },
        ),
        deletions: fc.array(fc.record({ videoId: fc.nat(6).map(videoId), channelId: fc.constant(null) }), {
          maxLength: 1,
        }),
      }),
    }),
    fc.record({
      kind: fc.constant("verified" as const),
      channelId: fc.constant(CHANNEL),
      receivedAt: fc.nat(600_000).map((ms) => (NOON + ms) as Instant),
      lease: fc.constantFrom(days(5), null),
    }),
  );

  it("find each video once, lose none, declare none gone, and taken again change nothing", () => {
    fc.assert(
      fc.property(fc.array(push, { maxLength: 20, size: "max" }), (pushes) => {
        const state = world({ videos: [described(1), described(2)] });
        const now = plus(NOON, minutes(10));
        const first = settlePushes(pushes, state, POLICY, now);
        const ids = first.videos.map((row) => row.id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(first.videos.every((row) => row.goneAt === null && row.missingSince === null)).toBe(true);
        const told = pushes.flatMap((each) =>
          each.kind === "pushed" && each.channelId === CHANNEL
            ? each.news.entries.filter((said) => said.channelId === CHANNEL).map((said) => said.videoId)
            : [],
        );
        const after = advance(state, first);
        for (const id of told) expect(after.videos.slotOf.has(id)).toBe(true);
        const again = settlePushes(pushes, after, POLICY, now);
        const replayed = new Map(again.videos.map((row) => [row.id, row]));
        for (const row of first.videos) expect(replayed.get(row.id) ?? row).toEqual(row);
        expect(again.channels).toEqual(first.channels);
      }),
      { numRuns: 300 },
    );
  });
});
