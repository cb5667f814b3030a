import { type Instant, latest, plus, seconds } from "#domain/time.ts";
import type { Db } from "#storage/database.ts";
import { PRESENT } from "./api-set.ts";

/** After everything that is stored: an earlier run has moved some counters on. */
export async function presentOf(db: Db): Promise<Instant> {
  const row = await db
    .selectFrom("video_counter")
    .select("captured_at")
    .where("captured_at", "is not", null)
    .orderBy("captured_at", "desc")
    .limit(1)
    .executeTakeFirst();
  return plus(latest(PRESENT, row?.captured_at ?? PRESENT), seconds(1));
}
