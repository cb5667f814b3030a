import { sql } from "kysely";
import type { Instant } from "#domain/time.ts";
import type { Db } from "#storage/database.ts";
import { at } from "#storage/database.ts";

/** The address of a video's or channel's picture, as YouTube said it; `null` = it has none, or is not known. */
export async function readPictureAddress(db: Db, id: string): Promise<string | null> {
  const { rows } = await sql<{ url: string | null }>`
    select thumbnail_url as url from video where id = ${id}
    union all select thumbnail_url from channel where id = ${id}`.execute(db);
  return rows[0]?.url ?? null;
}

/** The address that a video's picture had before a change that was seen at an instant; `null` = that changed no picture. */
export async function readFormerPictureAddress(db: Db, id: string, seenAt: Instant): Promise<string | null> {
  const revision = await db
    .selectFrom("video_revision")
    .select("before")
    .where("video_id", "=", id)
    .where("seen_at", "=", at(seenAt))
    .executeTakeFirst();
  const url = revision?.before["thumbnail"];
  return typeof url === "string" ? url : null;
}
