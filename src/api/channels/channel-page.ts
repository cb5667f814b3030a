import type { FastifyReply, FastifyRequest } from "fastify";
import { newestIso } from "#api/http/iso.ts";
import type { WantedFields } from "#api/http/item-fields.ts";
import { numberedPage, type Paging } from "#api/http/page-query.ts";
import { cutPage, pageStart } from "#api/http/paging.ts";
import { sortParts } from "#api/http/params.ts";
import { csvLine } from "#exports/csv.ts";
import {
  CHANNEL_SORTS,
  type ChannelFilter,
  type ChannelSort,
  countChannels,
  listChannels,
} from "#storage/channels/channel-list.ts";
import type { ChannelRow } from "#storage/channels/channel-reads.ts";
import type { Db } from "#storage/database.ts";
import type { Position } from "#storage/sql/keyset.ts";
import { channelItemOf } from "./channel-answer.ts";
import { CHANNEL_FIELDS } from "./channel-params.ts";

const STEADY_SORTS: readonly string[] = ["title", "trackedSince", "publishedAt", "weight"];

/** Channels with their order and the fields wanted of each. `pool` is the fewest first hours a median is taken over. */
interface Wanted {
  readonly filter: ChannelFilter;
  readonly fields: WantedFields;
  readonly pool: number;
}

type SortText = ChannelSort | `-${ChannelSort}`;

/** A page of channels, by cursor or by number, with where the next one continues. */
export async function channelPageOf(
  db: Db,
  { filter, fields, pool }: Wanted,
  query: Paging & { readonly sort: SortText; readonly fields?: string | undefined },
  http: { readonly request: FastifyRequest; readonly reply: FastifyReply },
) {
  const { page: _, pageSize: __, fields: ___, ...walk } = query;
  const { sort, descending } = sortParts<ChannelSort>(query.sort);
  const start = pageStart(walk, CHANNEL_SORTS[sort].kind);
  if (start.kind === "refused") return start;
  const numbered = numberedPage(query);
  const limit = numbered?.pageSize ?? query.limit;
  const [found, total] = await Promise.all([
    listChannels(db, filter, { sort, descending, after: start.after, limit: limit + 1, skip: numbered?.skip ?? 0 }),
    numbered && countChannels(db, filter),
  ]);
  const { rows, next } = cutPage(found, limit, start.key, http.request, http.reply);
  return {
    kind: "page" as const,
    page: {
      items: CHANNEL_FIELDS.pick(
        fields,
        rows.map(({ channel }) => channelItemOf(channel, pool)),
      ),
      next,
      asOf: newestIso(rows.map(({ channel }) => channel.snapshotAt ?? channel.describedAt)),
      approximate: !STEADY_SORTS.includes(sort),
      ...(numbered &&
        total !== null && {
          page: numbered.page,
          pageSize: numbered.pageSize,
          total,
          totalIsEstimate: false as const,
        }),
    },
  };
}

/** Enough that round trips do not matter. */
const CHANNELS_A_PART = 1000;

/** Every channel of a list as a table: the fields of the JSON, an object's parts in columns of their own. */
export async function* channelsAsCsv(db: Db, wanted: Wanted, sort: SortText): AsyncGenerator<string> {
  const columns = CHANNEL_FIELDS.columns(wanted.fields);
  yield csvLine(columns.map(({ name }) => name));
  for await (const rows of channelParts(db, wanted.filter, sort)) {
    const items = rows.map((row) => channelItemOf(row, wanted.pool));
    yield items.map((item) => csvLine(columns.map(({ cellOf }) => cellOf(item)))).join("");
  }
}

/** Every channel of a list, one line of JSON each, as the list gives it. */
export async function* channelsAsNdjson(db: Db, wanted: Wanted, sort: SortText): AsyncGenerator<string> {
  for await (const rows of channelParts(db, wanted.filter, sort)) {
    const items = rows.map((row) => channelItemOf(row, wanted.pool));
    yield CHANNEL_FIELDS.pick(wanted.fields, items)
      .map((item) => `${JSON.stringify(item)}\n`)
      .join("");
  }
}

/** Every channel of a list in its order, some at a time. */
export async function* channelParts(
  db: Db,
  filter: ChannelFilter,
  sortText: SortText,
): AsyncGenerator<readonly ChannelRow[]> {
  const { sort, descending } = sortParts<ChannelSort>(sortText);
  let after: Position | null = null;
  for (;;) {
    const rows: Awaited<ReturnType<typeof listChannels>> = await listChannels(db, filter, {
      sort,
      descending,
      after,
      limit: CHANNELS_A_PART,
    });
    const last = rows.at(-1);
    if (last) yield rows.map(({ channel }) => channel);
    if (rows.length < CHANNELS_A_PART || !last) return;
    after = last.position;
  }
}
