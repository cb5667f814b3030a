import { isoOrNull } from "#api/http/iso.ts";
import { toIso } from "#domain/iso-time.ts";
import type { Instant } from "#domain/time.ts";
import type { WatchId } from "#domain/watch.ts";
import { columnOf, type Table } from "#exports/table.ts";
import { listWatchIds } from "#storage/export-reads.ts";
import { type StoredPage, streamPages } from "#storage/watches/watch-runs.ts";
import type { TableSources } from "./export-tables.ts";

/** One video where a watch was shown it; a page that showed none is a row without a video. */
interface ShownRow {
  readonly watchId: WatchId;
  readonly page: StoredPage;
  readonly videoId: string | null;
  readonly rank: number | null;
}

const COLUMNS = [
  columnOf<ShownRow>("watch", "id", ({ watchId }) => watchId, { name: "watchId" }),
  columnOf<ShownRow>("watchRun", "runAt", ({ page }) => toIso(page.runAt)),
  columnOf<ShownRow>("watchRun", "page", ({ page }) => page.page),
  columnOf<ShownRow>("watchRun", "askedAt", ({ page }) => toIso(page.askedAt)),
  columnOf<ShownRow>("watchRun", "publishedAfter", ({ page }) => isoOrNull(page.publishedAfter)),
  columnOf<ShownRow>("watchRun", "publishedBefore", ({ page }) => isoOrNull(page.publishedBefore)),
  columnOf<ShownRow>("watchRun", "totalEstimate", ({ page }) => page.totalEstimate),
  columnOf<ShownRow>("watchVideo", "id", ({ videoId }) => videoId, { name: "videoId", telling: "videoId" }),
  columnOf<ShownRow>("watchVideo", "rank", ({ rank }) => rank),
];

interface RunQuery {
  readonly watch?: readonly WatchId[] | undefined;
  readonly from?: Instant | undefined;
  readonly to?: Instant | undefined;
}

/** What watches were answered, a row a video and page, the eldest run first. */
export function runTable({ watch, from, to }: RunQuery, { patient }: TableSources): Table<ShownRow> {
  async function* parts(): AsyncGenerator<readonly ShownRow[]> {
    for (const watchId of watch ?? (await listWatchIds(patient))) {
      for await (const page of streamPages(patient, watchId)) {
        if ((from !== undefined && page.runAt < from) || (to !== undefined && page.runAt >= to)) continue;
        if (page.videoIds.length === 0) yield [{ watchId, page, videoId: null, rank: null }];
        else yield page.videoIds.map((videoId, i) => ({ watchId, page, videoId, rank: page.firstRank + i }));
      }
    }
  }
  return {
    columns: COLUMNS,
    parts: parts(),
    jsonOf: (row) => Object.fromEntries(COLUMNS.map(({ name, cellOf }) => [name, cellOf(row)])),
    timeColumn: "runAt",
    rowsAbout: null,
    coverage: null,
  };
}
