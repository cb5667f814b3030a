import { systemClock } from "#clock.ts";
import { secretProblem } from "#config.ts";
import type { Instant } from "#domain/time.ts";
import { type Resealed, resealKeys, type SealingObstacle } from "#storage/keys/reseal-keys.ts";
import { rotateSecretFile } from "#storage/keys/rotate-secret.ts";
import { openVault } from "#storage/keys/vault.ts";
import { EXIT, fail } from "./exit.ts";
import { type Installation, withInstallation } from "./open-installation.ts";
import { firstLine } from "./standard-input.ts";

/**
 * `viewcurve keys rotate-secret`: seals all stored keys by another secret. A secret file is replaced; where
 * VIEWCURVE_SECRET is set, the new one comes on standard input, and is the operator's to set from then on.
 */
export const rotateSecret = (): Promise<void> =>
  withInstallation(async (installation) => {
    const now = systemClock.now();
    const { secret } = installation;
    if (secret.kind === "file") {
      told(await rotateSecretFile(installation.db, secret.path, now), "The secret file has been replaced.");
    } else {
      await rotatePhrase(installation, now);
    }
  });

async function rotatePhrase({ db, vault, secret }: Installation, now: Instant): Promise<void> {
  const text = (await firstLine("Paste the new secret and press Enter: ")).trim();
  const problem = secretProblem(text);
  if (problem) return fail(`That is no secret: it ${problem}. Nothing was changed.`, EXIT.usage);
  if (secret.kind === "phrase" && secret.text.reveal() === text) {
    return fail("That is the secret in force already. Nothing was changed.", EXIT.usage);
  }
  told(await resealKeys(db, vault, openVault(text), now), "Set VIEWCURVE_SECRET to the new secret now.");
}

function told(resealed: Resealed, next: string): void {
  if (resealed.kind === "resealed") {
    process.stdout.write(`Sealed ${resealed.keys} keys anew; the former secret opens none of them. ${next}\n`);
  } else {
    fail(`${obstacle(resealed)} Nothing was changed.`);
  }
}

function obstacle(resealed: SealingObstacle): string {
  switch (resealed.kind) {
    case "collecting":
      return `Something collects (${resealed.holder}), and has the former secret in mind: stop every viewcurve start first.`;
    case "unreadable":
      return `The secret in force does not open ${resealed.masked.join(", ") || "what is stored"}: restore the right one, or remove those keys.`;
  }
}
