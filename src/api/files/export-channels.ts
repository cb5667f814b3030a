import type { z } from "zod";
import { channelItemOf } from "#api/channels/channel-answer.ts";
import type { ChannelItem } from "#api/channels/channel-contract.ts";
import { channelParts } from "#api/channels/channel-page.ts";
import {
  CHANNEL_FIELDS,
  channelFieldsOf,
  channelFilterOf,
  type channelsExportQuery,
} from "#api/channels/channel-params.ts";
import type { WantedFields } from "#api/http/item-fields.ts";
import type { Cell } from "#exports/csv.ts";
import { columnOf, type Table, type TableColumn } from "#exports/table.ts";
import { countChannels } from "#storage/channels/channel-list.ts";
import type { TableSources } from "./export-tables.ts";

const TELLING: Readonly<Record<string, TableColumn<ChannelItem>["telling"]>> = {
  id: "channelId",
  title: "words",
  handle: "words",
  thumbnailUrl: "words",
  trouble: "words",
  "backfill.reason": "words",
};

/** The columns of these fields of channels. */
export const columnsOfChannels = (fields: WantedFields): readonly TableColumn<ChannelItem>[] =>
  CHANNEL_FIELDS.columns(fields).map(({ name, cellOf }: { name: string; cellOf: (item: ChannelItem) => Cell }) =>
    columnOf("channel", name, cellOf, { telling: TELLING[name] ?? null }),
  );

/** Channels as their list has them. */
export async function channelTable(
  query: z.infer<typeof channelsExportQuery>,
  { patient, performancePool: pool }: TableSources,
): Promise<Table<ChannelItem>> {
  const filter = channelFilterOf(query);
  const fields = channelFieldsOf(query);
  const columns = columnsOfChannels(fields);
  async function* parts(): AsyncGenerator<readonly ChannelItem[]> {
    for await (const rows of channelParts(patient, filter, query.sort)) {
      yield rows.map((row) => channelItemOf(row, pool));
    }
  }
  return {
    columns,
    parts: parts(),
    jsonOf: fields === null ? (item) => item : (item) => CHANNEL_FIELDS.pick(fields, [item])[0],
    timeColumn: null,
    rowsAbout: await countChannels(patient, filter),
    coverage: null,
  };
}
