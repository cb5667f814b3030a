import { warpedAge } from "#domain/curve.ts";
import { MILESTONE_AGES } from "#domain/milestone.ts";
import type { Duration, Instant } from "#domain/time.ts";
import type { TrackedVideo } from "#domain/tracked.ts";
import type { VideoId } from "#domain/video.ts";

/**
 * The videos as planning reads them: a row each, and the few numbers that every plan scans, in flat arrays by slot. All
 * of it follows from the rows. Which slot a video has depends on history, so no decision may.
 */
export interface VideoTable {
  readonly slotOf: Map<VideoId, number>;
  readonly rows: (TrackedVideo | null)[];
  readonly free: number[];
  columns: Columns;
  /** For each milestone the slots not sampled since that age, by rising start, then id. */
  readonly awaiting: readonly number[][];
}

interface Columns {
  /** NaN where the start is unknown, so that every comparison with it fails. */
  readonly startAt: Float64Array;
  /** The last sample, or the start where there is none. */
  readonly lastAt: Float64Array;
  /** ln(age of the last sample in minutes + 10). */
  readonly warpedLast: Float64Array;
  /** 0 while the video is missing: it is not worth a place in a call. */
  readonly weight: Float64Array;
  /** Infinity where it is not to be described. */
  readonly describeAt: Float64Array;
  /** The last sample that was not the first: descriptions bring first samples, so this follows the sampling calls. */
  readonly resampledAt: Float64Array;
}

const NAMES = ["startAt", "lastAt", "warpedLast", "weight", "describeAt", "resampledAt"] as const;

function columnsOf(length: number, old?: Columns): Columns {
  const made = {} as Record<(typeof NAMES)[number], Float64Array>;
  for (const name of NAMES) {
    made[name] = new Float64Array(length);
    if (old) made[name].set(old[name]);
  }
  return made;
}

/** A table of these rows; gone videos are left out. */
export function videoTable(rows: readonly TrackedVideo[]): VideoTable {
  const table: VideoTable = {
    slotOf: new Map(),
    rows: [],
    free: [],
    columns: columnsOf(Math.max(64, rows.length * 2)),
    awaiting: MILESTONE_AGES.map(() => []),
  };
  for (const row of rows) {
    if (row.goneAt !== null) continue;
    const slot = slotFor(table, row.id);
    write(table, slot, row);
    for (const [m, list] of table.awaiting.entries()) if (awaits(row, m)) list.push(slot);
  }
  for (const list of table.awaiting) list.sort((a, b) => compareStarts(table, a, b));
  return table;
}

export function videoOf(table: VideoTable, id: VideoId): TrackedVideo | null {
  const slot = table.slotOf.get(id);
  return slot === undefined ? null : (table.rows[slot] ?? null);
}

/** The row in a slot that is known to be taken. */
export function rowAt(table: VideoTable, slot: number): TrackedVideo {
  const row = table.rows[slot];
  if (!row) throw new Error(`slot ${slot} holds no video`);
  return row;
}

/** Puts a row in the place of the one with its id; a gone one leaves the table. Changes the table. */
export function putVideo(table: VideoTable, row: TrackedVideo): void {
  const old = videoOf(table, row.id);
  if (row.goneAt !== null) {
    if (old) dropVideo(table, row.id);
    return;
  }
  const slot = slotFor(table, row.id);
  const moved = old !== null && old.startAt !== row.startAt;
  const leaves = table.awaiting.map((_, m) => old !== null && awaits(old, m) && (moved || !awaits(row, m)));
  // The lists are ordered by the columns, so a slot is taken out before and put in after its columns change.
  for (const [m, list] of table.awaiting.entries()) if (leaves[m]) list.splice(placeIn(table, list, slot), 1);
  write(table, slot, row);
  for (const [m, list] of table.awaiting.entries()) {
    const stayed = old !== null && awaits(old, m) && !leaves[m];
    if (!stayed && awaits(row, m)) list.splice(placeIn(table, list, slot), 0, slot);
  }
}

/** Forgets a video. Changes the table. */
export function dropVideo(table: VideoTable, id: VideoId): void {
  const slot = table.slotOf.get(id);
  if (slot === undefined) return;
  const row = rowAt(table, slot);
  for (const [m, list] of table.awaiting.entries()) if (awaits(row, m)) list.splice(placeIn(table, list, slot), 1);
  table.slotOf.delete(id);
  table.rows[slot] = null;
  table.free.push(slot);
  const { startAt, describeAt, resampledAt, weight } = table.columns;
  startAt[slot] = Number.NaN;
  describeAt[slot] = Number.POSITIVE_INFINITY;
  resampledAt[slot] = Number.NEGATIVE_INFINITY;
  weight[slot] = 0;
}

/** The first place in a list of slots whose start is not before `startAt`. */
export function firstStartingFrom(table: VideoTable, list: readonly number[], startAt: number): number {
  return lowerBound(list, (slot) => (table.columns.startAt[slot] ?? 0) < startAt);
}

/** When the last call went out that sampled anything a second time; `null` when none has. */
export function lastResampledAt(table: VideoTable): Instant | null {
  let newest = Number.NEGATIVE_INFINITY;
  const { resampledAt } = table.columns;
  for (let slot = 0; slot < table.rows.length; slot++) newest = Math.max(newest, resampledAt[slot] ?? newest);
  return Number.isFinite(newest) ? (newest as Instant) : null;
}

/** Whether no sample was taken at or after this milestone's age. */
function awaits(row: TrackedVideo, milestone: number): boolean {
  if (row.startAt === null || row.goneAt !== null) return false;
  return row.last === null || row.last.at < row.startAt + (MILESTONE_AGES[milestone] ?? 0);
}

function slotFor(table: VideoTable, id: VideoId): number {
  const known = table.slotOf.get(id);
  if (known !== undefined) return known;
  const slot = table.free.pop() ?? table.rows.length;
  if (slot === table.rows.length) table.rows.push(null);
  if (slot >= table.columns.startAt.length) table.columns = columnsOf(slot * 2, table.columns);
  table.slotOf.set(id, slot);
  return slot;
}

function write(table: VideoTable, slot: number, row: TrackedVideo): void {
  table.rows[slot] = row;
  const { startAt, lastAt, warpedLast, weight, describeAt, resampledAt } = table.columns;
  const last = row.last?.at ?? row.startAt;
  startAt[slot] = row.startAt ?? Number.NaN;
  lastAt[slot] = last ?? Number.NEGATIVE_INFINITY;
  warpedLast[slot] = warpedAge(Math.max(0, (last ?? 0) - (row.startAt ?? 0)) as Duration);
  weight[slot] = row.missingSince === null ? row.weight : 0;
  describeAt[slot] = row.describeAt ?? Number.POSITIVE_INFINITY;
  resampledAt[slot] = row.last && row.previous ? row.last.at : Number.NEGATIVE_INFINITY;
}

function compareStarts(table: VideoTable, a: number, b: number): number {
  const { startAt } = table.columns;
  const difference = (startAt[a] ?? 0) - (startAt[b] ?? 0);
  if (difference !== 0) return difference;
  const [idA, idB] = [rowAt(table, a).id, rowAt(table, b).id];
  return idA < idB ? -1 : idA > idB ? 1 : 0;
}

const placeIn = (table: VideoTable, list: readonly number[], slot: number): number =>
  lowerBound(list, (other) => compareStarts(table, other, slot) < 0);

function lowerBound(list: readonly number[], isBefore: (slot: number) => boolean): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(list[middle] ?? 0)) low = middle + 1;
    else high = middle;
  }
  return low;
}
