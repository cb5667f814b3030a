import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Settlement } from "#domain/settlement.ts";
import { milliseconds, minutes, plus } from "#domain/time.ts";
import { virtualClock } from "#simulation/virtual-clock.ts";
import { engines, openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { channelId, NOON, Recorder, sampled, trackedVideo, videoDescription, videoId } from "../storage/settlements.ts";
import { type Frame, Listening } from "./listening.ts";
import { openApi } from "./open-api.ts";

const AT = plus(NOON, minutes(60));

describe.each(engines)("events, on %s,", (engine) => {
  let test: TestDatabase;
  let recorder: Recorder;
  let charged = 0;
  beforeAll(async () => {
    test = await openTestDatabase(engine);
    recorder = await Recorder.open(test.db);
  });
  afterAll(() => test.close());

  /** A server that listens, on a clock that moves when it is told to. */
  async function serve() {
    const clock = virtualClock(AT);
    const { app, events } = await openApi(test.db, { clock });
    await app.listen({ host: "127.0.0.1", port: 0 });
    const { port } = app.server.address() as { port: number };
    const pass = async (ms: number) => {
      const to = plus(clock.now(), milliseconds(ms));
      clock.setPace("leaping");
      await clock.task(async () => {
        await clock.until(to);
        clock.setPace("standing");
      });
    };
    return { app, events, port, pass };
  }

  /** Settles a call that samples a video `late` milliseconds before the present. */
  async function sample(n: number, late = 0): Promise<void> {
    charged += 1;
    const at = plus(AT, milliseconds(charged - late));
    await recorder.record({
      at,
      snapshots: [{ videoId: videoId(n), capturedAt: at, views: charged, likes: 1, comments: 1, source: "batch" }],
      videos: [trackedVideo(n, { startAt: null, channelId: channelId(n), last: { at, views: charged } })],
      sightingSource: "uploads",
    });
  }

  const views = (frames: readonly Frame[]): number[] =>
    frames.flatMap(({ data }) => (data["videos"] as { views: number }[]).map((video) => video.views));

  it("arrive in order with ids, and go on where a listener left off: nothing twice, nothing left out", async () => {
    const { app, port, pass } = await serve();
    const first = new Listening(port, "?types=sample");
    await first.headers;
    const begun = charged;
    await sample(1);
    await sample(2);
    await pass(1500);
    await first.until(() => first.frames.length >= 2);
    // A call that was settled before them and is stored after them.
    await sample(3, 9000);
    await pass(1500);
    await first.until(() => first.frames.length >= 3);
    expect(views(first.frames)).toEqual([begun + 1, begun + 2, begun + 3]);
    first.close();
    await first.until(() => first.ended);
    await sample(4);
    await sample(5, 9000);
    // From the second: the third was told after it, though it was settled before.
    const second = new Listening(port, "?types=sample", first.frames[1]?.id ?? "");
    await second.until(() => second.frames.length >= 3);
    await sample(6);
    await pass(1500);
    await second.until(() => second.frames.length >= 4);
    expect(views(second.frames).toSorted((a, b) => a - b)).toEqual([begun + 3, begun + 4, begun + 5, begun + 6]);
    await app.close();
    await second.until(() => second.ended);
    expect(second.frames.length).toBe(4);
  });

  it("are told to whoever comes back to another process, at the risk of telling some twice", async () => {
    const { app, port, pass } = await serve();
    const first = new Listening(port, "?types=sample");
    await first.headers;
    const begun = charged;
    for (const late of [0, 5000, 0]) await sample(1, late);
    await pass(1500);
    await first.until(() => first.frames.length >= 3);
    await app.close();
    const other = await serve();
    const again = new Listening(other.port, "?types=sample", first.frames[1]?.id ?? "");
    await again.until(() => views(again.frames).includes(begun + 3));
    expect(views(again.frames)).toContain(begun + 2);
    expect(new Set(again.frames.map(({ id }) => id)).size).toBe(again.frames.length);
    await other.app.close();
  });

  it("are those of the wanted kinds and channels", async () => {
    const { app, port, pass } = await serve();
    const all = new Listening(port);
    const some = new Listening(port, `?types=newVideo,milestone&channel=${channelId(21)}`);
    const samples = new Listening(port, `?types=sample&channel=${channelId(22)}`);
    await Promise.all([all.headers, some.headers, samples.headers]);
    charged += 2;
    const [a, b] = [21, 22].map((n) => sampled(n, AT, 100, { channelId: channelId(n) }));
    if (!a || !b) throw new Error("two samples");
    const settlement: Partial<Settlement> = {
      at: plus(AT, milliseconds(charged)),
      snapshots: [a.snapshot, b.snapshot],
      videos: [a.video, b.video],
      descriptions: [21, 22].map((n) => videoDescription(n, { channelId: channelId(n), title: `Title "${n}"\n\n` })),
      firstHourOf: [videoId(21), videoId(22)],
      sightingSource: "uploads",
    };
    await recorder.record(settlement);
    await pass(1500);
    await all.until(() => all.frames.length >= 5);
    await some.until(() => some.frames.length >= 2);
    await samples.until(() => samples.frames.length >= 1);
    expect(all.frames.map(({ event }) => event)).toEqual(["sample", "newVideo", "milestone", "newVideo", "milestone"]);
    expect(some.frames.map(({ data }) => data)).toEqual([
      { kind: "newVideo", videoId: videoId(21), channelId: channelId(21), title: 'Title "21"\n\n' },
      expect.objectContaining({
        milestone: "60min",
        videoId: videoId(21),
        views: 100,
        method: "measured",
        derived: true,
      }),
    ]);
    expect(samples.frames.map(({ data }) => data["videos"])).toEqual([
      [{ id: videoId(22), channelId: channelId(22), views: 100 }],
    ]);
    await app.close();
  });

  it("cost nothing while nobody listens, and a silent stream says that it is alive", async () => {
    const { app, port, pass } = await serve();
    const one = new Listening(port);
    await one.headers;
    await pass(minutes(1));
    await one.until(() => one.comments >= 3);
    one.close();
    await one.until(() => one.ended);
    // Without a listener nothing waits for the clock: an hour passes at once, without a question to the database.
    await app.close();
  });

  it("refuses what cannot be: kinds that there are not, ids that are none", async () => {
    const { app } = await serve();
    for (const [url, headers, name] of [
      ["/api/v1/events?types=sample,nonsense", {}, "types"],
      ["/api/v1/events?channel=x", {}, "channel"],
      ["/api/v1/events?nothing=1", {}, "nothing"],
      ["/api/v1/events", { "last-event-id": "12" }, "Last-Event-ID"],
    ] as const) {
      const answer = await app.inject({ url, headers });
      expect([answer.statusCode, answer.json().errors[0].parameter.split(".")[0]]).toEqual([400, name]);
    }
    expect((await app.inject({ method: "HEAD", url: "/api/v1/events" })).statusCode).toBe(405);
    await app.close();
  });
});
