import { useThrottledCallback } from "@mantine/hooks";
import { useEffect, useMemo, useRef, useState } from "react";
import { useSearchParams } from "wouter";
import { paramsNow } from "../parts/params-now.ts";
import { pages } from "../paths.ts";
import { withParam } from "../reader.tsx";
import type { VideoRow } from "./video-columns.ts";

/** Browsers refuse an address that changes a hundred times in half a minute, and a held key changes it faster. */
const PACE_MS = 400;

const ROW = "row";

/**
 * Which row is chosen, by its place; -1 = none of those that are there. The address names its video, so that the choice stays
 * where the order changes and goes where it is sent. `reveal` is told once of a row that the address named from the start.
 */
export function useChosenRow(
  rows: readonly VideoRow[] | undefined,
  reveal: (row: number) => void,
): readonly [chosen: number, choose: (row: number) => void] {
  const [params, setParams] = useSearchParams();
  const [id, setId] = useState(() => params.get(ROW));
  const write = useThrottledCallback((chosen: string) => {
    // The last of many may come due when the page has been left.
    if (location.pathname === pages.videos) setParams(withParam(paramsNow(), ROW, chosen), { replace: true });
  }, PACE_MS);
  const chosen = useMemo(() => (id === null ? -1 : (rows?.findIndex((row) => row.id === id) ?? -1)), [rows, id]);
  const wasRevealed = useRef(id === null);
  useEffect(() => {
    if (wasRevealed.current || chosen < 0) return;
    wasRevealed.current = true;
    reveal(chosen);
  }, [chosen, reveal]);
  const choose = (row: number): void => {
    const video = rows?.[row];
    if (!video || video.id === id) return;
    wasRevealed.current = true;
    setId(video.id);
    write(video.id);
  };
  return [chosen, choose];
}
