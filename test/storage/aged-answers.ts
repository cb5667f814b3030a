import type { Instant } from "#domain/time.ts";
import { at, type Db } from "#storage/database.ts";

/** An answer about a channel that was made at an instant, and neither asked for nor made since. */
export async function seedAgedAnswer(db: Db, channelId: string, made: Instant): Promise<void> {
  const when = at(made);
  await db
    .insertInto("insight_answer")
    .values({
      kind: "keywords",
      digest: channelId,
      question: JSON.stringify({ channels: [channelId] }),
      shape: 1,
      stamp: "",
      answer: "{}",
      made_at: when,
      computed_at: when,
      asked_at: when,
    })
    .execute();
}
