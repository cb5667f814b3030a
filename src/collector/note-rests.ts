import type { Budgets } from "#domain/quota.ts";
import { restsOf } from "#planning/exploring/plan-exploring.ts";
import { noteRest } from "#storage/discoveries/discovery-rests.ts";
import type { CollectorDeps, Holding } from "./holding.ts";

/** Notes of each discovery why it asks nothing now, when that has changed: whoever looks at it wants to know. */
export async function noteRests(
  { db, clock, policy }: Pick<CollectorDeps, "db" | "clock" | "policy">,
  holding: Holding,
  budgets: Budgets,
): Promise<void> {
  const now = clock.now();
  for (const { discovery, rest } of restsOf(holding.state, budgets, policy, now)) {
    const { id } = discovery.terms;
    const said = rest ? `${rest.kind} ${rest.why}` : "";
    if (holding.rests.get(id) === said) continue;
    holding.rests.set(id, said);
    await noteRest(db, holding.lease, id, rest, now);
  }
}
