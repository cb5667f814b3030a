import type { z } from "zod";
import { itemFields } from "#api/http/item-fields.ts";
import { sortParts } from "#api/http/params.ts";
import type { DiscoveryId } from "#domain/discovery.ts";
import { csvLine } from "#exports/csv.ts";
import type { Db } from "#storage/database.ts";
import {
  type FoundChannelFilter,
  type FoundChannelSort,
  listFoundChannels,
} from "#storage/discoveries/discovery-channels.ts";
import type { Position } from "#storage/sql/keyset.ts";
import { type FoundChannel, foundChannel } from "./discoveries-contract.ts";
import { foundChannelOf } from "./discovery-answer.ts";
import type { foundChannelsExportQuery } from "./discovery-params.ts";

type Query = z.output<typeof foundChannelsExportQuery>;

const FIELDS = itemFields(foundChannel);

/** Enough that round trips do not matter. */
const CHANNELS_A_PART = 1_000;

/** What a query asks of storage. */
export const foundFilterOf = ({
  matching,
  country,
  category,
  source,
  sort: _,
  ...rest
}: Query): FoundChannelFilter => ({
  ...rest,
  all: matching === "all",
  countries: country,
  categories: category,
  sources: source,
});

/** Every channel of a discovery that a query means, as a table. */
export async function* foundAsCsv(db: Db, id: DiscoveryId, query: Query): AsyncGenerator<string> {
  const columns = FIELDS.columns(null);
  yield csvLine(columns.map(({ name }) => name));
  for await (const items of foundParts(db, id, query)) {
    yield items.map((item) => csvLine(columns.map(({ cellOf }) => cellOf(item)))).join("");
  }
}

/** The same, one line of JSON each. */
export async function* foundAsNdjson(db: Db, id: DiscoveryId, query: Query): AsyncGenerator<string> {
  for await (const items of foundParts(db, id, query)) {
    yield items.map((item) => `${JSON.stringify(item)}\n`).join("");
  }
}

async function* foundParts(db: Db, id: DiscoveryId, query: Query): AsyncGenerator<readonly FoundChannel[]> {
  const { sort, descending } = sortParts<FoundChannelSort>(query.sort);
  const filter = foundFilterOf(query);
  let after: Position | null = null;
  for (;;) {
    const walk = { sort, descending, after, limit: CHANNELS_A_PART };
    const rows: Awaited<ReturnType<typeof listFoundChannels>> = await listFoundChannels(db, id, filter, walk);
    const last = rows.at(-1);
    if (last) yield rows.map(({ channel }) => foundChannelOf(channel));
    if (rows.length < CHANNELS_A_PART || !last) return;
    after = last.position;
  }
}
