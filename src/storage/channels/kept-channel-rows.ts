import { sql } from "kysely";
import { epochIndex } from "#domain/counting-epoch.ts";
import type { Db } from "#storage/database.ts";
import { ONE_PLAN } from "#storage/sql/prepared-statements.ts";
import {
  CHANNEL_COLUMNS,
  type ChannelRow,
  FORMAT_COLUMNS,
  type FormatRow,
  listOf,
  type OwnVideoRow,
  type VideoRow,
} from "#storage/videos/listed-videos.ts";

/** Some eight megabytes. Beyond, all are forgotten and read again as they come: a list by channel never gets there. */
const CHANNELS_MAX = 10_000;

interface Kept {
  readonly channel: ChannelRow;
  /** By format and counting epoch. */
  readonly formats: ReadonlyMap<string, FormatRow>;
}

const NO_FORMAT: FormatRow = { formatMedian: null, formatN: null };

/**
 * What channels say of their videos, kept while a list of very many videos is read: gathered for each video anew from
 * four tables, it took PostgreSQL twice the time of the videos themselves. It is as old as the list's reading at most.
 */
export class KeptChannelRows {
  readonly #kept = new Map<string, Kept>();

  /** The videos with what their channels say of them. */
  async beside(db: Db, videos: readonly OwnVideoRow[]): Promise<readonly VideoRow[]> {
    const wanted = new Set(videos.map(({ channelId }) => channelId));
    const known = new Map<string, Kept>();
    const missing: string[] = [];
    for (const id of wanted) {
      const kept = this.#kept.get(id);
      if (kept) known.set(id, kept);
      else missing.push(id);
    }
    if (missing.length > 0) {
      if (this.#kept.size + missing.length > CHANNELS_MAX) this.#kept.clear();
      for (const [id, kept] of await readKept(db, missing)) {
        known.set(id, kept);
        this.#kept.set(id, kept);
      }
    }
    return videos.map((video) => {
      const { channel, formats } = known.get(video.channelId) as Kept;
      return completed(video, channel, formats.get(formatOf(video)) ?? NO_FORMAT);
    });
  }
}

/** Field by field: `Object.assign` took as long as reading the row. */
function completed(video: OwnVideoRow, channel: ChannelRow, format: FormatRow): VideoRow {
  const row = video as { -readonly [Field in keyof VideoRow]: VideoRow[Field] };
  row.channelTitle = channel.channelTitle;
  row.channelState = channel.channelState;
  row.medianInForce = channel.medianInForce;
  row.firstHourN = channel.firstHourN;
  row.medianFirstHour = channel.medianFirstHour;
  row.medianMature = channel.medianMature;
  row.matureN = channel.matureN;
  row.scoresComputedAt = channel.scoresComputedAt;
  row.backfillState = channel.backfillState;
  row.formatMedian = format.formatMedian;
  row.formatN = format.formatN;
  return row;
}

const formatOf = ({ format, startAt }: OwnVideoRow): string =>
  startAt === null ? "" : formatKey(format, epochIndex(format, startAt));

const formatKey = (format: string, epoch: number): string => `${format} ${epoch}`;

async function readKept(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, Kept>> {
  const [channels, formats] = await Promise.all([
    sql<ChannelRow & { id: string }>`
      select ${ONE_PLAN} c.id, ${listOf(CHANNEL_COLUMNS)}
      from unnest(${[...ids]}::text[]) c(id)
      left join channel ch on ch.id = c.id
      left join channel_score s on s.channel_id = c.id
      left join task t on t.kind = 'backfill' and t.subject = c.id`.execute(db),
    sql<FormatRow & { id: string; format: string; epoch: number }>`
      select ${ONE_PLAN} f.channel_id as id, f.format, f.epoch, ${listOf(FORMAT_COLUMNS)}
      from channel_format_score f where f.channel_id = any(${[...ids]}::text[])`.execute(db),
  ]);
  const byChannel = new Map<string, Map<string, FormatRow>>();
  for (const { id, format, epoch, ...row } of formats.rows) {
    const rows = byChannel.get(id) ?? new Map<string, FormatRow>();
    byChannel.set(id, rows.set(formatKey(format, epoch), row));
  }
  return new Map(channels.rows.map(({ id, ...channel }) => [id, { channel, formats: byChannel.get(id) ?? new Map() }]));
}
