import { execFile } from "node:child_process";
import { chown, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { systemClock } from "#clock.ts";
import { type Binaries, findBinaries, installedBeside } from "#storage/embedded/binaries.ts";
import { findHome, type Home, ROOT_SPARE } from "#storage/embedded/home.ts";
import { BARE_ENVIRONMENT, runAs } from "#storage/embedded/server-account.ts";
import { type EmbeddedServer, serveCluster } from "#storage/embedded/start-embedded.ts";

export interface OldCluster {
  readonly home: Home;
  serve(): Promise<EmbeddedServer>;
}

/** A home as a Viewcurve with PostgreSQL 15 would have left it: today's way of making one asks for more than 15 can. */
export async function makeOldCluster(dataDirectory: string): Promise<OldCluster> {
  const { home, binaries } = await placesOf(dataDirectory);
  await initialise(home, binaries);
  return openOldCluster(dataDirectory);
}

/** One that was made before. */
export async function openOldCluster(dataDirectory: string): Promise<OldCluster> {
  const { home, binaries } = await placesOf(dataDirectory);
  return {
    home,
    async serve() {
      const server = await serveCluster(home, binaries, { clock: systemClock, durable: false });
      if (server.kind === "refused") throw new Error(server.message);
      return server;
    },
  };
}

async function placesOf(dataDirectory: string): Promise<{ readonly home: Home; readonly binaries: Binaries }> {
  const log = () => undefined;
  const home = await findHome(dataDirectory, log);
  if (home.kind === "refused") throw new Error(home.message);
  const { account } = home;
  const installed = installedBeside(15) ?? "";
  const spare = account === null ? dataDirectory : ROOT_SPARE;
  const binaries = await findBinaries({ account, spare, installed, log });
  if (binaries.kind === "refused") throw new Error(binaries.message);
  return { home, binaries };
}

async function initialise(home: Home, { root }: Binaries): Promise<void> {
  const { account } = home;
  const own = async (path: string) => (account === null ? undefined : chown(path, account.uid, account.gid));
  await mkdir(home.root, { mode: 0o711 });
  for (const directory of [home.sockets, home.cluster]) {
    await mkdir(directory, { mode: 0o700 });
    await own(directory);
  }
  await writeFile(home.password, "old-password", { mode: 0o600 });
  const given = join(home.sockets, "password");
  await writeFile(given, "old-password", { mode: 0o600 });
  await own(given);
  const args = ["-D", home.cluster, "-U", "viewcurve", `--pwfile=${given}`, "--auth-local=scram-sha-256"];
  await promisify(execFile)(
    join(root, "bin/initdb"),
    [...args, "--auth-host=reject", "--encoding=UTF8", "--locale=C", "--no-sync"],
    { cwd: "/", env: BARE_ENVIRONMENT, ...runAs(account) },
  );
}
