import { spawn } from "node:child_process";
import { once } from "node:events";
import { access, chown, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { temporaryDirectory } from "#storage/embedded/temporary-directory.ts";
import { emptyDirectory, note, notes, postmasterPid, setting, start } from "./data-directory.ts";
import { eventually, postmastersOf, useElsewhere } from "./processes.ts";

const clusterOf = (directory: string) => join(directory, "postgres/data");

describe("several processes on one data directory", () => {
  it("share one server, which stays while anyone uses it", async () => {
    const directory = await emptyDirectory();
    const first = await useElsewhere(directory);
    const second = await start(directory);
    expect(second.adopted).toBe(true);
    expect(await postmastersOf(clusterOf(directory))).toHaveLength(1);
    await note(second, "from the second");
    // The one that started the server leaves first.
    await first.leave();
    expect(await notes(second)).toEqual(["from the second"]);
    await second.stop();
    expect(await postmastersOf(clusterOf(directory))).toEqual([]);
  });

  it("share a server that Ctrl-C in the terminal of the one that started it does not reach", async () => {
    const directory = await emptyDirectory();
    const first = await useElsewhere(directory);
    const second = await start(directory);
    const pid = await postmasterPid(clusterOf(directory));
    await first.interrupt();
    await note(second, "undisturbed");
    expect(await postmasterPid(clusterOf(directory))).toBe(pid);
  });

  it("may start at the same instant, on an empty directory as well", async () => {
    const directory = await emptyDirectory();
    const users = await Promise.all([1, 2, 3].map(() => useElsewhere(directory)));
    expect(await postmastersOf(clusterOf(directory))).toHaveLength(1);
    await Promise.all(users.map(({ server }, n) => note(server, `note ${n}`).catch(() => note(server, `note ${n}`))));
    expect(await notes(users[0]?.server ?? { connectionString: "" })).toEqual(["note 0", "note 1", "note 2"]);
    // However many keepers they started between them, one of them knows the server.
    await Promise.all(users.map((user) => user.kill()));
    await eventually("no server is left", async () => (await postmastersOf(clusterOf(directory))).length === 0);
  });

  it("may come and go at any moment, politely or killed, and each gets a server and keeps what it wrote", async () => {
    const directory = await emptyDirectory();
    const first = await useElsewhere(directory);
    await note(first.server, "first");
    await first.leave();
    const comeAndGo = async (name: string, killed: readonly boolean[]) => {
      for (const [round, kill] of killed.entries()) {
        const user = await useElsewhere(directory);
        await note(user.server, `${name} ${round}`);
        await (kill ? user.kill() : user.leave());
      }
    };
    await Promise.all([
      comeAndGo("a", [false, true, true, false, false, true, false, true]),
      comeAndGo("b", [true, false, false, false, true, true, true, false]),
    ]);
    expect(await notes(await start(directory))).toHaveLength(17);
    expect(await postmastersOf(clusterOf(directory))).toHaveLength(1);
  });
});

describe("kill -9", () => {
  it("of the only user stops the server, and loses nothing that was acknowledged", async () => {
    const directory = await emptyDirectory();
    const user = await useElsewhere(directory);
    await note(user.server, "acknowledged");
    await user.kill();
    await eventually("no server is left", async () => (await postmastersOf(clusterOf(directory))).length === 0);
    const again = await start(directory);
    expect(await notes(again)).toEqual(["acknowledged"]);
  });

  it("followed by a start at once ends with exactly one server", async () => {
    const directory = await emptyDirectory();
    for (let round = 0; round < 3; round += 1) {
      const user = await useElsewhere(directory);
      await note(user.server, `round ${round}`);
      await user.kill();
    }
    const again = await start(directory);
    expect(await notes(again)).toEqual(["round 0", "round 1", "round 2"]);
    expect(await postmastersOf(clusterOf(directory))).toHaveLength(1);
  });

  it("of one user leaves the server to the others", async () => {
    const directory = await emptyDirectory();
    const killed = await useElsewhere(directory);
    const other = await start(directory);
    await killed.kill();
    await note(other, "still there");
    await other.stop();
    expect(await postmastersOf(clusterOf(directory))).toEqual([]);
  });

  it("of a process whose cluster is worth nothing leaves no trace of it", async () => {
    const directory = await temporaryDirectory();
    const user = await useElsewhere(directory, { discard: true });
    expect(await setting(user.server, "fsync")).toBe("off");
    await user.kill();
    await eventually("the directory is gone", () =>
      access(directory).then(
        () => false,
        () => true,
      ),
    );
    expect(await postmastersOf(clusterOf(directory))).toEqual([]);
  });

  it("of the server itself is made good by the next start", async () => {
    const directory = await emptyDirectory();
    const user = await useElsewhere(directory);
    await note(user.server, "acknowledged");
    process.kill(await postmasterPid(clusterOf(directory)), "SIGKILL");
    const next = await start(directory);
    expect(await notes(next)).toEqual(["acknowledged"]);
    await user.kill();
    await note(next, "not stopped by the keeper of the first");
  });
});

describe("a postmaster.pid left behind", () => {
  it.each(["is gone", "is another program by now"])("does not matter when the process it names %s", async (fate) => {
    const directory = await emptyDirectory();
    const first = await start(directory);
    await note(first, "kept");
    const locks = [join(clusterOf(directory), "postmaster.pid"), join(directory, "postgres/run/.s.PGSQL.5432.lock")];
    const left = await Promise.all(locks.map((lock) => readFile(lock, "utf8")));
    await first.stop();

    // PostgreSQL fears only processes of its own account, so this one must be.
    const { uid, gid } = await stat(clusterOf(directory));
    const stranger = spawn("sleep", ["300"], { uid, gid, stdio: "ignore" });
    const ended = once(stranger, "exit");
    onTestFinished(() => void stranger.kill());
    if (fate === "is gone") {
      stranger.kill();
      await ended;
    }
    await Promise.all(
      locks.map((lock, n) => writeFile(lock, left[n]?.replace(/^\d+/, String(stranger.pid)) ?? "", { mode: 0o600 })),
    );
    await Promise.all(locks.map((lock) => chown(lock, uid, gid)));

    const second = await start(directory);
    expect(second.adopted).toBe(false);
    expect(await notes(second)).toEqual(["kept"]);
    await second.stop();
    await expect(access(locks[0] ?? "")).rejects.toThrow("ENOENT");
  });
});
