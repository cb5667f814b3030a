import type { Instant } from "#domain/time.ts";
import { type Lease, lockLease } from "#storage/collecting/lease.ts";
import type { Db } from "#storage/database.ts";
import { inTransaction } from "#storage/sql/transaction.ts";
import { type OldChannels, removeOldChannels } from "./retention-channels.ts";
import { type OldVideos, removeOldVideos } from "./retention-videos.ts";

/** What goes in one step: of videos or of channels. */
export type Old =
  | { readonly kind: "videos"; readonly old: OldVideos }
  | { readonly kind: "channels"; readonly old: OldChannels };

/** Takes what was found out of the rows that planning knows of, under the lease; `false` when somebody else holds it. */
export const removeOld = (db: Db, lease: Lease, { kind, old }: Old, now: Instant): Promise<boolean> =>
  inTransaction(db, async (trx) => {
    if (!(await lockLease(trx, lease))) return false;
    if (kind === "videos") await removeOldVideos(trx, old, now);
    else await removeOldChannels(trx, old);
    return true;
  });
