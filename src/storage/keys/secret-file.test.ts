import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadOrCreateSecret } from "./secret-file.ts";

describe("the secret file", () => {
  let home: string;
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), "viewcurve-secret-"));
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  const fileIn = async (directory: string) => join(directory, (await readdir(directory))[0] ?? "none");

  it("is made once for a data directory, and readable by its owner only", async () => {
    const first = await loadOrCreateSecret(home, "/data/one");
    expect(await loadOrCreateSecret(home, "/data/one")).toEqual(first);
    const file = await fileIn(join(home, "viewcurve"));
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await chmod(file, 0o644);
    await loadOrCreateSecret(home, "/data/one");
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const other = await loadOrCreateSecret(home, "/data/two");
    expect(other.kind).toBe("opened");
    expect(other).not.toEqual(first);
  });

  it("is one and the same for all who come first at once, and leaves no draft", async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => loadOrCreateSecret(home, "/data")));
    expect(new Set(all.map((one) => one.kind === "opened" && one.secret.toString("hex"))).size).toBe(1);
    expect(await readdir(join(home, "viewcurve"))).toHaveLength(1);
  });

  it("never lies in the data directory", async () => {
    const refused = await loadOrCreateSecret(join(home, "data", "config"), join(home, "data"));
    expect(refused).toMatchObject({ kind: "refused", reason: expect.stringContaining("VIEWCURVE_SECRET") });
    expect((await loadOrCreateSecret(join(home, "database"), join(home, "data"))).kind).toBe("opened");
  });

  it("is not taken for one when it is something else, nor overwritten", async () => {
    await loadOrCreateSecret(home, "/data");
    const file = await fileIn(join(home, "viewcurve"));
    await writeFile(file, "short");
    expect(await loadOrCreateSecret(home, "/data")).toMatchObject({ kind: "refused" });
    expect((await stat(file)).size).toBe(5);
  });

  it("is refused with a reason where nothing can be written", async () => {
    await mkdir(join(home, "config"));
    await writeFile(join(home, "config", "viewcurve"), "in the way");
    const refused = await loadOrCreateSecret(join(home, "config"), "/data");
    expect(refused).toMatchObject({ kind: "refused", reason: expect.stringContaining("XDG_CONFIG_HOME") });
  });
});
