import type { z } from "zod";
import type { VideoItem } from "#api/contract.ts";
import { videoItemOf } from "#api/videos/video-answer.ts";
import { pickFields, type VideoFields, videoColumns } from "#api/videos/video-fields.ts";
import { orderOf } from "#api/videos/video-page.ts";
import { fieldsOf, questionOf, type videosExportQuery } from "#api/videos/videos-query.ts";
import type { Instant } from "#domain/time.ts";
import type { Cell } from "#exports/csv.ts";
import { columnOf, type Table, type TableColumn } from "#exports/table.ts";
import type { VideoRow } from "#storage/videos/listed-videos.ts";
import { countVideos } from "#storage/videos/video-count.ts";
import { streamVideos } from "#storage/videos/video-stream.ts";
import type { TableSources } from "./export-tables.ts";

const TELLING: Readonly<Record<string, TableColumn<VideoItem>["telling"]>> = {
  id: "videoId",
  "channel.id": "channelId",
  title: "words",
  tags: "words",
  thumbnailUrl: "words",
  "channel.title": "words",
};

/** The columns of these fields of videos. */
export const columnsOfVideos = (fields: VideoFields): readonly TableColumn<VideoItem>[] =>
  videoColumns(fields).map(({ name, cellOf }: { name: string; cellOf: (item: VideoItem) => Cell }) =>
    columnOf("video", name, cellOf, { telling: TELLING[name] ?? null }),
  );

interface TableParts {
  /** `null` = all */
  readonly fields: VideoFields;
  /** As in `Table`. */
  readonly rowsAbout: number | null;
  readonly now: Instant;
  /** `ApiDependencies.performancePool` */
  readonly pool: number;
}

/** Videos as their list has them. */
export async function videoTable(
  query: z.infer<typeof videosExportQuery>,
  { patient, clock, performancePool: pool }: TableSources,
): Promise<Table<VideoItem>> {
  const now = clock.now();
  const question = questionOf(query, now);
  return tableOfVideos(streamVideos(patient, question, orderOf(query.sort)), {
    fields: fieldsOf(query),
    rowsAbout: (await countVideos(patient, question.filter, question.terms)).total,
    ...{ now, pool },
  });
}

/** Videos that were read, as their list has them. */
export function tableOfVideos(
  read: AsyncIterable<readonly VideoRow[]>,
  { fields, rowsAbout, now, pool }: TableParts,
): Table<VideoItem> {
  const columns = columnsOfVideos(fields);
  async function* parts(): AsyncGenerator<readonly VideoItem[]> {
    for await (const rows of read) yield rows.map((row) => videoItemOf(row, pool, now));
  }
  return {
    columns,
    parts: parts(),
    jsonOf: fields === null ? (item) => item : (item) => pickFields(fields, [item])[0],
    timeColumn: "publishedAt",
    rowsAbout,
    coverage: coverageOfVideos(),
  };
}

function coverageOfVideos(): NonNullable<Table<VideoItem>["coverage"]> {
  const counts = { videos: 0, sampled: 0, firstHourMeasured: 0, firstHourInterpolated: 0 };
  return {
    look({ counters, firstHour }) {
      counts.videos += 1;
      if (counters.asOf !== null) counts.sampled += 1;
      if (firstHour.method === "measured") counts.firstHourMeasured += 1;
      if (firstHour.method === "interpolated") counts.firstHourInterpolated += 1;
    },
    counts: () => ({ ...counts }),
  };
}
