import { sql } from "kysely";
import type { DiscoveryId } from "#domain/discovery.ts";
import { quotaDay } from "#domain/quota.ts";
import type { Instant } from "#domain/time.ts";
import type { Lease } from "#storage/collecting/lease.ts";
import { at, type Db } from "#storage/database.ts";
import { type CallEntry, type Charge, chargeCall } from "#storage/ledger/ledger.ts";
import { inTransaction } from "#storage/sql/transaction.ts";

/**
 * Charges a call of a discovery to whoever pays and to the discovery's own budget of the day, both or neither. `spent` also
 * where that budget is used up, or the discovery is paused or removed.
 */
export async function chargeDiscovery(
  db: Db,
  lease: Lease,
  id: DiscoveryId,
  entry: CallEntry,
  now: Instant,
): Promise<Charge> {
  try {
    return await inTransaction(db, async (trx) => {
      const isCounted = await countCall(trx, id, entry.bucket === "search" ? "searches" : "units", now);
      if (!isCounted) return { kind: "spent" };
      const charge = await chargeCall(trx, lease, entry, now);
      if (charge.kind !== "charged") throw new Uncharged(charge);
      return charge;
    });
  } catch (thrown) {
    if (thrown instanceof Uncharged) return thrown.charge;
    throw thrown;
  }
}

/** Undoes what was counted. */
class Uncharged extends Error {
  readonly charge: Charge;

  constructor(charge: Charge) {
    super(`not charged: ${charge.kind}`);
    this.charge = charge;
  }
}

async function countCall(trx: Db, id: DiscoveryId, what: "units" | "searches", now: Instant): Promise<boolean> {
  const [count, askedAt, limit] = [sql.id(what), sql.id(`${what}_at`), sql.id(`${what}_a_day`)];
  const { rows } = await sql`
    insert into discovery_day (discovery_id, day, ${count}, ${askedAt})
    select id, ${quotaDay(now).day}::date, 1, ${at(now)} from discovery
    where id = ${id} and state = 'active' and ${limit} >= 1
    on conflict (discovery_id, day) do update
    set ${count} = discovery_day.${count} + 1, ${askedAt} = excluded.${askedAt}
    where discovery_day.${count} < (select d.${limit} from discovery d where d.id = ${id})
    returning discovery_id`.execute(trx);
  return rows.length > 0;
}
