import { discoveryItemOf } from "#api/discoveries/discovery-answer.ts";
import { readDiscoveryDetail } from "#api/discoveries/discovery-detail.ts";
import { systemClock } from "#clock.ts";
import { isDiscoveryId } from "#domain/discovery.ts";
import { listDiscoveries } from "#storage/discoveries/discovery-reads.ts";
import { detailWords, listWords } from "./discover-words.ts";
import { EXIT, fail } from "./exit.ts";
import { withInstallation } from "./open-installation.ts";

/** Nobody has more discoveries than the units of a few projects can feed. */
const DISCOVERIES_MOST = 10_000;

/** `viewcurve discover list`. */
export const listAllDiscoveries = (options: { removed: boolean; json: boolean }): Promise<void> =>
  withInstallation(async ({ db }) => {
    const states = options.removed ? (["removed"] as const) : (["active", "paused"] as const);
    const rows = await listDiscoveries(db, states, { after: null, limit: DISCOVERIES_MOST }, systemClock.now());
    const items = rows.map(({ discovery }) => discoveryItemOf(discovery));
    process.stdout.write(options.json ? items.map((item) => `${JSON.stringify(item)}\n`).join("") : listWords(items));
  });

/** `viewcurve discover show`. */
export async function showOneDiscovery(id: string, options: { json: boolean }): Promise<void> {
  if (!isDiscoveryId(id)) return failByForm(id);
  await withInstallation(async ({ db }) => {
    const discovery = await readDiscoveryDetail(db, id, systemClock.now());
    if (!discovery) return failByUnknown(id);
    process.stdout.write(options.json ? `${JSON.stringify(discovery)}\n` : detailWords(discovery));
  });
}

/** Ends a command by an id that cannot be one. */
export const failByForm = (id: string): void =>
  fail(`"${id}" is no discovery's id: viewcurve discover list shows them, 12 characters each.`, EXIT.usage);

export const failByUnknown = (id: string): void =>
  fail(`No discovery has the id ${id}: viewcurve discover list shows them.`);
