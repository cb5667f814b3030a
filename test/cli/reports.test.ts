import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "#clock.ts";
import { toIso } from "#domain/iso-time.ts";
import { hours, type Instant, milliseconds, minus, plus } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import { at, type Db } from "#storage/database.ts";
import { requestVideos } from "#storage/videos/video-requests.ts";
import { openStore } from "../../src/main-store.ts";
import { type Installation, newInstallation } from "./installation.ts";

const CHANNEL = "UCuAXFkgsw1L7xaCfnd5JJOw";

let installation: Installation;
let now: Instant;

async function inDatabase<T>(act: (db: Db) => Promise<T>): Promise<T> {
  const { dataDirectory } = installation;
  const store = await openStore({ databaseUrl: null, dataDirectory, kind: "real", now, log: () => undefined });
  if (store.kind === "refused") throw new Error(store.message);
  try {
    return await act(store.db);
  } finally {
    await store.close();
  }
}

beforeAll(async () => {
  installation = await newInstallation();
  now = systemClock.now();
  await installation.run(["keys", "add"], {}, "a-key-of-my-own\n");
  await inDatabase(async (db) => {
    const call = { epoch: 1, kind: "sample", purpose: "milestone", project_id: "default", bucket: "batch", units: 1 };
    const ends = { ended_at: at(plus(now, milliseconds(40))), settled_at: at(now) };
    await db
      .insertInto("call")
      .values([
        {
          ...call,
          ...ends,
          number: 1,
          charged_at: at(now),
          ids: 50,
          why: "a first hour",
          outcome: "answered",
          answered: 49,
        },
        {
          ...call,
          ...ends,
          number: 2,
          charged_at: at(minus(now, hours(3))),
          ids: 50,
          why: "curves",
          outcome: "unavailable",
          answered: 0,
          detail: "HTTP 503",
        },
      ])
      .execute();
    await db
      .insertInto("channel")
      .values({
        id: CHANNEL,
        title: "A channel",
        description: "",
        handle: "@achannel",
        weight: 1,
        watched: false,
        state: "tracked",
        tracked_since: at(now),
        described_at: at(now),
        changed_version: 0,
      })
      .execute();
  });
});
afterAll(() => installation.remove());

describe("viewcurve calls", () => {
  it("shows the calls that fit, in a table and as JSON", async () => {
    const all = await installation.run(["calls"]);
    expect(all).toMatchObject({ code: 0, stderr: "" });
    expect(all.stdout.trim().split("\n")).toHaveLength(3);
    const failed = await installation.run(["calls", "--failed", "--since", "4h", "--json"]);
    expect(
      failed.stdout
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line)),
    ).toMatchObject([
      { outcome: "unavailable", detail: "HTTP 503", purpose: "milestone", chargedAt: toIso(minus(now, hours(3))) },
    ]);
    expect((await installation.run(["calls", "--failed", "--since", "2h"])).stdout).toBe("No call fits.\n");
    expect((await installation.run(["calls", "--text", "FIRST hour", "--json"])).stdout).toContain('"durationMs":40');
  });
});

describe("viewcurve quota", () => {
  it("shows each bucket, what was asked for, and the last days", async () => {
    const { code, stdout } = await installation.run(["quota"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Quota day \d{4}-\d{2}-\d{2} \(Pacific\), until /);
    expect(stdout).toMatch(/^default {2,}search {2,}0 {2,}100 {2,}100/m);
    expect(stdout).toMatch(/^default {2,}batch {2,}other fixed ages/m);
    expect(stdout).not.toContain("a-key-of-my-own");
    const json = JSON.parse((await installation.run(["quota", "--json"])).stdout);
    expect(json).toMatchObject({ projects: [{ id: "default" }], retention: { state: "undecided" } });
  });
});

describe("viewcurve insights", () => {
  it("answers what the API answers, in words and as JSON, and names the option that is wrong", async () => {
    const words = await installation.run(["insights", "trending", "--channel", CHANNEL]);
    expect(words).toMatchObject({
      code: 0,
      stdout: "No video has moved lately, as far as it was sampled.\n",
      stderr: "",
    });
    const json = await installation.run(["insights", "views", "--window", "2d", "--format", "long", "short", "--json"]);
    expect(JSON.parse(json.stdout)).toMatchObject({
      scope: { formats: ["long", "short"] },
      views: 0,
      reason: "noSamples",
    });
    const wrong = await installation.run(["insights", "trending", "--window", "3h"]);
    expect([wrong.code, wrong.stdout]).toEqual([2, ""]);
    expect(wrong.stderr).toMatch(/^viewcurve: --window .*1h.*24h.*7d/);
  });
});

describe("viewcurve untrack", () => {
  it("follows a video no longer that somebody had asked for, and says so once", async () => {
    const id = "dQw4w9WgXcQ" as VideoId;
    await inDatabase((db) => requestVideos(db, [id], now));
    const ended = await installation.run(["untrack", `https://youtu.be/${id}`]);
    expect([ended.code, ended.stdout]).toEqual([0, expect.stringContaining(`${id} is no longer followed.`)]);
    const again = await installation.run(["untrack", id]);
    expect([again.code, again.stderr]).toEqual([
      1,
      `viewcurve: ${id}: Nobody has asked for this video to be followed.\n`,
    ]);
  });

  it("stops tracking, and purges where no collector runs, and says so once", async () => {
    const kept = await installation.run(["untrack", "@achannel"]);
    expect(kept).toMatchObject({
      code: 0,
      stdout: `${CHANNEL} is no longer tracked. What was collected stays; --purge removes it.\n`,
    });
    const again = await installation.run(["untrack", CHANNEL]);
    expect([again.code, again.stderr]).toEqual([1, `viewcurve: ${CHANNEL}: It is not tracked.\n`]);
    const purged = await installation.run(["untrack", "--purge", "--json", CHANNEL]);
    expect([purged.code, JSON.parse(purged.stdout)]).toEqual([
      0,
      { channel: CHANNEL, channelId: CHANNEL, state: "purged", reason: null },
    ]);
    expect(await inDatabase((db) => db.selectFrom("channel").select("id").execute())).toEqual([]);
    const gone = await installation.run(["untrack", "--purge", CHANNEL]);
    expect([gone.code, gone.stderr]).toEqual([1, `viewcurve: ${CHANNEL}: Nothing is known of it.\n`]);
    // The lease was given back: nobody waits for it.
    const lease = await inDatabase((db) => db.selectFrom("lease").select("expires_at").executeTakeFirst());
    expect(lease?.expires_at).toBe(0);
  });
});
