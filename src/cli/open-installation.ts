import { homedir } from "node:os";
import { join } from "node:path";
import { systemClock } from "#clock.ts";
import type { Config } from "#config.ts";
import type { SecretText } from "#secret-text.ts";
import type { Db } from "#storage/database.ts";
import { openFileVault } from "#storage/keys/rotate-secret.ts";
import { loadOrCreateSecret } from "#storage/keys/secret-file.ts";
import { openVault, type Vault } from "#storage/keys/vault.ts";
import { openStore, type Store } from "../main-store.ts";
import { fail } from "./exit.ts";
import { settings } from "./settings.ts";

/** An operator's own installation: its settings, its database, and the vault its keys are sealed by. */
export interface Installation {
  readonly config: Config;
  readonly db: Db;
  readonly reads: Db;
  readonly patient: Db;
  readonly address: Store["address"];
  readonly revive: Store["revive"];
  readonly vault: Vault;
  readonly secret: SealingSecret;
}

/** Where the secret that seals the keys comes from: VIEWCURVE_SECRET, or a file. */
type SealingSecret =
  | { readonly kind: "phrase"; readonly text: SecretText }
  | { readonly kind: "file"; readonly path: string };

/**
 * Opens the installation that the settings describe, does the work and closes it, joining the database of a running
 * `viewcurve start` if there is one. Says why and sets the exit code when it cannot be opened.
 */
export async function withInstallation(work: (installation: Installation) => Promise<void>): Promise<void> {
  const config = settings();
  if (!config) return;
  const secret = await sealingSecret(config);
  if (!secret) return;
  const store = await openStore({
    databaseUrl: config.databaseUrl?.reveal() ?? null,
    dataDirectory: config.dataDirectory,
    kind: "real",
    now: systemClock.now(),
    log: (line) => void process.stderr.write(`${line}\n`),
  });
  if (store.kind === "refused") return fail(store.message);
  try {
    const { db, reads, patient, address, revive } = store;
    const vault = secret.kind === "phrase" ? openVault(secret.text.reveal()) : await openFileVault(db, secret.path);
    await work({ config, db, reads, patient, address, revive, vault, secret });
  } finally {
    await store.close();
  }
}

async function sealingSecret(config: Config): Promise<SealingSecret | null> {
  if (config.secret) return { kind: "phrase", text: config.secret };
  const configDirectory = process.env["XDG_CONFIG_HOME"] || join(homedir(), ".config");
  const secret = await loadOrCreateSecret(configDirectory, config.dataDirectory);
  if (secret.kind === "opened") return { kind: "file", path: secret.path };
  fail(secret.reason);
  return null;
}
