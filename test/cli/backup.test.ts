import { copyFile, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Installation, newInstallation } from "./installation.ts";

const KEY = "AIzaCanary-of-the-backed-up-project-001";
/** Nothing listens there: a collector that runs here must not ask the real YouTube. */
const NOWHERE = "http://127.0.0.1:9";

/** One installation that is backed up, and the other directories it is brought back in, as an operator would do it. */
describe("an installation", () => {
  let installation: Installation;
  const elsewhere = (name: string) => ({ VIEWCURVE_DATA: name, VIEWCURVE_SECRET: "the-same-wherever-it-runs" });
  const run = (args: readonly string[], where = "data", input?: string) =>
    installation.run(args, elsewhere(where), input);

  beforeAll(async () => {
    installation = await newInstallation();
    expect((await run(["keys", "add"], "data", KEY)).code).toBe(0);
    expect((await run(["track", "UCHnyfMqiRRG1u-2MsSQLbXA"])).code).toBe(0);
  });
  afterAll(() => installation.remove());

  it("is backed up to a file that holds no key and no secret, and says what it did", async () => {
    const { code, stdout, stderr } = await run(["backup", "all.backup"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^Backed up \d+ rows to .*all\.backup \(\d+ bytes\)\. The secret .* is not in it/);
    const bytes = await readFile(join(installation.directory, "all.backup"));
    expect(bytes.includes(KEY)).toBe(false);
    expect(bytes.includes("the-same-wherever-it-runs")).toBe(false);
  });

  it("does not replace a file unasked, and by --force only with a whole one", async () => {
    const path = join(installation.directory, "mine.backup");
    await writeFile(path, "mine");
    expect(await run(["backup", "mine.backup"])).toMatchObject({ code: 1, stderr: expect.stringContaining("--force") });
    expect(await readFile(path, "utf8")).toBe("mine");
    const { code, stdout } = await run(["backup", "mine.backup", "--force", "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ path, rows: expect.any(Number), bytes: (await stat(path)).size });
  });

  it("is brought back elsewhere with its keys and requests, once", async () => {
    expect(await run(["restore", "all.backup"], "second")).toMatchObject({ code: 0, stderr: "" });
    const listed = async (where: string) => (await run(["keys", "list", "--json"], where)).stdout;
    expect(await listed("second")).toBe(await listed("data"));
    expect((await run(["doctor"], "second")).stdout).toMatch(/^ok {3}keys: 1 usable/m);
    expect(await run(["restore", "all.backup"], "second")).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^viewcurve: This database has data already .*--replace\.\n$/),
    });
    expect(await run(["restore", "all.backup", "--replace"], "second")).toMatchObject({ code: 0 });
  });

  it("refuses a damaged file and makes nothing of it", async () => {
    const bytes = await readFile(join(installation.directory, "all.backup"));
    await writeFile(join(installation.directory, "cut.backup"), bytes.subarray(0, -1));
    expect(await run(["restore", "cut.backup"], "third")).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^viewcurve: .*cut\.backup is damaged: .*\n$/),
    });
    expect(await run(["backup", "none.backup"], "third")).toMatchObject({
      code: 1,
      stderr: "viewcurve: There is nothing to back up: the database is empty.\n",
    });
    expect(await readdir(installation.directory)).not.toContain("none.backup");
  });

  it("that runs is backed up by itself, with the oldest given up, and not restored into", async () => {
    await copyFile(
      join(installation.directory, "all.backup"),
      join(installation.directory, "viewcurve-20250101T000000Z.backup"),
    );
    const settings = { ...elsewhere("data"), VIEWCURVE_BACKUP_DIR: ".", VIEWCURVE_BACKUP_KEEP: "1" };
    const running = installation.start(["start"], {
      ...settings,
      VIEWCURVE_YOUTUBE_URL: NOWHERE,
      VIEWCURVE_FEEDS_URL: NOWHERE,
    });
    await running.logs(/Backed up \d+ rows/);
    const made = (await readdir(installation.directory)).filter((name) => /^viewcurve-.*\.backup$/.test(name));
    expect(made).toHaveLength(1);
    expect(made).not.toContain("viewcurve-20250101T000000Z.backup");
    expect(await run(["restore", "all.backup", "--replace"])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("stop `viewcurve start` first"),
    });
    expect((await running.end("SIGTERM")).code).toBe(0);
    expect(await run(["restore", made[0] ?? ""], "fourth")).toMatchObject({ code: 0 });
  });

  it("keeps backups by schedule beside a start elsewhere, until it is stopped", async () => {
    const settings = { ...elsewhere("data"), VIEWCURVE_BACKUP_DIR: "kept/backups" };
    const running = installation.start(["backup", "--schedule"], settings);
    await running.logs(/Backed up \d+ rows/);
    expect(await running.end("SIGINT")).toMatchObject({ code: 0, stdout: "" });
    expect(await readdir(join(installation.directory, "kept/backups"))).toHaveLength(1);
  });

  it("says that there is nothing to upgrade when its database is of the right PostgreSQL", async () => {
    expect(await run(["upgrade"])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/is one of PostgreSQL 18, as it should be\.\n$/),
    });
    expect(await run(["upgrade", "--confirm"])).toMatchObject({ code: 0, stdout: "No old database is kept.\n" });
  });

  it.each([
    [["backup"], /Give the file to write, or --schedule/],
    [["backup", "x.backup", "--schedule"], /Give the file to write, or --schedule/],
    [["backup", "--schedule"], /VIEWCURVE_BACKUP_DIR says where to/],
    [["restore"], /missing required argument 'file'/],
  ])("refuses %j with exit code 2", async (args, says) => {
    expect(await run(args)).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(says) });
  });
});
