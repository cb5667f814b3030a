import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chown, mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Binaries } from "./binaries.ts";
import { exists, type Home, markComplete } from "./home.ts";
import { type Refused, refused, refusedByPostgres } from "./refusal.ts";
import { BARE_ENVIRONMENT, runAs, type ServerAccount } from "./server-account.ts";

/** The superuser and, as PostgreSQL's default has it, the database everything lives in. */
export const SUPERUSER = "viewcurve";

/**
 * Makes the home and its cluster unless they exist. It is made beside its place and put there by one rename, so that a
 * crash half-way leaves nothing that could be taken for a cluster, and of two processes doing it at once one wins and
 * the other uses the winner's. `null` when the cluster is there.
 */
export async function createCluster(home: Home, binaries: Binaries, durable: boolean): Promise<Refused | null> {
  if (await exists(join(home.cluster, "PG_VERSION"))) return null;
  await removeLeftovers(home.root);
  const draft = `${home.root}.new-${process.pid}-${randomBytes(4).toString("hex")}`;
  try {
    // Passing through is all the server's account may do here; what it needs, it owns.
    await mkdir(draft, { mode: home.account === null ? 0o700 : 0o711 });
    await ownDirectory(join(draft, "run"), home.account);
    await ownDirectory(join(draft, "data"), home.account);
    const password = randomBytes(24).toString("base64url");
    await writeSecret(join(draft, "password"), password, null);
    // initdb reads the password as the server's account, from a file that is gone before the server runs.
    const given = join(draft, "run", "password");
    await writeSecret(given, password, home.account);
    const failure = await initdb(draft, given, home.account, binaries, durable);
    if (failure !== null) return await refusedByPostgres("Creating the database", dirname(home.root), failure);
    await rm(given);
    await rename(draft, home.root);
  } catch (error) {
    if (!["ENOTEMPTY", "EEXIST", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
    if (!(await exists(join(home.cluster, "PG_VERSION")))) {
      return refused("missing", `${home.root} exists but holds no database. Move it away, or restore what was in it.`);
    }
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  await markComplete(home);
  return null;
}

/** Runs initdb; gives its words when it failed, `null` when it did not. */
function initdb(
  draft: string,
  passwordFile: string,
  account: ServerAccount | null,
  { root }: Binaries,
  durable: boolean,
): Promise<string | null> {
  const args = [
    `--pgdata=${join(draft, "data")}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile}`,
    // Everybody gives the password, also on the socket: root's server runs as an account that others may share.
    "--auth-local=scram-sha-256",
    "--auth-host=reject",
    "--encoding=UTF8",
    // PostgreSQL's own C.UTF-8: code-point order and Unicode case rules that come with the server, so that neither an
    // upgrade of the system's libc or ICU nor a move between Linux and macOS can break an index or reorder a page.
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--data-checksums",
    "--no-instructions",
    ...(durable ? [] : ["--no-sync"]),
  ];
  return new Promise((resolve) => {
    const options = { cwd: "/", env: BARE_ENVIRONMENT, ...runAs(account) };
    execFile(join(root, "bin/initdb"), args, options, (error, stdout, stderr) =>
      resolve(error === null ? null : `${stdout}${stderr}` || error.message),
    );
  });
}

async function ownDirectory(path: string, account: ServerAccount | null): Promise<void> {
  await mkdir(path, { mode: 0o700 });
  if (account !== null) await chown(path, account.uid, account.gid);
}

async function writeSecret(path: string, secret: string, owner: ServerAccount | null): Promise<void> {
  await using file = await open(path, "wx", 0o600);
  await file.writeFile(secret);
  await file.sync();
  if (owner !== null) await file.chown(owner.uid, owner.gid);
}

/** Drafts whose maker died before the rename. A living process's draft carries its pid and is left alone. */
async function removeLeftovers(root: string): Promise<void> {
  const prefix = `${basename(root)}.new-`;
  for (const name of await readdir(dirname(root))) {
    if (!name.startsWith(prefix)) continue;
    const maker = Number.parseInt(name.slice(prefix.length), 10);
    if (!isAlive(maker)) await rm(join(dirname(root), name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
