import type { ChannelId } from "#domain/channel.ts";
import { MILESTONE_AGES } from "#domain/milestone.ts";
import { IDS_PER_CALL } from "#domain/quota.ts";
import type { Instant } from "#domain/time.ts";
import type { TrackedVideo } from "#domain/tracked.ts";
import type { VideoId } from "#domain/video.ts";
import { DueQueue } from "#planning/due-queue.ts";
import type { WorthSpan } from "#planning/sampling/sample-index.ts";
import { Awaiting } from "./awaiting.ts";
import { Newest } from "./newest.ts";
import { Shortlist } from "./shortlist.ts";
import { SlotPlaces } from "./slot-places.ts";
import { clearRow, columnsOf, isSampled, readRow, type VideoColumns, writeRow } from "./video-columns.ts";

/**
 * The videos as planning reads them: their rows in flat arrays by slot, and what finds the few that a plan is about. All
 * of it follows from the rows. Which slot a video has depends on history, so no decision may.
 */
export interface VideoTable {
  readonly slotOf: Map<VideoId, number>;
  /** By slot; `null` where the slot is free. */
  readonly ids: (VideoId | null)[];
  readonly free: number[];
  columns: VideoColumns;
  /** The names of channels, and where each stands. A name outlives its videos: there are few. */
  readonly channels: ChannelId[];
  readonly channelOf: Map<ChannelId, number>;
  /** For each milestone the slots that may be sampled for it yet. */
  readonly awaiting: readonly Awaiting[];
  /** By when they are to be described: for renewal, and for any other reason. */
  readonly refreshes: DueQueue<number>;
  readonly urgent: DueQueue<number>;
  /** The samples that were not a video's first: descriptions bring first samples, so these follow the sampling calls. */
  readonly resamples: Newest;
  readonly worthiest: Shortlist<WorthSpan>;
  /** The same for instants ahead: bounds that reach far are loose, and would make every choice of now a long one. */
  readonly worthiestAhead: Shortlist<WorthSpan>;
  readonly stalest: Shortlist<VideoTable>;
}

/** Columns that are full grow by so much: half a million videos leave less than a fifth unused. */
const GROWTH = 1.25;

/** A list of the best is made for so many calls at least: two of them may follow at once. */
const CALLS_LISTED = 4;

/** A table of no videos yet: loaded page by page with `loadVideos`, and ready after `settleLoad`. */
export function emptyTable(): VideoTable {
  const slotOf = new Map<VideoId, number>();
  const ids: (VideoId | null)[] = [];
  const idOf = (slot: number): VideoId => idIn(ids, slot);
  const table: VideoTable = {
    slotOf,
    ids,
    free: [],
    columns: columnsOf(64),
    channels: [],
    channelOf: new Map(),
    awaiting: MILESTONE_AGES.map(
      (age) => new Awaiting(age, { startOf: (slot) => table.columns.startAt[slot] ?? 0, idOf }, () => table.columns),
    ),
    refreshes: new DueQueue(idOf, new SlotPlaces()),
    urgent: new DueQueue(idOf, new SlotPlaces()),
    resamples: new Newest(),
    worthiest: new Shortlist(CALLS_LISTED * IDS_PER_CALL),
    worthiestAhead: new Shortlist(CALLS_LISTED * IDS_PER_CALL),
    stalest: new Shortlist(CALLS_LISTED * IDS_PER_CALL),
  };
  return table;
}

/** Takes rows in that the table does not have, before it is first used; gone videos are left out. */
export function loadVideos(table: VideoTable, rows: Iterable<TrackedVideo>): void {
  for (const row of rows) {
    if (row.goneAt !== null) continue;
    const slot = slotFor(table, row.id);
    writeRow(table.columns, slot, row, channelIndex(table, row.channelId));
    queue(table, slot, row);
  }
}

/** Orders what was loaded: sorting once is faster than keeping order row by row. */
export function settleLoad(table: VideoTable): void {
  for (const awaiting of table.awaiting) awaiting.rebuild();
}

export function videoOf(table: VideoTable, id: VideoId): TrackedVideo | null {
  const slot = table.slotOf.get(id);
  return slot === undefined ? null : rowAt(table, slot);
}

/** The id in a slot that is known to be taken. */
export const idAt = (table: VideoTable, slot: number): VideoId => idIn(table.ids, slot);

/** The row in a slot that is known to be taken, made anew. */
export function rowAt(table: VideoTable, slot: number): TrackedVideo {
  const channelId = table.channels[table.columns.channel[slot] ?? 0] as ChannelId;
  return readRow(table.columns, slot, idAt(table, slot), channelId);
}

/** The slots of all videos whose channel is among these. */
export function slotsOfChannels(table: VideoTable, channels: Iterable<ChannelId>): number[] {
  const wanted = new Set<number | undefined>([...channels].map((id) => table.channelOf.get(id)));
  const slots: number[] = [];
  for (const slot of table.slotOf.values()) if (wanted.has(table.columns.channel[slot])) slots.push(slot);
  return slots;
}

/** Puts a row in the place of the one with its id; a gone one leaves the table. Changes the table. */
export function putVideo(table: VideoTable, row: TrackedVideo): void {
  if (row.goneAt !== null) {
    dropVideo(table, row.id);
    return;
  }
  const known = table.slotOf.get(row.id);
  const slot = known ?? slotFor(table, row.id);
  // The lists are ordered by the columns, so a slot leaves them before its columns change.
  const stay = known !== undefined && Object.is(table.columns.startAt[slot], row.startAt ?? Number.NaN);
  if (known !== undefined) {
    table.resamples.remove(resampledAt(table.columns, slot));
    if (!stay) for (const awaiting of table.awaiting) awaiting.leave(slot);
  }
  const before = table.awaiting.map((awaiting) => stay && awaiting.holds(slot));
  writeRow(table.columns, slot, row, channelIndex(table, row.channelId));
  for (const [m, awaiting] of table.awaiting.entries()) awaiting.follow(slot, before[m] ?? false);
  queue(table, slot, row);
  table.worthiest.touch(slot);
  table.worthiestAhead.touch(slot);
  table.stalest.touch(slot);
}

/** Forgets a video. Changes the table. */
export function dropVideo(table: VideoTable, id: VideoId): void {
  const slot = table.slotOf.get(id);
  if (slot === undefined) return;
  for (const awaiting of table.awaiting) awaiting.leave(slot);
  table.refreshes.set(slot, null);
  table.urgent.set(slot, null);
  table.resamples.remove(resampledAt(table.columns, slot));
  table.worthiest.touch(slot);
  table.worthiestAhead.touch(slot);
  table.stalest.touch(slot);
  table.slotOf.delete(id);
  table.ids[slot] = null;
  table.free.push(slot);
  clearRow(table.columns, slot);
}

/** When the last call went out that sampled anything a second time; `null` when none has. */
export function lastResampledAt(table: VideoTable): Instant | null {
  const { columns } = table;
  const newest = table.resamples.newest(() => table.ids.map((_, slot) => resampledAt(columns, slot)));
  return newest as Instant | null;
}

/** When a video was last sampled, if not for the first time; else NaN. */
const resampledAt = (columns: VideoColumns, slot: number): number =>
  isSampled(columns, slot) && !Number.isNaN(columns.previousAt[slot] ?? Number.NaN)
    ? (columns.lastAt[slot] ?? Number.NaN)
    : Number.NaN;

function queue(table: VideoTable, slot: number, row: TrackedVideo): void {
  const renewal = row.describeWhy === "refresh";
  table.refreshes.set(slot, renewal ? row.describeAt : null);
  table.urgent.set(slot, renewal ? null : row.describeAt);
  table.resamples.add(resampledAt(table.columns, slot));
}

function slotFor(table: VideoTable, id: VideoId): number {
  const slot = table.free.pop() ?? table.ids.length;
  const { length } = table.columns.startAt;
  if (slot >= length) table.columns = columnsOf(Math.ceil(length * GROWTH), table.columns);
  table.ids[slot] = id;
  table.slotOf.set(id, slot);
  return slot;
}

function channelIndex(table: VideoTable, id: ChannelId): number {
  const known = table.channelOf.get(id);
  if (known !== undefined) return known;
  table.channelOf.set(id, table.channels.length);
  return table.channels.push(id) - 1;
}

function idIn(ids: readonly (VideoId | null)[], slot: number): VideoId {
  const id = ids[slot];
  if (!id) throw new Error(`slot ${slot} holds no video`);
  return id;
}
