import { readFile } from "node:fs/promises";
import { systemClock } from "#clock.ts";
import { type ConfiguredKey, parseKeyFile } from "#config-keys.ts";
import type { Db } from "#storage/database.ts";
import { addKey } from "#storage/keys/keys.ts";
import { acknowledgeSeveralProjects } from "#storage/keys/projects.ts";
import type { Vault } from "#storage/keys/vault.ts";
import { EXIT, fail } from "./exit.ts";
import { OTHER_SECRET, secondProject } from "./keys.ts";
import { withInstallation } from "./open-installation.ts";
import { wholeInput } from "./standard-input.ts";

/**
 * `viewcurve keys import`: adds all keys of a file, or of standard input, or none of them. One key a line, alone or after its
 * project and a colon; what follows a # is a comment.
 */
export async function importKeys(
  file: string | undefined,
  options: { acknowledgeProjects: boolean; json: boolean },
): Promise<void> {
  const text = await textOf(file);
  if (text === null) return;
  const { keys, problems } = parseKeyFile(text);
  if (problems.length > 0) {
    return fail(
      `The keys cannot be read, and none was stored:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`,
      EXIT.usage,
    );
  }
  if (keys.length === 0) {
    return fail("No key came: write one a line, alone or as project:key.", EXIT.usage);
  }
  await withInstallation(async ({ db, vault }) => {
    const imported = await addAll(db, vault, keys, options.acknowledgeProjects);
    if (imported.kind === "refused") return fail(imported.reason);
    const { added, there } = imported;
    process.stdout.write(
      options.json ? `${JSON.stringify({ added, there })}\n` : `Added ${added} keys; ${there} were there already.\n`,
    );
  });
}

async function textOf(file: string | undefined): Promise<string | null> {
  if (file === undefined || file === "-") return wholeInput();
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    fail(`${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? "unknown"}).`, EXIT.usage);
    return null;
  }
}

type Imported =
  | { readonly kind: "imported"; readonly added: number; readonly there: number }
  | { readonly kind: "refused"; readonly reason: string };

/** All in one transaction, so that a file that is refused half-way leaves nothing. */
async function addAll(db: Db, vault: Vault, keys: readonly ConfiguredKey[], acknowledges: boolean): Promise<Imported> {
  const now = systemClock.now();
  const trx = await db.startTransaction().execute();
  let there = 0;
  try {
    if (acknowledges) await acknowledgeSeveralProjects(trx, now);
    for (const { project: projectId, key } of keys) {
      const added = await addKey(trx, vault, { projectId, key }, now);
      switch (added.kind) {
        case "added":
          break;
        case "alreadyThere":
          there += 1;
          break;
        case "needsAcknowledgement":
          await trx.rollback().execute();
          return { kind: "refused", reason: `${secondProject(projectId)} None of the keys was stored.` };
        case "otherSecret":
          await trx.rollback().execute();
          return { kind: "refused", reason: OTHER_SECRET };
      }
    }
    await trx.commit().execute();
    return { kind: "imported", added: keys.length - there, there };
  } catch (error) {
    if (!trx.isCommitted && !trx.isRolledBack) await trx.rollback().execute();
    throw error;
  }
}
