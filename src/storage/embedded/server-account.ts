import { execFile } from "node:child_process";
import { stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { promisify } from "node:util";
import { type Refused, refused } from "./refusal.ts";

/** The unprivileged account a server runs under when we are root, which PostgreSQL refuses to be. */
export interface ServerAccount {
  readonly kind: "account";
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/**
 * PostgreSQL's children inherit nothing of ours: our environment may hold API keys, and every backend's environment
 * can be read through SQL. The locale is fixed so that messages can be recognised.
 */
export const BARE_ENVIRONMENT = { PATH: "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", LC_ALL: "C", TZ: "UTC" };

const run = promisify(execFile);

/**
 * The account for the server, `null` for our own, which is right unless we are root. An existing cluster keeps its
 * owner. For a new one an account that exists already is borrowed, because making accounts is the operator's
 * business and initdb insists on one with a name. Accounts like `nobody` are shared with other programs, which is why
 * the server asks for a password that only we can read.
 */
export async function serverAccount(cluster: string): Promise<ServerAccount | Refused | null> {
  if (process.geteuid?.() !== 0) return null;
  const owner = await stat(cluster).catch(() => null);
  if (owner !== null && owner.uid !== 0) {
    return { kind: "account", name: `uid ${owner.uid}`, uid: owner.uid, gid: owner.gid };
  }
  for (const name of ["postgres", "_postgres", "nobody"]) {
    const ids = await Promise.all(
      ["-u", "-g"].map((which) => run("id", [which, name], { env: BARE_ENVIRONMENT })),
    ).catch(() => null);
    // macOS writes nobody's uid as an unsigned -2; spawn takes signed numbers.
    const [uid, gid] = (ids ?? []).map(({ stdout }) => Number(stdout) | 0);
    if (uid !== undefined && gid !== undefined && uid !== 0) return { kind: "account", name, uid, gid };
  }
  return refused(
    "platform",
    "PostgreSQL must not run as root, and no account called postgres or nobody exists to run it as. Run Viewcurve as another account.",
  );
}

/** The part of spawn's options that makes a child run as the account, and as nobody else. */
export const runAs = (account: ServerAccount | null): { uid?: number; gid?: number } =>
  account === null ? {} : { uid: account.uid, gid: account.gid };

/** Whether the account can enter the directory, asked of the kernel rather than worked out from mode bits. */
export const canEnter = (account: ServerAccount | null, directory: string): Promise<boolean> =>
  succeeds("/bin/sh", ["-c", 'cd "$1"', "sh", directory], account);

/** Whether the account can run a program to its end. */
export const succeeds = (program: string, args: readonly string[], account: ServerAccount | null): Promise<boolean> =>
  run(program, args, { cwd: "/", env: BARE_ENVIRONMENT, ...runAs(account) }).then(
    () => true,
    () => false,
  );

/** A directory for temporary files that the account can enter: root's own TMPDIR may be private. */
export const temporaryRoot = async (account: ServerAccount | null): Promise<string> =>
  (await canEnter(account, tmpdir())) ? tmpdir() : "/tmp";
