import { NativeSelect, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Link, useSearchParams } from "wouter";
import type { ChannelItem } from "#api/channels/channel-contract.ts";
import { ask } from "../api/ask.ts";
import { asCount } from "../format/numbers.ts";
import { Answered, Notice } from "../parts/notice.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { wordsShown } from "../parts/typed-words.ts";
import { OF_THE_READER, questions } from "../paths.ts";
import { withParam } from "../reader.tsx";
import { AddChannels } from "./add-channels.tsx";
import { ChannelTable } from "./channel-table.tsx";

interface Page {
  readonly items: readonly ChannelItem[];
  readonly next: string | null;
}

const STATES = [
  { value: "", label: "tracked" },
  { value: "untracked", label: "not tracked" },
  { value: "all", label: "all" },
];
const REST_MS = 250;

/** What an address says of the page alone. */
const OURS = new Set([...OF_THE_READER, "add"]);

const ofTheApi = (params: URLSearchParams): URLSearchParams =>
  new URLSearchParams([...params].filter(([name, value]) => !OURS.has(name) && value !== ""));

/** The channels with their counters and medians. */
export function ChannelsPage() {
  const [params, setParams] = useSearchParams();
  const asked = ofTheApi(params);
  const isAdding = params.get("add") === "1";
  const set = (name: string, value: string) => setParams(withParam(params, name, value), { replace: true });
  const pages = useInfiniteQuery({
    queryKey: [questions.channels(asked), "pages"],
    queryFn: ({ pageParam, signal }) => {
      const page = new URLSearchParams(asked);
      page.set("limit", "100");
      if (pageParam !== null) page.set("cursor", pageParam);
      return ask<Page>(questions.channels(page), signal);
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
  });
  const rows = pages.data?.pages.flatMap(({ items }) => items);
  return (
    <>
      <PageHead
        title="Channels"
        api={questions.channels(asked)}
        csv={questions.channelsAs("csv", asked)}
        ndjson={questions.channelsAs("ndjson", asked)}
        how={[["performance", "the median of first hours"]]}
      >
        <Link
          className="button"
          href={isAdding ? `?${withParam(params, "add", "")}` : `?${withParam(params, "add", "1")}`}
        >
          {isAdding ? "Done adding" : "Add channels"}
        </Link>
      </PageHead>
      {isAdding ? <AddChannels /> : null}
      <search className="filters" aria-label="Filters">
        <Words asked={params.get("q") ?? ""} ask={(words) => set("q", words)} />
        <NativeSelect
          label="State"
          size="xs"
          data={STATES}
          value={params.get("state") ?? ""}
          onChange={(event) => set("state", event.currentTarget.value)}
        />
        <NativeSelect
          label="Trouble"
          size="xs"
          data={[
            { value: "", label: "either" },
            { value: "true", label: "with" },
            { value: "false", label: "without" },
          ]}
          value={params.get("trouble") ?? ""}
          onChange={(event) => set("trouble", event.currentTarget.value)}
        />
      </search>
      <Answered of={{ data: rows, error: pages.error, refetch: pages.refetch as never }} lines={16}>
        {(shown) =>
          shown.length === 0 ? (
            <Notice>
              {asked.size > 0
                ? "No channel passes these filters."
                : "No channel is tracked yet. Add the first above, or on the command line: viewcurve track @handle"}
            </Notice>
          ) : (
            <>
              <ChannelTable rows={shown} sort={params.get("sort") ?? "title"} onSort={(sort) => set("sort", sort)} />
              <p className="small">
                {asCount(shown.length)} {pages.hasNextPage ? "loaded. " : "channels, all there are."}
                {pages.hasNextPage ? (
                  <button
                    type="button"
                    className="button"
                    disabled={pages.isFetchingNextPage}
                    onClick={() => void pages.fetchNextPage()}
                  >
                    More
                  </button>
                ) : null}
              </p>
            </>
          )
        }
      </Answered>
    </>
  );
}

function Words({ asked, ask }: { readonly asked: string; readonly ask: (words: string) => void }) {
  const [text, setText] = useState(asked);
  useEffect(() => setText((typed) => wordsShown(typed, asked)), [asked]);
  const later = useDebouncedCallback((words: string) => ask(words.trim()), REST_MS);
  return (
    <TextInput
      type="search"
      label="Title or handle"
      size="xs"
      w={240}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        later(event.currentTarget.value);
      }}
    />
  );
}
