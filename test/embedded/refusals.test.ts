import { execFileSync } from "node:child_process";
import { chown, mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { emptyDirectory, note, notes, start, tryStart } from "./data-directory.ts";

const isRoot = process.geteuid?.() === 0;

/** A file system of so many bytes on the directory, where we may mount one. */
function mountSmallDisk(directory: string, size: string): boolean {
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${size},mode=0755`, "tmpfs", directory], { stdio: "ignore" });
    onTestFinished(() => void execFileSync("umount", ["--lazy", directory]));
    return true;
  } catch {
    return false;
  }
}

describe("what cannot be started is refused with a cause and a way out", () => {
  it("refuses the cluster of another major version, naming both, and touches nothing", async () => {
    const directory = await emptyDirectory();
    await (await start(directory)).stop();
    const version = join(directory, "postgres/data/PG_VERSION");
    await writeFile(version, "15\n");
    const before = await stat(join(directory, "postgres/data"));
    const refusal = await tryStart(directory);
    expect(refusal).toMatchObject({ kind: "refused", reason: "version" });
    expect(refusal.kind === "refused" && refusal.message).toMatch(/PostgreSQL 15.*PostgreSQL 18.*DATABASE_URL/);
    expect(await readFile(version, "utf8")).toBe("15\n");
    expect((await stat(join(directory, "postgres/data"))).mtimeMs).toBe(before.mtimeMs);
  });

  it("refuses a directory with somebody else's files in the cluster's place, and leaves them", async () => {
    const directory = await emptyDirectory();
    await mkdir(join(directory, "postgres"));
    await writeFile(join(directory, "postgres/letter.txt"), "mine");
    expect(await tryStart(directory)).toMatchObject({ kind: "refused", reason: "missing" });
    expect(await readFile(join(directory, "postgres/letter.txt"), "utf8")).toBe("mine");
    expect(await readdir(directory)).toEqual(["postgres"]);
  });

  it("refuses a password file that does not fit, at once", async () => {
    const directory = await emptyDirectory();
    await (await start(directory)).stop();
    await writeFile(join(directory, "postgres/password"), "another");
    expect(await tryStart(directory)).toMatchObject({ kind: "refused", reason: "failed" });
  });

  it("says that the disk is full when the cluster does not fit, and makes it once there is room", async (test) => {
    const directory = await emptyDirectory();
    if (!isRoot || !mountSmallDisk(directory, "20m")) test.skip("needs the right to mount a small disk");
    expect(await tryStart(directory)).toMatchObject({ kind: "refused", reason: "disk-full" });
    expect(await readdir(directory)).toEqual([]);
    execFileSync("mount", ["-o", "remount,size=300m", directory]);
    await (await start(directory)).stop();
  });

  it("says that the disk is full when a server cannot start on it, and finds everything once there is room", async (test) => {
    const directory = await emptyDirectory();
    if (!isRoot || !mountSmallDisk(directory, "200m")) test.skip("needs the right to mount a small disk");
    const first = await start(directory);
    await note(first, "kept");
    await first.stop();
    const ballast = join(directory, "ballast");
    execFileSync("sh", ["-c", 'cat /dev/zero > "$1" 2> /dev/null || true', "sh", ballast]);
    expect(await tryStart(directory)).toMatchObject({ kind: "refused", reason: "disk-full" });
    execFileSync("rm", [ballast]);
    expect(await notes(await start(directory))).toEqual(["kept"]);
  });

  it("clears away what a crash in the middle of creating left behind", async () => {
    const directory = await emptyDirectory();
    const leftover = join(directory, `postgres.new-${2 ** 22 + 1}-abcd1234`);
    await mkdir(join(leftover, "data"), { recursive: true });
    await writeFile(join(leftover, "data/PG_VERSION"), "18\n");
    await start(directory);
    expect(await readdir(directory)).toEqual(["postgres"]);
  });

  it("says whose the cluster is when it is not ours", async (test) => {
    if (!isRoot) test.skip("needs root, to make a cluster that is another account's");
    const directory = await emptyDirectory();
    await (await start(directory)).stop();
    await chown(join(directory, "postgres/password"), 0, 0);
    const script = new URL("server-user.ts", import.meta.url).pathname;
    const [uid, gid] = [65_534, 65_534];
    const said = execFileSync(process.execPath, [script, directory], { uid, gid, encoding: "utf8", cwd: "/" });
    expect(JSON.parse(said)).toMatchObject({ kind: "refused", reason: "permission" });
  });
});
