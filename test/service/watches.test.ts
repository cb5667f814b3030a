import { describe, expect, it } from "vitest";
import type { WatchDetail } from "#api/watches/watches-contract.ts";
import { toIso } from "#domain/iso-time.ts";
import { days, hours, type Instant, minutes, parseInstant, plus } from "#domain/time.ts";
import type { Format } from "#domain/video.ts";
import { syntheticWorld } from "#simulation/synthetic.ts";
import { FROM, PACE, raise, type Stage } from "./stage.ts";
import { commonestTag } from "./watched-word.ts";

interface Videos {
  readonly items: readonly {
    readonly id: string;
    readonly title: string;
    readonly format: Format;
    readonly publishedAt: string;
    readonly channel: { readonly title: string | null };
    readonly counters: { readonly views: number | null; readonly asOf: string | null };
    readonly firstHour: { readonly views: number | null; readonly reason: string | null };
  }[];
}

/** Adds a watch as a client does, and gives its id. */
async function watchedBy(stage: Stage, body: object): Promise<string> {
  expect(await stage.service.send("POST", "/watches", body)).toBe(201);
  const { items } = (await stage.service.get<{ items: { id: string }[] }>("/watches")).body;
  return items.at(-1)?.id ?? "";
}

const UNTIL = plus(FROM, days(2));

describe("a watch, where nobody tracks any channel,", () => {
  it("finds videos; they are described, sampled and scored like all others, and shown by it", async () => {
    const world = syntheticWorld({ seed: 5, channels: 300, from: FROM, until: UNTIL, catalogueDays: 3 });
    const q = commonestTag(world, FROM);
    await using stage = await raise({ world, track: [] });
    const id = await watchedBy(stage, { kind: "search", filters: { q }, since: "2d" });
    await stage.pass(days(1));
    const now = stage.clock.now();
    const { items } = (await stage.service.get<Videos>(`/videos?watch=${id}&limit=200`)).body;
    const at = (text: string): Instant => parseInstant(text) ?? now;
    expect(items.filter((video) => at(video.publishedAt) < FROM).length).toBeGreaterThan(3);
    const news = items.filter((video) => at(video.publishedAt) >= plus(FROM, hours(1)));
    expect(news.length).toBeGreaterThan(3);
    for (const video of items) {
      expect(video.title).toBe(world.textOf(video.id as never, now)?.title);
      expect(video.channel.title).not.toBeNull();
      expect(video.counters.views).not.toBeNull();
    }
    // Found within minutes, so that their first hours could be sampled.
    const old = news.filter((video) => at(video.publishedAt) < plus(now, hours(-4)) && video.format !== "live");
    const measured = old.filter((video) => video.firstHour.views !== null);
    expect(measured.length).toBeGreaterThan(old.length / 2);
    // Scored as soon as their channel has first hours enough.
    const scores = await stage.db
      .selectFrom("video_counter as c")
      .innerJoin("channel_score as s", "s.channel_id", "c.channel_id")
      .select(["s.first_hour_n", "c.performance"])
      .where("c.first_hour_views", "is not", null)
      .execute();
    expect(scores.length).toBeGreaterThanOrEqual(measured.length);
    expect(scores.some(({ performance }) => performance !== null)).toBe(true);
    for (const { first_hour_n, performance } of scores) expect(performance !== null).toBe(first_hour_n >= 3);
    const watch = (await stage.service.get<WatchDetail>(`/watches/${id}`)).body;
    expect(watch).toMatchObject({ found: items.length, tasksLeft: 0, trouble: null });
    expect(watch.runs).toBeGreaterThan(50);
    expect(watch.nextRunAt).not.toBeNull();
    expect(await stage.db.selectFrom("channel").select("state").distinct().execute()).toEqual([{ state: "untracked" }]);
  }, 240_000);

  it("leaves them in peace when it is removed, but not those that another watch holds", async () => {
    const world = syntheticWorld({ seed: 6, channels: 200, from: FROM, until: UNTIL, catalogueDays: 3 });
    const q = commonestTag(world, FROM);
    await using stage = await raise({ world, track: [], pace: { ...PACE, changePoll: minutes(1) } });
    const wide = await watchedBy(stage, { kind: "search", filters: { q }, since: "3d" });
    const narrow = await watchedBy(stage, { kind: "search", filters: { q, videoDuration: "short" }, since: "3d" });
    await stage.pass(hours(3));
    const sampledSince = async (from: Instant) => {
      const rows = await stage.db.selectFrom("snapshot").select(["video_id", "captured_at"]).execute();
      return [...new Set(rows.filter((row) => row.captured_at > from).map((row) => row.video_id))];
    };
    const idsOf = async (watch: string) =>
      (await stage.service.get<Videos>(`/watches/${watch}/videos?limit=200`)).body.items.map((video) => video.id);
    const [all, held] = [await idsOf(wide), await idsOf(narrow)];
    expect(all.length).toBeGreaterThan(held.length);
    expect(held.length).toBeGreaterThan(0);
    expect(await stage.service.send("DELETE", `/watches/${wide}`)).toBe(204);
    await stage.pass(minutes(2));
    const removedAt = stage.clock.now();
    await stage.pass(hours(20));
    const asked = await sampledSince(removedAt);
    const stillHeld = await idsOf(narrow);
    expect(asked.filter((id) => !stillHeld.includes(id))).toEqual([]);
    expect(asked.length).toBeGreaterThan(0);
    expect((await stage.service.get<WatchDetail>(`/watches/${wide}`)).body.state).toBe("removed");
    expect(await idsOf(wide)).toEqual(all);
  }, 240_000);
});

it("a watched chart brings its videos described, and runs as often as it was told to", async () => {
  const world = syntheticWorld({ seed: 7, channels: 200, from: FROM, until: UNTIL, catalogueDays: 10 });
  const [{ country } = { country: null }] = world.channels;
  const regionCode = country ?? "US";
  await using stage = await raise({ world, track: [], pace: { ...PACE, changePoll: minutes(1) } });
  const id = await watchedBy(stage, { kind: "chart", filters: { regionCode }, every: "2h" });
  await stage.pass(hours(9));
  const { items } = (await stage.service.get<Videos>(`/videos?watch=${id}&limit=200`)).body;
  expect(items.length).toBeGreaterThan(0);
  const watch = (await stage.service.get<WatchDetail>(`/watches/${id}`)).body;
  expect(watch).toMatchObject({ runs: 5, tasksLeft: 0, lastRunAt: toIso(plus(FROM, hours(8))), found: items.length });
}, 120_000);
