import { chmod, mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { serverAccount, temporaryRoot } from "./server-account.ts";

/**
 * A new data directory among the temporary files, for demonstrations, benchmarks and tests. When we are root, the
 * server's account may pass through it, which a directory of mkdtemp's would not allow.
 */
export async function temporaryDirectory(): Promise<string> {
  // Nothing lies there yet, so this is the account for new clusters; its refusal is reported at the start.
  const account = await serverAccount("");
  const borrowed = account?.kind === "account" ? account : null;
  const directory = await mkdtemp(join(await temporaryRoot(borrowed), "viewcurve-"));
  if (borrowed !== null) await chmod(directory, 0o711);
  return directory;
}
