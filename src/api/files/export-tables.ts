import type { InsightDesk } from "#analysis/insight-desk.ts";
import type { Clock } from "#clock.ts";
import type { Table } from "#exports/table.ts";
import type { Db } from "#storage/database.ts";
import { channelTable } from "./export-channels.ts";
import type { ExportFilter } from "./export-filter.ts";
import { keywordTable } from "./export-keywords.ts";
import { runTable } from "./export-runs.ts";
import { snapshotTable } from "./export-snapshots.ts";
import { videoTable } from "./export-videos.ts";

/** What the rows of exports come from. */
export interface TableSources {
  /** The database for what takes its time. */
  readonly patient: Db;
  readonly clock: Clock;
  /** Where words are found; `null` = not here. */
  readonly desk: InsightDesk | null;
  /** `ApiDependencies.performancePool` */
  readonly performancePool: number;
  /** Ends what waits. */
  readonly signal?: AbortSignal;
}

/** The rows that a filter means, as their table. */
export async function tableOf(filter: ExportFilter, sources: TableSources): Promise<Table<object>> {
  switch (filter.dataset) {
    case "videos":
      return asAny(await videoTable(filter.query, sources));
    case "snapshots":
      return asAny(snapshotTable(filter.query, filter.span, sources));
    case "channels":
      return asAny(await channelTable(filter.query, sources));
    case "watch-runs":
      return asAny(runTable(filter.query, sources));
    case "keywords":
      return asAny(await keywordTable(filter.query, sources));
  }
}

/** Whoever writes a table gives its own rows back to it, and looks into none. */
const asAny = <Row>(table: Table<Row>): Table<object> => table as unknown as Table<object>;
