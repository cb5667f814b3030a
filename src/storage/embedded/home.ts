import { randomBytes } from "node:crypto";
import { appendFile, mkdir, readFile, realpath, stat, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { makeDirectory } from "#storage/keys/make-directory.ts";
import { type Refused, refused } from "./refusal.ts";
import { canEnter, type ServerAccount, serverAccount } from "./server-account.ts";

/** Where one cluster and what belongs to it lie. */
export interface Home {
  readonly kind: "home";
  readonly root: string;
  /** PostgreSQL's data directory. */
  readonly cluster: string;
  /** The socket's directory, unless the path is too long for a socket. */
  readonly sockets: string;
  /** The superuser's password; readable by us, not by the account the server runs under. */
  readonly password: string;
  /** The pipe that every process using the server holds open (keeper.ts). */
  readonly inUse: string;
  readonly account: ServerAccount | null;
  /** The file in the data directory that says where the home is, when it could not be there. */
  readonly pointer: string | null;
}

/** Root's place for what the server's account must be able to reach, on Linux and macOS alike. */
export const ROOT_SPARE = "/var/lib/viewcurve";

/** In a home: the next home, which an upgrade fills and whose cluster then becomes this one's. */
export const UPGRADE_DRAFT = "next";

/** The second line of a pointer, written once the cluster it names is whole. */
const COMPLETE = "complete";

/**
 * The home of the cluster of a data directory: `postgres` inside it. When we are root and the server's account cannot
 * go there (a checkout under /root, say), a new home lies in /var/lib/viewcurve instead and `postgres.location` in the
 * data directory names it, so that moving the data directory does not lose it.
 */
export async function findHome(dataDirectory: string, log: (line: string) => void): Promise<Home | Refused> {
  try {
    await makeDirectory(dataDirectory);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") {
      return refused(
        "missing",
        `${dataDirectory} cannot be made: that place takes none. Set VIEWCURVE_DATA to another.`,
      );
    }
    if (code !== "EEXIST" && code !== "ENOTDIR") throw error;
    return refused(
      "missing",
      `${dataDirectory} is no directory, or lies within a file. Set VIEWCURVE_DATA to another.`,
    );
  }
  const directory = await realpath(dataDirectory);
  const inside = join(directory, "postgres");
  const pointer = join(directory, "postgres.location");

  const elsewhere = await readPointer(pointer);
  if (elsewhere !== null) {
    if (elsewhere.complete && !(await exists(elsewhere.root))) {
      return refused(
        "missing",
        `The database of ${directory} lay in ${elsewhere.root} and is not there any more. Restore it, or delete ${pointer} to begin with an empty one.`,
      );
    }
    const owner = await serverAccount(join(elsewhere.root, "data"));
    return owner?.kind === "refused" ? owner : homeAt(elsewhere.root, owner, pointer);
  }

  const account = await serverAccount(join(inside, "data"));
  if (account?.kind === "refused") return account;
  if (account === null || (await canEnter(account, directory))) return homeAt(inside, account, null);
  if (await exists(inside)) {
    return refused(
      "permission",
      `PostgreSQL runs as ${account.name}, which cannot enter ${directory}. Allow it to pass (chmod o+x on every directory of that path), or run Viewcurve as the account that owns it.`,
    );
  }
  await mkdir(ROOT_SPARE, { recursive: true, mode: 0o755 });
  const root = join(ROOT_SPARE, `${basename(directory)}-${randomBytes(6).toString("hex")}`);
  try {
    await writeFile(pointer, `${root}\n`, { flag: "wx" });
  } catch (error) {
    // Another process that started at the same moment chose first.
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return findHome(dataDirectory, log);
    throw error;
  }
  log(`PostgreSQL runs as ${account.name}, which cannot enter ${directory}: the database is kept in ${root}`);
  return homeAt(root, account, pointer);
}

/** Notes that the home's cluster is whole, so that its absence from now on means loss. */
export async function markComplete(home: Home): Promise<void> {
  if (home.pointer !== null && (await readPointer(home.pointer))?.complete === false) {
    await appendFile(home.pointer, `${COMPLETE}\n`);
  }
}

export const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return false;
      throw error;
    },
  );

/** The home whose files lie in `root`, whether or not they are there yet. */
export const homeAt = (root: string, account: ServerAccount | null, pointer: string | null): Home => ({
  kind: "home",
  root,
  cluster: join(root, "data"),
  sockets: join(root, "run"),
  password: join(root, "password"),
  inUse: join(root, "in-use"),
  account,
  pointer,
});

async function readPointer(pointer: string): Promise<{ root: string; complete: boolean } | null> {
  if (!(await exists(pointer))) return null;
  const [root, second] = (await readFile(pointer, "utf8")).split("\n");
  return root === undefined || root === "" ? null : { root, complete: second === COMPLETE };
}
