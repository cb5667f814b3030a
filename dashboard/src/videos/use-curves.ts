import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import type { VideoCurves } from "#api/videos/video-curves-contract.ts";
import { askWith } from "../api/ask.ts";
import { questions } from "../paths.ts";
import type { VideoRow } from "./video-columns.ts";

/** As many as the API answers at once, and as a page of the list has. */
const BATCH = 100;

/** What a month looks like changes by the hour. */
const FRESH_MS = 10 * 60_000;

export type RowCurve = VideoCurves["items"][number];

/** The last thirty days of the rows from one place to another, asked for page by page as they come into sight. */
export function useCurves(rows: readonly VideoRow[], from: number, to: number, enabled: boolean) {
  const [first, last] = [Math.floor(from / BATCH), Math.floor(Math.max(from, to - 1) / BATCH)];
  const batches = useMemo(
    () =>
      Array.from({ length: last - first + 1 }, (_, n) =>
        rows.slice((first + n) * BATCH, (first + n + 1) * BATCH).map(({ id }) => id),
      ).filter((ids) => ids.length > 0),
    [rows, first, last],
  );
  const answers = useQueries({
    queries: batches.map((ids) => ({
      queryKey: [questions.curves, ids],
      queryFn: ({ signal }) => askWith<VideoCurves>(questions.curves, { ids }, signal),
      staleTime: FRESH_MS,
      enabled,
    })),
    combine: (all) => all.map(({ data }) => data),
  });
  return useMemo(
    () => new Map(answers.flatMap((answer) => (answer ? answer.items.map((curve) => [curve.id, curve] as const) : []))),
    [answers],
  );
}
