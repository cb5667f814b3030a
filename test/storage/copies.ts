import { expect } from "vitest";
import type { Db } from "#storage/database.ts";

/** What a video's counters copy of what describes it. */
const COPIED = [
  "published_at",
  "format",
  "category_id",
  "language",
  "duration_seconds",
  "made_for_kids",
  "live_state",
] as const;

/** Fails unless every copy says what its original does; copies of videos not described yet are null. Gives how many are not. */
export async function expectCopiesToFollow(db: Db): Promise<number> {
  const originals = await db
    .selectFrom("video")
    .select((from) => [
      "id",
      "described_at",
      ...COPIED,
      from
        .selectFrom("video_revision")
        .whereRef("video_id", "=", "video.id")
        .select((row) => row.fn.max("seen_at").as("seen_at"))
        .as("changed_at"),
    ])
    .orderBy("id")
    .execute();
  const copies = await db
    .selectFrom("video_counter")
    .select(["video_id", ...COPIED, "changed_at"])
    .orderBy("video_id")
    .execute();
  const nothing = { ...Object.fromEntries(COPIED.map((name) => [name, null])), changed_at: null };
  expect(copies).toEqual(
    originals.map(({ id, described_at, ...original }) => ({
      video_id: id,
      ...(described_at === null ? nothing : original),
    })),
  );
  return originals.filter(({ described_at }) => described_at !== null).length;
}
