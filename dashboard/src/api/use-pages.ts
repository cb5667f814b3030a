import { useInfiniteQuery } from "@tanstack/react-query";
import { ask } from "./ask.ts";

interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

/** A list that is read page by page: the rows so far, and how to have more of them. */
export function usePages<Item>(questionOf: (params: URLSearchParams) => string, params: URLSearchParams) {
  const pages = useInfiniteQuery({
    queryKey: [questionOf(params), "pages"],
    queryFn: ({ pageParam, signal }) => {
      const page = new URLSearchParams(params);
      if (pageParam !== null) page.set("cursor", pageParam);
      return ask<Page<Item>>(questionOf(page), signal);
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
  });
  const { error, hasNextPage, isFetchingNextPage } = pages;
  return {
    of: { data: pages.data?.pages.flatMap(({ items }) => items), error, refetch: pages.refetch as never },
    hasMore: hasNextPage,
    isAsking: isFetchingNextPage,
    more: () => void pages.fetchNextPage(),
  };
}
