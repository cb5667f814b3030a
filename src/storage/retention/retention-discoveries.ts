import { sql } from "kysely";
import type { ChannelId } from "#domain/channel.ts";
import type { RetentionLines } from "#domain/retention.ts";
import { latest } from "#domain/time.ts";
import { at, type Db } from "#storage/database.ts";

const ROWS_A_TIME = 1_000;

/**
 * Deletes what channels that discoveries met said of themselves too long ago: texts and counters in one row, so that the
 * shorter of the two limits holds. That a channel fits is what we found ourselves, and stays.
 */
export async function deleteOldFoundChannels(db: Db, { statistics, texts }: RetentionLines): Promise<void> {
  const lines = [statistics, texts].filter((line) => line !== null);
  if (lines.length === 0) return;
  const line = at(latest(...lines));
  for (;;) {
    const { numAffectedRows = 0n } = await sql`
      delete from found_channel
      where channel_id in (select channel_id from found_channel where noted_at < ${line} limit ${ROWS_A_TIME})`.execute(
      db,
    );
    if (numAffectedRows < ROWS_A_TIME) return;
  }
}

/** Removes channels from what discoveries found and remember. One that is still shown may be found again. */
export async function forgetInDiscoveries(trx: Db, ids: readonly ChannelId[]): Promise<void> {
  const all = [...ids];
  await sql`delete from found_channel where channel_id = any(${all}::text[])`.execute(trx);
  await sql`delete from discovery_node where subject = any(${all}::text[])`.execute(trx);
  await sql`delete from discovery_channel where channel = any(${all}::text[]) or owner = any(${all}::text[])`.execute(
    trx,
  );
  await sql`
    update discovery_channel c
    set shown_by = array(select k.node from unnest(c.shown_by) as k(node) where split_part(k.node, ' ', 2) <> all(${all}::text[]))
    where exists (select from unnest(c.shown_by) as k(node) where split_part(k.node, ' ', 2) = any(${all}::text[]))`.execute(
    trx,
  );
  await sql`
    update discovery d
    set seed_channels = array(select s.ref from unnest(d.seed_channels) as s(ref) where s.ref <> all(${all}::text[]))
    where d.seed_channels && ${all}::text[]`.execute(trx);
}
