import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useLocation, useSearchParams } from "wouter";
import { asCount } from "../format/numbers.ts";
import { Answered, Notice } from "../parts/notice.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { pages } from "../paths.ts";
import { FilterBar } from "./filter-bar.tsx";
import { useVideoPages } from "./use-video-pages.ts";
import { isFiltered, shownColumns, sortedBy, videosFile, videosQuestion } from "./video-filters.ts";
import { type TableHandle, VideoTable } from "./video-table.tsx";

const HOW = [
  ["performance", "performance"],
  ["outlier", "the outlier multiple"],
] as const;

/** The explorer: every video, by every filter and in every order that the API has. */
export function VideosPage() {
  const [params, setSearch] = useSearchParams();
  const setParams = useCallback((changed: URLSearchParams) => setSearch(changed, { replace: true }), [setSearch]);
  const { rows, approximate, hasNextPage, isFetchingNextPage, fetchNextPage, ...answer } = useVideoPages(params);
  const columns = useMemo(() => shownColumns(params), [params]);
  const search = useRef<HTMLInputElement>(null);
  const table = useRef<TableHandle>(null);
  const [chosen, choose] = useState(-1);
  const [, go] = useLocation();
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);

  const count = rows?.length ?? 0;
  const openAt = rows?.[chosen]?.id;
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const act = {
        "/": () => search.current?.focus(),
        j: () => table.current?.choose(Math.min(count - 1, chosen + 1)),
        k: () => table.current?.choose(Math.max(0, chosen - 1)),
        o: () => openAt !== undefined && go(pages.video(openAt)),
      }[event.key];
      if (!act || (count === 0 && event.key !== "/")) return;
      event.preventDefault();
      act();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [count, chosen, openAt, go]);

  return (
    <>
      <PageHead
        title="Videos"
        api={videosQuestion(params, null)}
        csv={videosFile("csv", params)}
        ndjson={videosFile("ndjson", params)}
        how={HOW}
      />
      <FilterBar params={params} setParams={setParams} search={search} />
      <Answered of={{ data: rows, error: answer.error, refetch: answer.refetch as never }} lines={24}>
        {(shown) =>
          shown.length === 0 ? (
            <Notice>
              {isFiltered(params)
                ? "No video passes these filters. A video without a value is left out where that value is bounded."
                : "No video is known yet: they show here as soon as a channel is tracked."}
            </Notice>
          ) : (
            <>
              <VideoTable
                rows={shown}
                shown={columns}
                sort={params.get("sort") ?? "-publishedAt"}
                onSort={(sort) => setParams(sortedBy(params, sort))}
                chosen={chosen}
                onChoose={choose}
                more={more}
                handle={table}
              />
              <p className="small" role="status">
                {asCount(count)} {hasNextPage ? "loaded; more come as you scroll" : "videos, all there are"}.
                {approximate ? " The order may change while samples come in." : ""} Keys: <kbd>/</kbd> words,{" "}
                <kbd>j</kbd> <kbd>k</kbd> next and previous, <kbd>o</kbd> open.
              </p>
            </>
          )
        }
      </Answered>
    </>
  );
}

/** Letters that somebody types into a field are no commands. */
const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
