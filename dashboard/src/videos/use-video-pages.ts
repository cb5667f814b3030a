import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { ask } from "../api/ask.ts";
import type { VideoRow } from "./video-columns.ts";
import { videosQuestion } from "./video-filters.ts";

interface VideoPage {
  readonly items: readonly VideoRow[];
  readonly next: string | null;
  readonly approximate: boolean;
}

/** The rows that an address asks for, page after page. While another question is answered, the last rows stay. */
export function useVideoPages(params: URLSearchParams) {
  const query = useInfiniteQuery({
    queryKey: [videosQuestion(params, null), "pages"],
    queryFn: ({ pageParam, signal }) => ask<VideoPage>(videosQuestion(params, pageParam), signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
  });
  const { data } = query;
  const rows = useMemo(() => data?.pages.flatMap(({ items }) => items), [data]);
  return { ...query, rows, approximate: data?.pages[0]?.approximate ?? false };
}
