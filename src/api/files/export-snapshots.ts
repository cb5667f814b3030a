import type { z } from "zod";
import { orderOf } from "#api/videos/video-page.ts";
import { questionOf, type videosExportQuery } from "#api/videos/videos-query.ts";
import { toIso } from "#domain/iso-time.ts";
import { columnOf, type Table } from "#exports/table.ts";
import type { Span } from "#storage/videos/series.ts";
import { type SnapshotRow, streamSnapshots } from "#storage/videos/snapshot-stream.ts";
import type { TableSources } from "./export-tables.ts";

/** `at` is a word of SQL, which no column should have to be quoted for. */
const SAMPLED_AT = "sampledAt";

const COLUMNS = [
  columnOf<SnapshotRow>("snapshot", "videoId", ({ videoId }) => videoId, { telling: "videoId" }),
  columnOf<SnapshotRow>("snapshot", "at", ({ capturedAt }) => toIso(capturedAt), { name: SAMPLED_AT }),
  columnOf<SnapshotRow>("snapshot", "views", ({ views }) => views),
  columnOf<SnapshotRow>("snapshot", "likes", ({ likes }) => likes),
  columnOf<SnapshotRow>("snapshot", "comments", ({ comments }) => comments),
  columnOf<SnapshotRow>("snapshot", "source", ({ source }) => source),
];

/** Samples of videos as they were stored. */
export const snapshotTable = (
  query: z.infer<typeof videosExportQuery>,
  span: Span,
  { patient, clock }: TableSources,
): Table<SnapshotRow> => ({
  columns: COLUMNS,
  // What is sampled while the export runs is not part of it.
  parts: streamSnapshots(patient, questionOf(query, clock.now()), orderOf(query.sort), {
    from: span.from,
    to: span.to ?? clock.now(),
  }),
  jsonOf: ({ videoId, capturedAt, views, likes, comments, source }) => ({
    videoId,
    [SAMPLED_AT]: toIso(capturedAt),
    views,
    likes,
    comments,
    source,
  }),
  timeColumn: SAMPLED_AT,
  rowsAbout: null,
  coverage: coverageOfSamples(),
});

/** A video's samples come one after the other. */
function coverageOfSamples(): NonNullable<Table<SnapshotRow>["coverage"]> {
  const counts = { videos: 0, samples: 0, samplesFromFeeds: 0 };
  let last: string | null = null;
  return {
    look({ videoId, source }) {
      if (videoId !== last) counts.videos += 1;
      last = videoId;
      counts.samples += 1;
      if (source === "feed") counts.samplesFromFeeds += 1;
    },
    counts: () => ({ ...counts }),
  };
}
