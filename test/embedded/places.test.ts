import { chmod, chown, cp, mkdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { findBinaries } from "#storage/embedded/binaries.ts";
import { emptyDirectory, note, notes, setting, start, tryStart } from "./data-directory.ts";
import { useElsewhere } from "./processes.ts";

const isRoot = process.geteuid?.() === 0;

describe("a data directory", () => {
  it.each([
    ["with spaces, quotes and commas in its path", `it's "here", or not`],
    ["whose path is too long for a socket", `${"long/".repeat(30)}end`],
  ])("may be one %s", async (_, path) => {
    const directory = join(await emptyDirectory(), path);
    const first = await start(directory);
    await note(first, "kept");
    const sockets = JSON.parse((await setting(first, "unix_socket_directories"))?.replaceAll('""', '\\"') ?? "");
    expect((await stat(sockets)).mode & 0o777).toBe(0o700);
    expect((await useElsewhere(directory).then((user) => user.leave().then(() => user))).server.adopted).toBe(true);
    await first.stop();
    if (!sockets.startsWith(directory)) await expect(stat(sockets)).rejects.toThrow("ENOENT");
    expect(await notes(await start(directory))).toEqual(["kept"]);
  });

  it("may be moved between two starts", async () => {
    const parent = await emptyDirectory();
    const first = await start(join(parent, "before"));
    await note(first, "kept");
    await first.stop();
    await rename(join(parent, "before"), join(parent, "after"));
    expect(await notes(await start(join(parent, "after")))).toEqual(["kept"]);
  });
});

describe.runIf(isRoot)("as root", () => {
  it("runs the server as somebody else", async () => {
    const directory = await emptyDirectory();
    await start(directory);
    expect((await stat(join(directory, "postgres/data"))).uid).not.toBe(0);
    // The account must not learn the password, for it may be shared.
    expect(await stat(join(directory, "postgres/password"))).toMatchObject({ uid: 0 });
  });

  it("keeps the cluster where the server's account can go when it cannot go to the data directory", async () => {
    const directory = await emptyDirectory(0o700);
    const lines: string[] = [];
    const first = await start(directory, lines);
    const [home = ""] = (await readFile(join(directory, "postgres.location"), "utf8")).split("\n");
    onTestFinished(() => rm(home, { recursive: true, force: true }));
    expect(home).toMatch(/^\/var\/lib\/viewcurve\//);
    expect(lines).toEqual([expect.stringContaining(home)]);
    await note(first, "kept");
    await first.stop();

    const again: string[] = [];
    const second = await start(directory, again);
    expect(await notes(second)).toEqual(["kept"]);
    expect(again).toEqual([]);
    await second.stop();

    await rm(home, { recursive: true });
    expect(await tryStart(directory)).toMatchObject({ kind: "refused", reason: "missing" });
  });

  it("says what to do when the way to an existing cluster is closed", async () => {
    const parent = await emptyDirectory();
    const directory = join(parent, "data");
    await (await start(directory)).stop();
    await chmod(parent, 0o700);
    expect(await tryStart(directory)).toMatchObject({ kind: "refused", reason: "permission" });
    await chmod(parent, 0o711);
    await start(directory);
  });

  it("copies the programs where the server's account can go, once", async () => {
    const spare = join(await emptyDirectory(), "spare");
    const lines: string[] = [];
    // An account that may not enter the checkout: stood in for by programs that only root can read.
    const hidden = await emptyDirectory(0o700);
    const installed = await findBinaries({ account: null, spare, log: (line) => lines.push(line) });
    if (installed.kind === "refused") throw new Error(installed.message);
    await cp(join(installed.root, ".."), join(hidden, "package"), { recursive: true, verbatimSymlinks: true });
    const account = { kind: "account", name: "nobody", uid: 65_534, gid: 65_534 } as const;
    const options = {
      account,
      spare,
      installed: join(hidden, "package/native"),
      log: (line: string) => lines.push(line),
    };
    const first = await findBinaries(options);
    expect(first).toMatchObject({ kind: "found", major: 18 });
    expect(first.kind === "found" && first.root).toContain(spare);
    expect(await findBinaries(options)).toEqual(first);
    expect(lines).toHaveLength(1);
  });
});

describe.runIf(isRoot)("as anybody else", () => {
  it("works in a directory that nobody else can enter", async () => {
    const directory = join(await emptyDirectory(), "private");
    await mkdir(directory, { mode: 0o700 });
    await chown(directory, 65_534, 65_534);
    const user = await useElsewhere(directory, { uid: 65_534, gid: 65_534 });
    await note(user.server, "kept");
    expect(await stat(join(directory, "postgres/data"))).toMatchObject({ uid: 65_534 });
    await user.leave();
    // Root comes later and finds a cluster that belongs to somebody: it stays theirs.
    const asRoot = await start(directory);
    expect(await notes(asRoot)).toEqual(["kept"]);
    await asRoot.stop();
    const again = await useElsewhere(directory, { uid: 65_534, gid: 65_534 });
    expect(await notes(again.server)).toEqual(["kept"]);
    await again.leave();
  });
});
