import { systemClock } from "#clock.ts";
import type { Config } from "#config.ts";
import type { Report } from "#events.ts";
import { keepBackups } from "#storage/backup/keep-backups.ts";
import { VERSION } from "./product-version.ts";

/** Keeps the backups that the settings ask for, until it is stopped; does nothing when they ask for none. */
export function scheduleBackups(
  { backupDirectory, backupEvery, backupKeep }: Config,
  address: () => string,
  report: Report,
): { stop(): Promise<void> } {
  if (backupDirectory === null) return { stop: async () => undefined };
  const over = new AbortController();
  const kept = systemClock.task(() =>
    keepBackups(
      {
        address,
        directory: backupDirectory,
        every: backupEvery,
        keep: backupKeep,
        product: VERSION,
        clock: systemClock,
        done: (message) => report({ kind: "note", message }),
        failed: (message, retryAt) => report({ kind: "stumbled", where: "backup", message, retryAt }),
      },
      over.signal,
    ),
  );
  return {
    async stop() {
      over.abort();
      await kept;
    },
  };
}
