import { resolve } from "node:path";
import { systemClock } from "#clock.ts";
import { confirmUpgrade, upgradeCluster } from "#storage/upgrade-cluster.ts";
import { fail } from "./exit.ts";
import { VERSION } from "./product-version.ts";
import { settings } from "./settings.ts";

/** `viewcurve upgrade`: brings the embedded database to the PostgreSQL of this Viewcurve; or deletes what that kept. */
export async function upgrade({ binaries, confirm }: { binaries?: string; confirm: boolean }): Promise<void> {
  const config = settings();
  if (!config) return;
  if (config.databaseUrl) {
    return fail("DATABASE_URL names a database of your own: upgrade it by its own tools. Nothing was changed.");
  }
  const options = {
    dataDirectory: config.dataDirectory,
    binaries: binaries === undefined ? null : resolve(binaries),
    product: VERSION,
    clock: systemClock,
    log: (line: string) => void process.stderr.write(`${line}\n`),
  };
  if (confirm) {
    const deleted = await confirmUpgrade(options);
    if ("kind" in deleted) return fail(deleted.message);
    process.stdout.write(deleted.length === 0 ? "No old database is kept.\n" : `Deleted ${deleted.join(", ")}.\n`);
    return;
  }
  const done = await upgradeCluster(options);
  switch (done.kind) {
    case "refused":
      return fail(done.message);
    case "current":
      process.stdout.write(`The database is one of PostgreSQL ${done.major}, as it should be.\n`);
      for (const kept of done.kept) process.stdout.write(`${whatIsKept(kept)}\n`);
      return;
    case "upgraded":
      process.stdout.write(`The database is one of PostgreSQL ${done.to} now.\n${whatIsKept(done.kept)}\n`);
  }
}

const whatIsKept = (kept: string): string =>
  `What it was before is kept in ${kept}: once all is well, \`viewcurve upgrade --confirm\` deletes it.`;
