import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { systemClock } from "#clock.ts";
import { writeBackup } from "#storage/backup/write-backup.ts";
import { eventLog } from "./event-log.ts";
import { EXIT, fail } from "./exit.ts";
import { withInstallation } from "./open-installation.ts";
import { VERSION } from "./product-version.ts";
import { progressBar } from "./progress-bar.ts";
import { withReached } from "./reach-installation.ts";
import { scheduleBackups } from "./scheduled-backups.ts";
import { stopSignal } from "./stop-signal.ts";

export interface BackupChoice {
  readonly force: boolean;
  readonly schedule: boolean;
  readonly json: boolean;
}

/** `viewcurve backup`: into one file, or by the schedule in the settings until stopped. */
export async function backup(file: string | undefined, { force, schedule, json }: BackupChoice): Promise<void> {
  if (schedule === (file !== undefined)) {
    return fail("Give the file to write, or --schedule for backups by VIEWCURVE_BACKUP_DIR.", EXIT.usage);
  }
  if (file === undefined) return backUpBySchedule();
  const path = resolve(file);
  if (!force && (await stat(path).catch(() => null)) !== null) {
    return fail(`${path} is there already. Give another name, or --force to replace it once the new one is whole.`);
  }
  await withReached(async ({ connectionString }) => {
    let bar: ReturnType<typeof progressBar> | null = null;
    const progress = (rows: number, about: number): void => {
      // The server's statistics may know fewer rows than there are.
      bar ??= progressBar(Math.max(about, 1));
      bar.at(Math.min(rows, about), `${rows} rows`);
    };
    const done = await writeBackup({
      connectionString,
      path,
      product: VERSION,
      now: systemClock.now(),
      progress,
    }).finally(() => bar?.end());
    if (done.kind === "refused") return fail(done.reason);
    const { rows, bytes } = done;
    process.stdout.write(
      json
        ? `${JSON.stringify({ path, rows, bytes })}\n`
        : `Backed up ${rows} rows to ${path} (${bytes} bytes). The secret that opens the API keys is not in it: keep that apart.\n`,
    );
  });
}

const backUpBySchedule = (): Promise<void> =>
  withInstallation(async ({ config, address }) => {
    if (config.backupDirectory === null) return fail("VIEWCURVE_BACKUP_DIR says where to; it is not set.", EXIT.usage);
    const schedule = scheduleBackups(config, address, eventLog(config.logLevel));
    await stopSignal();
    await schedule.stop();
  });
