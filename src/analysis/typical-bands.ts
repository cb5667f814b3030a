import type { InsightScope, Window } from "#domain/insight-scope.ts";
import type { Format } from "#domain/video.ts";
import { type Band, typicalBands } from "#insights/typical.ts";
import type { Db } from "#storage/database.ts";
import { readScopeCurves } from "#storage/insights/scope-curves.ts";

/** What is usual for the last videos of a scope and format. */
export interface FormatBands {
  readonly format: Format;
  /** Videos whose curves were compared, and of how many channels they are. */
  readonly videos: number;
  readonly channels: number;
  readonly bands: readonly Band[];
}

/** Ten channels' last videos; more would say what was usual long ago. */
const VIDEOS_MAX = 300;

/** The bands of views at fixed ages (docs/formulas/typical.md), a format each, of a scope's last videos that were published within a window. */
export async function typicalBandsOf(db: Db, scope: InsightScope, window: Window): Promise<readonly FormatBands[]> {
  const curves = await readScopeCurves(db, scope, window, VIDEOS_MAX);
  return [...Map.groupBy(curves, ({ format }) => format)]
    .map(([format, own]) => ({
      format,
      videos: own.length,
      channels: new Set(own.map(({ channelId }) => channelId)).size,
      bands: typicalBands(own.map(({ curve }) => curve)),
    }))
    .toSorted((a, b) => b.videos - a.videos || (a.format < b.format ? -1 : 1));
}
