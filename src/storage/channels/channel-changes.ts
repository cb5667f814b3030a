import { sql } from "kysely";
import type { ChannelId } from "#domain/channel.ts";
import { bumpPlanningChange } from "#storage/collecting/planning-changes.ts";
import type { Db } from "#storage/database.ts";
import { inTransaction } from "#storage/sql/transaction.ts";
import type { Wish } from "./track-requests.ts";

/**
 * Gives a channel another weight, or has it watched or not, whether it is tracked or not: one that is not keeps it for
 * when it is tracked again. `false` when it is not known.
 */
export async function changeChannel(db: Db, channelId: ChannelId, { weight, watched }: Wish): Promise<boolean> {
  return inTransaction(db, async (trx) => {
    // The version is locked before the channel, as requests to track do it.
    const version = await bumpPlanningChange(trx);
    const { rows } = await sql<{ id: string }>`
      update channel set weight = coalesce(${weight}::real, weight), watched = coalesce(${watched}::boolean, watched),
        changed_version = ${version}::bigint
      where id = ${channelId} returning id`.execute(trx);
    return rows.length > 0;
  });
}
