import { expect } from "vitest";
import type { Quota } from "#api/operations/quota-contract.ts";
import { toIso } from "#domain/iso-time.ts";
import { days, hours, type Instant, plus } from "#domain/time.ts";
import { syntheticWorld } from "#simulation/synthetic.ts";
import { at } from "#storage/database.ts";
import { FROM, type Stage } from "./stage.ts";
import { eligibleVideos } from "./truth.ts";

/** A world small enough for a stage a fault, and so busy that every hour has first hours to lose. */
export const faultWorld = (seed: number) =>
  syntheticWorld({ seed, channels: 8, from: FROM, until: plus(FROM, days(2)), uploadsPerDay: 120, catalogueDays: 10 });

/** When faults strike: after two quiet hours, for one. */
export const WINDOW = { from: plus(FROM, hours(2)), to: plus(FROM, hours(3)) } as const;

export const quotaOf = async ({ service }: Pick<Stage, "service">): Promise<Quota> =>
  (await service.get<Quota>("/quota")).body;

/**
 * Every sample stored of before an instant, counted: what must still be there later. A feed may be a quarter of an hour
 * old, so its counters come later than the instant they are of.
 */
export async function storedBefore({ db }: Pick<Stage, "db">, instant: Instant): Promise<number> {
  const row = await db
    .selectFrom("snapshot")
    .select(db.fn.countAll<number>().as("n"))
    .where("captured_at", "<", at(instant))
    .where("source", "<>", "feed")
    .executeTakeFirstOrThrow();
  return Number(row.n);
}

/**
 * The first hours of videos published in a span, of which all must be known: nothing holds them up. Videos uploaded long
 * before their publication are left out: they stand deep in a busy channel's list, where only its daily reading looks.
 */
export async function expectFirstHours({ db, world }: Pick<Stage, "db" | "world">, from: Instant, to: Instant) {
  const videos = eligibleVideos(world, from, to).filter(({ orderedAt, listedAt }) => orderedAt >= listedAt);
  expect(videos.length).toBeGreaterThanOrEqual(4);
  const rows = await db
    .selectFrom("video_counter")
    .innerJoin("video", "video.id", "video_counter.video_id")
    .select(["video.id", "first_hour_method", "first_hour_offset", "first_seen_at", "video.published_at"])
    .execute();
  const known = new Map<string, (typeof rows)[number]>(rows.map((row) => [row.id, row]));
  const lost = videos.filter(({ id }) => known.get(id)?.first_hour_method !== "measured");
  expect(
    lost.map(({ id, listedAt }) => known.get(id) ?? `${id}, published ${toIso(listedAt)}, was never seen`),
  ).toEqual([]);
}

/** Whether everything stored as gone is gone in the world too, and was looked for again minutes after it was first missing. */
export async function expectGoneOnlyWhatIs({ db, world }: Pick<Stage, "db" | "world">): Promise<number> {
  const rows = await db
    .selectFrom("video_counter")
    .select(["video_id", "gone_at", "missing_since"])
    .where("gone_at", "is not", null)
    .execute();
  for (const { video_id, gone_at, missing_since } of rows) {
    const truth = world.video(video_id as never)?.goneAt ?? Number.POSITIVE_INFINITY;
    expect((missing_since ?? 0) - truth, video_id).toBeGreaterThanOrEqual(0);
    expect((gone_at ?? 0) - (missing_since ?? 0), video_id).toBeGreaterThanOrEqual(5 * 60_000);
  }
  return rows.length;
}
