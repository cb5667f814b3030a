import { homedir } from "node:os";
import { join } from "node:path";
import { systemClock } from "#clock.ts";
import type { Config } from "#config.ts";
import type { Db } from "#storage/database.ts";
import { loadOrCreateSecret } from "#storage/secret-file.ts";
import { openVault, type Vault } from "#storage/vault.ts";
import { openStore, type Store } from "../main.ts";
import { fail } from "./exit.ts";
import { settings } from "./settings.ts";

/** An operator's own installation: its settings, its database, and the vault its keys are sealed by. */
export interface Installation {
  readonly config: Config;
  readonly db: Db;
  readonly reads: Db;
  readonly address: Store["address"];
  readonly revive: Store["revive"];
  readonly vault: Vault;
}

/**
 * Opens the installation that the settings describe, does the work and closes it, joining the database of a running
 * `viewcurve start` if there is one. Says why and sets the exit code when it cannot be opened.
 */
export async function withInstallation(work: (installation: Installation) => Promise<void>): Promise<void> {
  const config = settings();
  if (!config) return;
  const vault = await openInstallationVault(config);
  if (!vault) return;
  const store = await openStore({
    databaseUrl: config.databaseUrl?.reveal() ?? null,
    dataDirectory: config.dataDirectory,
    kind: "real",
    now: systemClock.now(),
    log: (line) => void process.stderr.write(`${line}\n`),
  });
  if (store.kind === "refused") return fail(store.message);
  try {
    const { db, reads, address, revive } = store;
    await work({ config, db, reads, address, revive, vault });
  } finally {
    await store.close();
  }
}

async function openInstallationVault(config: Config): Promise<Vault | null> {
  if (config.secret) return openVault(config.secret.reveal());
  const configDirectory = process.env["XDG_CONFIG_HOME"] || join(homedir(), ".config");
  const secret = await loadOrCreateSecret(configDirectory, config.dataDirectory);
  if (secret.kind === "opened") return openVault(secret.secret);
  fail(secret.reason);
  return null;
}
