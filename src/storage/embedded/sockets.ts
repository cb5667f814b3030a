import { chown, mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { exists, type Home } from "./home.ts";
import { PORT, removeStaleLock } from "./postmaster.ts";
import { temporaryRoot } from "./server-account.ts";

/** The longest path a socket may have: 103 bytes on macOS, 107 on Linux. */
const SOCKET_PATH_BYTES_MAX = 103;

const socketIn = (directory: string): string => join(directory, `.s.PGSQL.${PORT}`);

/**
 * A directory for the server's socket that nobody but the server's account (and root) can enter: the home's own or,
 * where the path of that is too long, a new one among the temporary files. Whoever joins finds it in postmaster.pid.
 */
export async function prepareSockets({ root, sockets, account, cluster }: Home): Promise<string> {
  if (Buffer.byteLength(socketIn(sockets)) <= SOCKET_PATH_BYTES_MAX) {
    // A backup may have left the empty directory out.
    if (!(await exists(sockets)) && (await exists(root))) {
      await mkdir(sockets, { mode: 0o700, recursive: true });
      if (account !== null) await chown(sockets, account.uid, account.gid);
    }
    await removeStaleLock(`${socketIn(sockets)}.lock`, cluster);
    return sockets;
  }
  const short = await mkdtemp(join(await temporaryRoot(account), "viewcurve-"));
  if (account !== null) await chown(short, account.uid, account.gid);
  return short;
}

/** Removes the socket's directory when it was made for one run of the server. */
export async function removeSockets(home: Home, directory: string): Promise<void> {
  if (directory !== home.sockets) await rm(directory, { recursive: true, force: true });
}
