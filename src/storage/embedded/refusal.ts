import { statfs } from "node:fs/promises";

/**
 * Why there is no server. Nothing was lost and nothing half-made is in the way: the same call works once the cause is
 * removed. `message` says what happened and what to do, in words for the terminal.
 */
export interface Refused {
  readonly kind: "refused";
  readonly reason:
    | "platform" // no binaries for this machine, or they do not run here
    | "permission" // a file or directory belongs to somebody else
    | "disk-full"
    | "version" // the cluster is of another major version of PostgreSQL
    | "missing" // the cluster was here and is gone, or something else lies in its place
    | "failed"; // PostgreSQL itself gave up; the message quotes it
  readonly message: string;
}

export const refused = (reason: Refused["reason"], message: string): Refused => ({ kind: "refused", reason, message });

/** A new cluster takes 40 MB and each start some more; below this an unexplained failure is put down to the disk. */
const FREE_BYTES_MIN = 8 * 1024 * 1024;

/** What PostgreSQL's own words on its way out mean. `directory` is where it was writing. */
export async function refusedByPostgres(doing: string, directory: string, said: string): Promise<Refused> {
  const words = said.trim().split("\n").slice(-6).join("\n");
  if (/No space left on device|Disk quota exceeded/.test(said) || (await freeBytes(directory)) < FREE_BYTES_MIN) {
    return diskFull(directory);
  }
  return refused("failed", `${doing} in ${directory} failed. PostgreSQL said:\n${words || "(nothing)"}`);
}

/** A refusal for the errors a file system may always give; `null` for everything else, which is a bug of ours. */
export function refusedBySystem(error: unknown, directory: string): Refused | null {
  const { code, path, message } = error as NodeJS.ErrnoException;
  // Programs like mkfifo say it in words.
  if (/No space left on device/.test(message)) return diskFull(directory);
  switch (code) {
    case "ENOSPC":
    case "EDQUOT":
      return diskFull(path ?? directory);
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return refused(
        "permission",
        `${message}. The database in ${directory} can only be used by the account that made it: run Viewcurve as that account, or give it another VIEWCURVE_DATA.`,
      );
    default:
      return null;
  }
}

function diskFull(directory: string): Refused {
  return refused(
    "disk-full",
    `The disk that holds ${directory} is full. Nothing was lost: free some space (a new database takes about 60 MB) and start again.`,
  );
}

async function freeBytes(directory: string): Promise<number> {
  const { bavail, bsize } = await statfs(directory);
  return bavail * bsize;
}
