import type { SnapshotSource } from "#domain/snapshot.ts";
import { type Duration, type Instant, minutes } from "#domain/time.ts";
import type { Learned, TrackedVideo } from "#domain/tracked.ts";

/*
 * How often a counter is renewed, by the method that reads it. YouTube does not say. Where samples lie minutes apart, as the
 * dense panel's do, and a counter should have moved by several views between two of them but did not, it was not renewed.
 */

type Source = Exclude<SnapshotSource, "feed" | "import">;

const SOURCES: readonly Source[] = ["batch", "list"];

/** Samples further apart say nothing about minutes. */
const NEAR: Duration = minutes(5);

/** Growth by so many views that standing still by chance is out of the question (e^−8). */
const SURE_GROWTH = 8;

/** Whether the counter moved between two near samples though it should have; `null` where nothing can be said. */
export function hasMoved(row: TrackedVideo, sample: { readonly at: Instant; readonly views: number }): boolean | null {
  const { last, previous } = row;
  if (last?.views == null || previous?.views == null) return null;
  const gap = sample.at - last.at;
  const before = last.at - previous.at;
  if (gap <= 0 || gap > NEAR || before <= 0) return null;
  return ((last.views - previous.views) / before) * gap < SURE_GROWTH ? null : sample.views !== last.views;
}

/** The learned row that counts these pairs of samples. */
export function learnMoves(
  learned: ReadonlyMap<string, Learned["values"]>,
  source: Source,
  moves: readonly boolean[],
): Learned[] {
  if (moves.length === 0) return [];
  const [pairs = 0, stuck = 0] = learned.get(subjectOf(source)) ?? [];
  return [
    { subject: subjectOf(source), values: [pairs + moves.length, stuck + moves.filter((moved) => !moved).length] },
  ];
}

/** What near samples say of a method. */
export interface PanelFinding {
  readonly source: Source;
  /** How many pairs of samples at most 5 min apart, between which the counter should have moved. */
  readonly pairs: number;
  /** The share of them in which it stood still: 0 = renewed at least every few minutes. `null` without pairs. */
  readonly stuckShare: number | null;
}

/** What is known of both methods so far. */
export const panelFindings = (learned: ReadonlyMap<string, Learned["values"]>): PanelFinding[] =>
  SOURCES.map((source) => {
    const [pairs = 0, stuck = 0] = learned.get(subjectOf(source)) ?? [];
    return { source, pairs, stuckShare: pairs > 0 ? stuck / pairs : null };
  });

const subjectOf = (source: Source): string => `renewal:${source}`;
