import { describe, expect, it } from "vitest";
import { hours, minutes, plus, seconds } from "#domain/time.ts";
import { expectFirstHours, faultWorld } from "./fault-stage.ts";
import { counterMismatches } from "./measures.ts";
import { FROM, PACE, raise } from "./stage.ts";

interface Requests {
  readonly items: readonly { readonly ref: string; readonly state: string; readonly reason: string | null }[];
}

/** Looks for what people asked nearly as often as `start` does. */
const ATTENTIVE = { ...PACE, changePoll: seconds(2) };

describe("people's requests while the collector runs", () => {
  it("to track by handle, by id or by address are answered within seconds, or refused with the reason", async () => {
    const world = faultWorld(3);
    const [first, second, third] = world.channels;
    if (!first || !second || !third) throw new Error("The world has too few channels");
    await using stage = await raise({ world, track: [{ kind: "id", id: first.id }], pace: ATTENTIVE });
    await stage.pass(minutes(10));
    const channels = [
      second.handle.toUpperCase(),
      `https://www.youtube.com/channel/${third.id}`,
      "@nobody.has.this.handle",
      "UC0000000000000000000000",
    ];
    expect(await stage.service.send("POST", "/channels", { channels })).toBe(202);
    await stage.pass(seconds(5));
    const { items } = (await stage.service.get<Requests>("/channels/requests")).body;
    expect(Object.fromEntries(items.map(({ ref, state, reason }) => [ref, [state, reason]]))).toEqual({
      [first.id]: ["tracked", null],
      [second.handle]: ["tracked", null],
      [third.id]: ["tracked", null],
      "@nobody.has.this.handle": ["refused", "YouTube knows no handle @nobody.has.this.handle."],
      UC0000000000000000000000: ["refused", "YouTube knows no channel UC0000000000000000000000."],
    });
    await stage.pass(minutes(2));
    const videos = await stage.service.get<{ items: unknown[] }>(`/videos?channel=${second.id}&limit=200`);
    expect(videos.body.items.length).toBe(Math.min(200, world.uploadsOf(second.id, stage.clock.now()).length));
  });

  it("to stop tracking end all calls for a channel, keep what is stored, and hold up nobody else", async () => {
    const world = faultWorld(7);
    await using stage = await raise({ world, pace: { ...PACE, changePoll: minutes(1) } });
    await stage.pass(hours(2));
    const busiest = world.channels.toSorted((a, b) => uploads(b.id) - uploads(a.id))[0];
    function uploads(id: (typeof world.channels)[number]["id"]): number {
      return world.uploadsOf(id, plus(FROM, hours(2))).length;
    }
    if (!busiest) throw new Error("The world has no channel");
    expect(await stage.service.send("DELETE", `/channels/${busiest.id}`)).toBe(204);
    await stage.pass(minutes(1));
    const rowsOf = async () =>
      Number(
        (
          await stage.db
            .selectFrom("snapshot")
            .innerJoin("video", "video.id", "snapshot.video_id")
            .select(stage.db.fn.countAll<number>().as("n"))
            .where("video.channel_id", "=", busiest.id)
            .executeTakeFirstOrThrow()
        ).n,
      );
    const kept = await rowsOf();
    expect(kept).toBeGreaterThan(0);
    await stage.pass(hours(3));
    expect(await rowsOf()).toBe(kept);
    expect((await stage.service.get<{ state: string }>(`/channels/${busiest.id}`)).body.state).toBe("untracked");
    expect((await stage.service.get<{ items: unknown[] }>(`/videos?channel=${busiest.id}`)).body.items).not.toEqual([]);
    const others = { ...world, videosStartedBetween: videosOfOthers };
    function videosOfOthers(...span: Parameters<typeof world.videosStartedBetween>) {
      return world.videosStartedBetween(...span).filter(({ channelId }) => channelId !== busiest?.id);
    }
    await expectFirstHours({ db: stage.db, world: others }, FROM, plus(FROM, hours(5)));
  });

  it("are answered from the same database that is written to, without an error", async () => {
    await using stage = await raise({ world: faultWorld(8) });
    const passing = stage.pass(hours(6));
    let done = false;
    void passing.then(() => {
      done = true;
    });
    const paths = ["/videos?sort=-views", "/videos?performanceMin=1", "/channels", "/quota", "/plan"];
    const statuses = new Set<number>();
    for (let n = 0; !done; n++) statuses.add((await stage.service.get(paths[n % paths.length] ?? "/quota")).status);
    await passing;
    expect([...statuses]).toEqual([200]);
    expect(await counterMismatches(stage)).toEqual([]);
    expect(stage.service.events.filter(({ kind }) => kind === "requestFailed" || kind === "stumbled")).toEqual([]);
  });
});
