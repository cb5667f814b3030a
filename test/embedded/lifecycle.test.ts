import { access, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import { emptyDirectory, note, notes, postmasterPid, setting, start, using } from "./data-directory.ts";
import { postmastersOf } from "./processes.ts";

describe("the embedded PostgreSQL", () => {
  it("makes its cluster at the first start and finds everything again at the next", async () => {
    const directory = await emptyDirectory();
    const first = await start(directory);
    expect(first.adopted).toBe(false);
    await note(first, "kept");
    await first.stop();
    const second = await start(directory);
    expect(second.adopted).toBe(false);
    expect(await notes(second)).toEqual(["kept"]);
  });

  it("leaves no process and no lock behind when it is stopped, and may be stopped twice", async () => {
    const directory = await emptyDirectory();
    const server = await start(directory);
    const cluster = join(directory, "postgres/data");
    expect(await postmastersOf(cluster)).toHaveLength(1);
    await server.stop();
    await server.stop();
    expect(await postmastersOf(cluster)).toEqual([]);
    await expect(access(join(cluster, "postmaster.pid"))).rejects.toThrow("ENOENT");
  });

  it("sorts and folds case the same on every machine, checks its pages, and fits a laptop", async () => {
    const server = await start(await emptyDirectory());
    const [row] = await using(server, async (db) => {
      const { rows } = await sql`
        select datlocprovider as provider, datlocale as locale, pg_encoding_to_char(encoding) as encoding,
          lower('ÄÉЖ') as folded, pg_size_bytes(current_setting('shared_buffers')) <= 1024 * 1024 * 1024 as small,
          pg_size_bytes(current_setting('max_wal_size')) <= 512 * 1024 * 1024 as short
        from pg_database where datname = current_database()`.execute(db);
      return rows;
    });
    expect(row).toEqual({
      provider: "b",
      locale: "C.UTF-8",
      encoding: "UTF8",
      folded: "äéж",
      small: true,
      short: true,
    });
    expect(await setting(server, "data_checksums")).toBe("on");
    expect(await setting(server, "fsync")).toBe("on");
  });

  it("listens nowhere but on a socket in a private directory, and asks for the password even there", async () => {
    const directory = await emptyDirectory();
    const server = await start(directory);
    expect(await setting(server, "listen_addresses")).toBe("");
    const sockets = await setting(server, "unix_socket_directories");
    expect((await stat(JSON.parse(sockets ?? ""))).mode & 0o777).toBe(0o700);
    expect((await stat(join(directory, "postgres/password"))).mode & 0o777).toBe(0o600);
    const unknown = server.connectionString.replace(/:[^:@]+@/, ":guessed@");
    await expect(notes({ connectionString: unknown })).rejects.toThrow("password authentication failed");
  });

  it.runIf(process.platform === "linux")("gives the server nothing of our environment", async () => {
    process.env["YOUTUBE_API_KEYS"] = "canary-key";
    try {
      const directory = await emptyDirectory();
      await start(directory);
      const pid = await postmasterPid(join(directory, "postgres/data"));
      const environment = await readFile(`/proc/${pid}/environ`, "utf8");
      expect(environment).toContain("LC_ALL=C");
      expect(environment).not.toContain("canary-key");
    } finally {
      delete process.env["YOUTUBE_API_KEYS"];
    }
  });
});
