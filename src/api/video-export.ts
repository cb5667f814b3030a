import type { Instant } from "#domain/time.ts";
import { csvLine } from "#exports/csv.ts";
import type { Db } from "#storage/database.ts";
import { streamVideos } from "#storage/video-stream.ts";
import type { VideoOrder, VideoQuestion } from "#storage/videos.ts";
import { videoItemOf } from "./video-answer.ts";
import { pickFields, type VideoFields, videoColumns } from "./video-fields.ts";

interface Export {
  readonly question: VideoQuestion;
  readonly order: Omit<VideoOrder, "after">;
  readonly fields: VideoFields;
  readonly now: Instant;
  /** `videoItemOf` */
  readonly pool: number;
}

/** Every video of a question as a table: the fields of the JSON, an object's parts in columns of their own. */
export async function* videosAsCsv(db: Db, { question, order, fields, now, pool }: Export): AsyncGenerator<string> {
  const columns = videoColumns(fields);
  yield csvLine(columns.map(({ name }) => name));
  const cells = columns.map(({ cellOf }) => cellOf);
  for await (const rows of streamVideos(db, question, order)) {
    yield rows
      .map((row) => {
        const item = videoItemOf(row, pool, now);
        return csvLine(cells.map((cell) => cell(item)));
      })
      .join("");
  }
}

/** Every video of a question, one line of JSON each, as the list gives it. */
export async function* videosAsNdjson(db: Db, { question, order, fields, now, pool }: Export): AsyncGenerator<string> {
  for await (const rows of streamVideos(db, question, order)) {
    const items = rows.map((row) => videoItemOf(row, pool, now));
    yield pickFields(fields, items)
      .map((item) => `${JSON.stringify(item)}\n`)
      .join("");
  }
}
