import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { foundAsCsv, foundAsNdjson } from "#api/discoveries/discovery-found.ts";
import { foundChannelsExportQuery } from "#api/discoveries/discovery-params.ts";
import { isDiscoveryId } from "#domain/discovery.ts";
import { isDiscoveryKnown } from "#storage/discoveries/discovery-reads.ts";
import { failByForm, failByUnknown } from "./discover-list.ts";
import { withInstallation } from "./open-installation.ts";

const FORMATS = { csv: foundAsCsv, ndjson: foundAsNdjson } as const;

/** `viewcurve discover channels`: every channel that one has found, the best first. */
export async function printChannels(
  id: string,
  { format, all }: { readonly format: keyof typeof FORMATS; readonly all: boolean },
): Promise<void> {
  if (!isDiscoveryId(id)) return failByForm(id);
  await withInstallation(async ({ db }) => {
    if (!(await isDiscoveryKnown(db, id))) return failByUnknown(id);
    const query = foundChannelsExportQuery.parse({ matching: all ? "all" : "true" });
    await pipeline(Readable.from(FORMATS[format](db, id, query)), process.stdout, { end: false });
  });
}
