import { problem } from "#api/http/problem.ts";
import type { DiscoveryId } from "#domain/discovery.ts";
import { toIso } from "#domain/iso-time.ts";
import type { Instant } from "#domain/time.ts";
import type { Db } from "#storage/database.ts";
import {
  countDescribed,
  readCaughtChannels,
  readDiscovery,
  readDiscoverySources,
} from "#storage/discoveries/discovery-reads.ts";
import type { DiscoveryDetail } from "./discoveries-contract.ts";
import { discoveryDetailOf } from "./discovery-answer.ts";

export const unknownDiscovery = problem("not-found", "No discovery has this id.");

/** All there is to say of one discovery: by the API, and by `viewcurve discover show --json`. `null` when there never was one. */
export async function readDiscoveryDetail(db: Db, id: DiscoveryId, now: Instant): Promise<DiscoveryDetail | null> {
  const row = await readDiscovery(db, id, now);
  if (!row) return null;
  const sources = await readDiscoverySources(db, id);
  const described = await countDescribed(db, id);
  const caught = await readCaughtChannels(db, id);
  return { ...discoveryDetailOf(row, { sources, described, caught }), asOf: toIso(now) };
}
