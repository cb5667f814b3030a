import type { ExportFormat } from "#api/files/export-stream.ts";
import type { Instant } from "#domain/time.ts";
import { csvLine } from "#exports/csv.ts";
import { KeptChannelRows } from "#storage/channels/kept-channel-rows.ts";
import type { Db } from "#storage/database.ts";
import { readOwnRows } from "#storage/videos/listed-videos.ts";
import { videoItemOf } from "./video-answer.ts";
import { pickFields, type VideoFields, videoColumns } from "./video-fields.ts";

/** A part of an export that is to be written. */
export interface LinesTask {
  /** Which export it is a part of: what channels say is read once for each. */
  readonly list: string;
  readonly ids: readonly string[];
  readonly format: ExportFormat;
  readonly fields: VideoFields;
  readonly now: Instant;
  /** `videoItemOf` */
  readonly pool: number;
}

/** Where the lines of exports are written: in a thread of their own (`lines-pool.ts`), or, in tests, at once. */
export interface LineDesk {
  /** The lines of some videos, in the order of their ids, in UTF-8. */
  write(task: LinesTask): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** A buffer's memory may be shared with others: these bytes have theirs to themselves, and can be handed to another thread. */
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Exports whose channels are remembered. Of more at once each forgets the others', and reads its own again. */
const LISTS_MAX = 2;

/** A desk that works where it is asked. */
export function inlineLines(db: Db): LineDesk {
  const kept = new Map<string, KeptChannelRows>();
  return {
    async write({ list, ids, format, fields, now, pool }) {
      const channels = kept.get(list) ?? new KeptChannelRows();
      if (!kept.has(list) && kept.size >= LISTS_MAX) kept.clear();
      kept.set(list, channels);
      const rows = await channels.beside(db, await readOwnRows(db, ids));
      const items = rows.map((row) => videoItemOf(row, pool, now));
      if (format === "ndjson") {
        const lines = pickFields(fields, items).map((item) => `${JSON.stringify(item)}\n`);
        return bytesOf(lines.join(""));
      }
      const cells = videoColumns(fields).map(({ cellOf }) => cellOf);
      return bytesOf(items.map((item) => csvLine(cells.map((cell) => cell(item)))).join(""));
    },
    close: async () => undefined,
  };
}
