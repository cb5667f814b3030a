import { randomUUID } from "node:crypto";
import type { ExportFormat } from "#api/files/export-stream.ts";
import type { Instant } from "#domain/time.ts";
import { csvLine } from "#exports/csv.ts";
import type { Db } from "#storage/database.ts";
import { chunksOfIds } from "#storage/videos/video-stream.ts";
import type { VideoOrder, VideoQuestion } from "#storage/videos/videos.ts";
import { type VideoFields, videoColumns } from "./video-fields.ts";
import type { LineDesk } from "./video-lines.ts";

interface Export {
  readonly question: VideoQuestion;
  readonly order: Omit<VideoOrder, "after">;
  readonly format: ExportFormat;
  readonly fields: VideoFields;
  readonly now: Instant;
  /** `videoItemOf` */
  readonly pool: number;
}

/** Parts that are written while one is sent: one is read by PostgreSQL, one is put into words. */
const AHEAD = 3;

/**
 * Every video of a question, as CSV (the fields of the JSON, an object's parts in columns of their own) or as a line of
 * JSON each, as the list gives it. Which videos they are is found out here, what is written of them by a desk.
 */
export async function* videosAsText(
  db: Db,
  desk: LineDesk,
  { question, order, format, fields, now, pool }: Export,
): AsyncGenerator<Uint8Array> {
  if (format === "csv") yield Buffer.from(csvLine(videoColumns(fields).map(({ name }) => name)));
  const list = randomUUID();
  const under: Promise<Uint8Array>[] = [];
  for await (const ids of chunksOfIds(db, question, order)) {
    const writing = desk.write({ list, ids, format, fields, now, pool });
    // The parts before may be used for long, or nobody comes back: a failure is told when its turn comes.
    writing.catch(() => undefined);
    under.push(writing);
    if (under.length < AHEAD) continue;
    const lines = await under.shift();
    if (lines) yield lines;
  }
  for (const writing of under) yield await writing;
}
