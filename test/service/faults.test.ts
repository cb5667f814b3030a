import { describe, expect, it } from "vitest";
import type { ChannelItem } from "#api/channels/channel-contract.ts";
import { hours, minutes, plus, seconds } from "#domain/time.ts";
import type { Fault } from "#simulation/faults.ts";
import { at as dbAt } from "#storage/database.ts";
import { expectFirstHours, expectGoneOnlyWhatIs, faultWorld, quotaOf, storedBefore, WINDOW } from "./fault-stage.ts";
import { judgeFirstHours } from "./judge.ts";
import { allVideos, counterMismatches, ledgerBesideBooks } from "./measures.ts";
import { FROM, raise, type Stage } from "./stage.ts";
import { eligibleVideos } from "./truth.ts";

/** The longest back-off after the last failure, and a count that finds what was published meanwhile. */
const RECOVERED = plus(WINDOW.to, minutes(16));
const END = hours(5.5);

describe("a fault of YouTube's", () => {
  it.each<[outcome: string, name: string, fault: Fault]>([
    ["unavailable", "server errors", { ...WINDOW, kind: "unavailable" }],
    ["rateLimited", "the limit a minute", { ...WINDOW, kind: "rateLimited" }],
    ["malformed", "HTML in place of JSON", { ...WINDOW, kind: "html" }],
    ["malformed", "JSON cut short", { ...WINDOW, kind: "truncated" }],
    ["unavailable", "answers slower than the time-out", { ...WINDOW, kind: "slow", delay: seconds(30) }],
    ["unavailable", "broken connections", { ...WINDOW, kind: "reset" }],
  ])("is told as %s, charged, waited out and survived: %s", async (outcome, _, fault) => {
    await using stage = await raise({ world: faultWorld(1), faults: [fault] });
    await stage.pass(hours(2));
    const kept = await storedBefore(stage, WINDOW.from);
    await stage.pass(minutes(30));
    const { pauses, failures } = await quotaOf(stage);
    expect(failures.length).toBeGreaterThan(0);
    expect(new Set(failures.filter(({ kind }) => kind !== "feed").map((failure) => failure.outcome))).toEqual(
      new Set([outcome]),
    );
    expect(failures.every(({ detail }) => detail !== null && detail !== "")).toBe(true);
    // A limit a minute is the project's; everything else is YouTube's.
    const held = outcome === "rateLimited" ? "rate:default:main" : "youtube";
    expect(pauses.map(({ subject }) => subject)).toContain(held);
    expect(pauses.find(({ subject }) => subject === held)?.reason).toMatch(new RegExp(`^${outcome}: .`));

    await stage.pass(hours(3));
    await expectFirstHours(stage, RECOVERED, plus(FROM, END));
    const answered = await stage.db
      .selectFrom("call")
      .select(({ fn }) => fn.min("charged_at").as("at"))
      .where("bucket", "is not", null)
      .where("outcome", "=", "answered")
      .where("charged_at", ">=", dbAt(WINDOW.to))
      .executeTakeFirstOrThrow();
    expect(answered.at).toBeLessThanOrEqual(RECOVERED);
    // Those that fell into the fault were measured late or interpolated, and say how far they may be off: 19 in 20 keep it.
    const late = eligibleVideos(stage.world, FROM, RECOVERED);
    const { beyond } = judgeFirstHours(stage.world, late, await allVideos(stage));
    expect(beyond.length).toBeLessThanOrEqual(late.length / 20);
    expect(await storedBefore(stage, WINDOW.from)).toBe(kept);
    expect(await counterMismatches(stage)).toEqual([]);
    expect((await quotaOf(stage)).pauses).toEqual([]);
    for (const { key, charged, counted } of await ledgerBesideBooks(stage)) {
      expect({ key, charged }).toEqual({ key, charged: counted });
    }
    expect(stage.service.events.filter(({ kind }) => kind === "stumbled")).toEqual([]);
  });

  it("that refuses batch statistics costs no first hour: videos.list stands in, and the key stays usable", async () => {
    // Not in the day's hour of comparison, in which batch statistics are not asked anyway.
    const window = { from: plus(FROM, hours(1)), to: plus(FROM, hours(2)) };
    for (const status of [403, 404] as const) {
      await using stage = await raise({ world: faultWorld(2), faults: [{ ...window, kind: "batchRefused", status }] });
      await stage.pass(END);
      const quota = await quotaOf(stage);
      expect(quota.pauses.map(({ subject }) => subject)).toEqual(["batch"]);
      expect(quota.projects[0]?.keys[0]?.state).toBe("usable");
      expect(stage.service.events.filter(({ kind }) => kind === "keyRefused")).toEqual([]);
      // Videos published an hour before the window have their first hours in it.
      await expectFirstHours(stage, plus(FROM, minutes(65)), plus(FROM, END));
      await stage.pass(hours(3));
      expect((await quotaOf(stage)).pauses).toEqual([]);
      expect(await lastSample(stage)).toEqual({ bucket: "batch", outcome: "answered" });
    }
  });

  it("that leaves living videos out of answers makes none of them gone, and loses no first hour", async () => {
    const fault: Fault = { from: FROM, to: plus(FROM, hours(12)), kind: "missing", idShare: 0.6 };
    await using stage = await raise({ world: faultWorld(3), faults: [fault] });
    await stage.pass(hours(6));
    await expectGoneOnlyWhatIs(stage);
    await expectFirstHours(stage, FROM, plus(FROM, hours(6)));
    expect(await counterMismatches(stage)).toEqual([]);
  });

  it("that hides one channel's uploads is that channel's trouble only, and passes", async () => {
    const world = faultWorld(4);
    const [struck, ...others] = world.channels;
    if (!struck) throw new Error("The world has no channel");
    const fault: Fault = { from: FROM, to: plus(FROM, minutes(90)), kind: "playlistNotFound", channelId: struck.id };
    await using stage = await raise({ world, faults: [fault] });
    const channel = async (id: string) => (await stage.service.get<ChannelItem>(`/channels/${id}`)).body;
    await stage.pass(minutes(20));
    expect((await channel(struck.id)).trouble).toContain("playlistNotFound");
    expect((await channel(struck.id)).backfill).toMatchObject({
      done: false,
      reason: expect.stringContaining("refuses"),
    });
    for (const { id } of others) {
      expect(await channel(id)).toMatchObject({ trouble: null, backfill: { done: true } });
    }
    await stage.pass(hours(5));
    expect(await channel(struck.id)).toMatchObject({ trouble: null, backfill: { done: true, reason: null } });
  });

  it("that silences all feeds delays no upload", async () => {
    const fault: Fault = { from: FROM, to: plus(FROM, hours(12)), kind: "feeds404" };
    await using stage = await raise({ world: faultWorld(5), faults: [fault] });
    await stage.pass(hours(6));
    const { failures } = await quotaOf(stage);
    expect(failures.length).toBeGreaterThan(0);
    for (const failure of failures) {
      expect(failure).toMatchObject({ kind: "feed", bucket: null, detail: expect.stringContaining("404") });
    }
    await expectFirstHours(stage, FROM, plus(FROM, hours(6)));
  });
});

describe("a deleted video", () => {
  // In the first world old videos are deleted, in the second one of twelve minutes.
  it.each([36])("is gone once confirmed, keeps its history, and is asked for no more (seed %i)", async (seed) => {
    await using stage = await raise({ world: faultWorld(seed) });
    await stage.pass(hours(14));
    expect(await expectGoneOnlyWhatIs(stage)).toBeGreaterThan(0);
    const after = await stage.db
      .selectFrom("snapshot")
      .innerJoin("video_counter", "video_counter.video_id", "snapshot.video_id")
      .select("snapshot.video_id")
      .whereRef("snapshot.captured_at", ">", "video_counter.gone_at")
      .execute();
    expect(after).toEqual([]);
    const [gone] = await stage.db
      .selectFrom("video_counter")
      .select(["video_id", "captured_at"])
      .where("gone_at", "is not", null)
      .where("captured_at", "is not", null)
      .execute();
    const shown = await stage.service.get<{ gone: unknown }>(`/videos/${gone?.video_id}`);
    expect(shown).toMatchObject({ status: 200, body: { gone: { since: expect.any(String) } } });
  });
});

/** Where the newest sampling call drew from, and how it ended. */
const lastSample = ({ db }: Stage) =>
  db
    .selectFrom("call")
    .select(["bucket", "outcome"])
    .where("kind", "=", "sample")
    .orderBy("charged_at", "desc")
    .limit(1)
    .executeTakeFirstOrThrow();
