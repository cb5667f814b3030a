import { createHash } from "node:crypto";
import { sql } from "kysely";
import { refKey } from "#domain/channel.ts";
import type { DiscoveryId, DiscoveryWish } from "#domain/discovery.ts";
import { idHash } from "#domain/id-hash.ts";
import type { Instant } from "#domain/time.ts";
import { ONLY_SHARD } from "#storage/collecting/lease.ts";
import { bumpPlanningChange } from "#storage/collecting/planning-changes.ts";
import { at, type Db } from "#storage/database.ts";
import { inTransaction } from "#storage/sql/transaction.ts";

/**
 * Adds a discovery. It begins with what the others have counted of their classes, which are told relative to each filter: scaled
 * down, so that its own answers outweigh it soon.
 */
export async function addDiscovery(db: Db, wish: DiscoveryWish, now: Instant): Promise<DiscoveryId> {
  return inTransaction(db, async (trx) => {
    const version = await bumpPlanningChange(trx);
    const id = await freeId(trx, wish, now);
    await trx
      .insertInto("discovery")
      .values({
        id,
        name: wish.name,
        filters: JSON.stringify(wish.filters),
        seed_terms: [...wish.seeds.terms],
        seed_channels: wish.seeds.channels.map(refKey),
        regions: [...wish.regions],
        sources: [...wish.sources],
        units_a_day: wish.budget.unitsPerDay,
        searches_a_day: wish.budget.searchesPerDay,
        floor: wish.floor,
        until: wish.until,
        on_found: wish.onFound.kind,
        weight: wish.onFound.kind === "track" ? wish.onFound.weight : 1,
        state: wish.paused ? "paused" : "active",
        created_at: at(now),
        changed_version: version,
      })
      .execute();
    await trx
      .insertInto("discovery_progress")
      .values({ discovery_id: id, going: 0, chance: idHash(id) | 0 })
      .execute();
    await inheritClasses(trx, id);
    return id;
  });
}

/** What may be changed of a discovery; what is absent stays. Another filter is another discovery. */
export type DiscoveryEdit = {
  readonly [Part in "name" | "budget" | "floor" | "until" | "onFound" | "paused" | "seeds"]?:
    | DiscoveryWish[Part]
    | undefined;
};

export type DiscoveryEdited =
  | { readonly kind: "edited" }
  | { readonly kind: "unknown" }
  /** Somebody else changed it meanwhile. */
  | { readonly kind: "stale"; readonly version: number };

/**
 * Changes a discovery that is kept. More seeds are added to those it has.
 *
 * @param seen the version that was looked at; `null` = whatever it is now.
 */
export async function editDiscovery(
  db: Db,
  id: DiscoveryId,
  edit: DiscoveryEdit,
  seen: number | null,
): Promise<DiscoveryEdited> {
  return inTransaction(db, async (trx) => {
    const version = await bumpPlanningChange(trx);
    const before = await trx
      .selectFrom("discovery")
      .selectAll()
      .where("id", "=", id)
      .where("state", "<>", "removed")
      .executeTakeFirst();
    if (!before) return { kind: "unknown" };
    if (seen !== null && seen !== before.changed_version) return { kind: "stale", version: before.changed_version };
    const { name, seeds } = edit;
    const added = (known: readonly string[], more: readonly string[]) => [...new Set([...known, ...more])];
    await trx
      .updateTable("discovery")
      .set({
        changed_version: version,
        ...(name === undefined ? {} : { name }),
        ...(seeds === undefined
          ? {}
          : {
              seed_terms: added(before.seed_terms, seeds.terms),
              seed_channels: added(before.seed_channels, seeds.channels.map(refKey)),
            }),
        ...editable(edit),
      })
      .where("id", "=", id)
      .execute();
    return { kind: "edited" };
  });
}

/**
 * Ends a discovery for good. What it found stays listed, and what is tracked stays tracked; `false` when there is no such
 * discovery.
 *
 * @param purge removes what it found, too, and all that it remembers. What other discoveries were shown stays theirs.
 */
export async function removeDiscovery(db: Db, id: DiscoveryId, purge: boolean): Promise<boolean> {
  return inTransaction(db, async (trx) => {
    // A call under way must not write of a discovery that is gone.
    await sql`select from lease where shard = ${ONLY_SHARD} for no key update`.execute(trx);
    const version = await bumpPlanningChange(trx);
    const { numUpdatedRows } = await trx
      .updateTable("discovery")
      .set({ state: "removed", changed_version: version })
      .where("id", "=", id)
      .where((eb) => (purge ? eb.val(true) : eb("state", "<>", "removed")))
      .executeTakeFirst();
    if (Number(numUpdatedRows) === 0) return false;
    // Lists that were not read, and what was only shown, are of no use to anybody; what was counted helps the next ones.
    await trx.deleteFrom("discovery_node").where("discovery_id", "=", id).execute();
    if (!purge) {
      await trx.deleteFrom("discovery_channel").where("discovery_id", "=", id).where("fits", "is", null).execute();
      return true;
    }
    await trx.deleteFrom("discovery_channel").where("discovery_id", "=", id).execute();
    await sql`
      delete from found_channel f
      where not exists (select from discovery_channel c where c.channel = f.channel_id)`.execute(trx);
    return true;
  });
}

/** The columns of what may be changed. */
const editable = ({ budget, floor, until, onFound, paused }: Omit<DiscoveryEdit, "name" | "seeds">) => ({
  ...(budget === undefined ? {} : { units_a_day: budget.unitsPerDay, searches_a_day: budget.searchesPerDay }),
  ...(floor === undefined ? {} : { floor }),
  ...(until === undefined ? {} : { until }),
  ...(onFound === undefined
    ? {}
    : { on_found: onFound.kind, ...(onFound.kind === "track" ? { weight: onFound.weight } : {}) }),
  ...(paused === undefined ? {} : { state: paused ? ("paused" as const) : ("active" as const) }),
});

/** What others counted speaks for at most so many trials: about half as surely as what the estimates suppose (κ). */
const INHERITED_MOST = 20;

const inheritClasses = (trx: Db, id: DiscoveryId): Promise<unknown> =>
  sql`
    insert into discovery_class (discovery_id, measure, class, sum, weight)
    select ${id}, measure, class, sum(sum) * least(1, ${INHERITED_MOST}::float8 / sum(weight)),
      least(sum(weight), ${INHERITED_MOST}::float8)
    from discovery_class where weight > 0
    group by measure, class
    having sum(weight) > 0`.execute(trx);

/** An id that follows from what is looked for and since when. */
async function freeId(trx: Db, wish: DiscoveryWish, now: Instant): Promise<DiscoveryId> {
  for (let n = 0; ; n += 1) {
    const hash = createHash("sha256")
      .update(`${JSON.stringify([wish.name, wish.filters, wish.seeds])} ${now} ${n}`)
      .digest("base64url");
    const id = hash.slice(0, 12) as DiscoveryId;
    // A command line would take it for an option.
    if (id.startsWith("-")) continue;
    if (!(await trx.selectFrom("discovery").select("id").where("id", "=", id).executeTakeFirst())) return id;
  }
}
