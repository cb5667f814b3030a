import { useCallback, useMemo, useRef } from "react";
import { useLocation, useSearchParams } from "wouter";
import { asCount } from "../format/numbers.ts";
import { Answered, Notice } from "../parts/notice.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { asLookedAt, paramsNow } from "../parts/params-now.ts";
import { pages } from "../paths.ts";
import { FacetBar } from "./facet-bar.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { KeysHelp, type KeysHelpHandle } from "./keys-help.tsx";
import { useChosenRow } from "./use-chosen-row.ts";
import { useVideoKeys } from "./use-video-keys.ts";
import { useVideoPages } from "./use-video-pages.ts";
import { isFiltered, shownColumns, sortedBy, videosFile, videosQuestion, withAll } from "./video-filters.ts";
import { type TableHandle, VideoTable } from "./video-table.tsx";

const HOW = [
  ["performance", "performance"],
  ["outlier", "the outlier multiple"],
] as const;

/** The explorer: every video, by every filter and in every order that the API has. */
export function VideosPage() {
  const [params, setSearch] = useSearchParams();
  const setParams = useCallback(
    (changed: URLSearchParams) => setSearch(asLookedAt(paramsNow(), changed), { replace: true }),
    [setSearch],
  );
  const { rows, approximate, hasNextPage, isFetchingNextPage, fetchNextPage, isPlaceholderData, ...answer } =
    useVideoPages(params);
  const columns = useMemo(() => shownColumns(params), [params]);
  const search = useRef<HTMLInputElement>(null);
  const table = useRef<TableHandle>(null);
  const help = useRef<KeysHelpHandle>(null);
  const reveal = useCallback((row: number) => table.current?.reveal(row), []);
  const [chosen, chooseRow] = useChosenRow(rows, reveal);
  // Rows are drawn anew only when something of theirs has changed: this must not.
  const latest = useRef(chooseRow);
  latest.current = chooseRow;
  const choose = useCallback((row: number) => latest.current(row), []);
  const [, go] = useLocation();
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);

  const count = rows?.length ?? 0;
  const openAt = rows?.[chosen]?.id;
  useVideoKeys({
    words: () => search.current?.focus(),
    step: (by) => count > 0 && table.current?.choose(Math.min(count - 1, Math.max(0, chosen + by))),
    open: () => openAt !== undefined && go(pages.video(openAt)),
    within: (age) => setParams(withAll(params, "age", params.get("age") === age ? [] : [age])),
    help: () => help.current?.open(),
  });

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
      {params.get("facets") === "0" ? null : (
        // The rows are what is waited for: what they are like is asked when they are there.
        <FacetBar params={params} setParams={setParams} enabled={rows !== undefined && !isPlaceholderData} />
      )}
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
                {approximate ? " The order may change while samples come in." : ""}{" "}
                <button type="button" className="link" onClick={() => help.current?.open()}>
                  Keys
                </button>
              </p>
            </>
          )
        }
      </Answered>
      <KeysHelp handle={help} />
    </>
  );
}
