import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { sql } from "kysely";
import type { Clock } from "#clock.ts";
import { type Duration, type Instant, minutes, plus } from "#domain/time.ts";
import { verifyBackup } from "./backup-reader.ts";
import { backupDueAt, backupName, superfluousBackups } from "./rotation.ts";
import { openSession } from "./session.ts";
import { writeBackup } from "./write-backup.ts";

export interface BackupSchedule {
  /** Where the database is at the moment. */
  readonly address: () => string;
  /** Made when it is not there. */
  readonly directory: string;
  readonly every: Duration;
  /** How many are kept; at least one. */
  readonly keep: number;
  readonly product: string;
  readonly clock: Clock;
  /** Told of each backup in a sentence. */
  readonly done: (sentence: string) => void;
  /** Told why there is none, and when it is tried again. */
  readonly failed: (reason: string, retryAt: Instant) => void;
}

/** The advisory lock of whoever backs up: of several processes with one schedule, one does it. */
const BACKUP_LOCK = 8_686_003;

/** A full disk or a database that is away may be mended by then. */
const RETRY_AFTER = minutes(15);

/** Keeps a directory of backups until the signal; one that is under way then is given up. Never throws. */
export async function keepBackups(schedule: BackupSchedule, signal: AbortSignal): Promise<void> {
  const { clock, failed } = schedule;
  while (!signal.aborted) {
    const next = await backUpIfDue(schedule, signal).catch((error: Error) => {
      const retryAt = plus(clock.now(), RETRY_AFTER);
      if (!signal.aborted) failed(error.message, retryAt);
      return retryAt;
    });
    await clock.until(next, signal);
  }
}

/** Backs up when it is time; gives the instant to look again. Throws when it could not be done. */
async function backUpIfDue(schedule: BackupSchedule, signal: AbortSignal): Promise<Instant> {
  const { directory, every, clock } = schedule;
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const session = await openSession(schedule.address());
  try {
    const { rows } = await sql<{ free: boolean }>`
      select pg_try_advisory_lock(${BACKUP_LOCK}) as free`.execute(session.db);
    if (!rows[0]?.free) return plus(clock.now(), RETRY_AFTER);
    // Looked at under the lock: another process may just have made it.
    const due = backupDueAt(await readdir(directory), every, clock.now());
    if (due > clock.now()) return due;
    await backUp(schedule, signal);
    return backupDueAt(await readdir(directory), every, clock.now());
  } finally {
    await session.close();
  }
}

async function backUp({ address, directory, keep, product, clock, done }: BackupSchedule, signal: AbortSignal) {
  const now = clock.now();
  const name = backupName(now);
  const path = join(directory, name);
  const backup = await writeBackup({ connectionString: address(), path, product, now, signal });
  if (backup.kind === "refused") throw new Error(backup.reason);
  const verified = await verifyBackup(path);
  if (verified.kind === "refused") {
    // What was just written and does not read back must not stand where a good one is looked for.
    await rm(path);
    throw new Error(verified.reason);
  }
  for (const old of superfluousBackups(await readdir(directory), keep, name)) await rm(join(directory, old));
  done(`Backed up ${backup.rows} rows to ${path}.`);
}
