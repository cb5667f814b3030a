import { systemClock } from "#clock.ts";
import type { ChannelRef } from "#domain/channel.ts";
import { refKey } from "#domain/channel.ts";
import { type ImportedList, importList, refsIn } from "#imports/import-list.ts";
import { type List, openList } from "#imports/open-list.ts";
import { readChannelRef } from "#imports/read-refs.ts";
import { countReasons, partsOf } from "#imports/read-rows.ts";
import type { RefusalLog } from "#imports/refusal-log.ts";
import { storeChannels } from "#storage/imports/store-channels.ts";
import { EXIT, fail } from "./exit.ts";
import { refusalLines } from "./import-words.ts";
import { withImport } from "./open-import.ts";
import { withInstallation } from "./open-installation.ts";

interface ChannelsOptions {
  readonly weight?: number;
  readonly watched?: boolean;
  readonly dryRun: boolean;
  readonly rejects?: string;
  readonly json: boolean;
}

const REFUSAL = "names no channel by its id, @handle or URL";

/** `viewcurve import channels`: asks for all channels of a file to be tracked. */
export async function importChannels(path: string, options: ChannelsOptions): Promise<void> {
  const { weight = null, watched = null, json } = options;
  await withImport(path, options.rejects, async (source, log) => {
    const list = await openList(source, readChannelRef, "channel");
    if (list.kind === "unclear") return fail(`${path}: ${list.reason}`, EXIT.usage);
    if (options.dryRun) return sayWhatItNames(list, log, json);
    await withInstallation(async ({ db }) => {
      const wish = { weight, watched };
      const done: ImportedList = await importList({
        ...{ db, clock: systemClock, kind: "channels", source, list, wish, log, refusal: REFUSAL },
        store: (id, part) => storeChannels(db, id, part, wish, systemClock.now()),
      });
      const { position, stored, present, refused, refusals } = done.row;
      const said = json
        ? `${JSON.stringify({ id: done.row.id, state: done.kind, rows: position, asked: stored, present, refused, refusals })}\n`
        : `Asked for ${stored} channels to be tracked; ${present} rows named one that was tracked or asked for already.\n${refusalLines(refused, refusals)}`;
      process.stdout.write(said);
      if (done.kind === "failed") fail(`${path}: ${done.reason}`);
    });
  });
}

async function sayWhatItNames(list: List<ChannelRef>, log: RefusalLog, json: boolean): Promise<void> {
  log.begin();
  const named = new Set<string>();
  const refusals: Record<string, number> = {};
  let rows = 0;
  let refused = 0;
  for await (const part of partsOf(list.table, 1_000)) {
    const read = refsIn(part, list, REFUSAL);
    for (const ref of read.refs) named.add(refKey(ref));
    for (const [reason, n] of Object.entries(countReasons(read.refused)))
      refusals[reason] = (refusals[reason] ?? 0) + n;
    await log.write(read.refused);
    rows += part.length;
    refused += read.refused.length;
  }
  const { format } = list.table;
  process.stdout.write(
    json
      ? `${JSON.stringify({ format, column: list.column, rows, channels: named.size, refused, refusals })}\n`
      : `${format}, by its column "${list.column}": ${rows} rows name ${named.size} channels. Nothing was asked for.\n${refusalLines(refused, refusals)}`,
  );
}
