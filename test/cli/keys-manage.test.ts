import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "#clock.ts";
import { type EmbeddedServer, startEmbedded } from "#storage/embedded/start-embedded.ts";
import { type Installation, newInstallation } from "./installation.ts";

const key = (n: number) => `AIzaCanary-that-is-imported-000000000${n}`;

const SECRET = { VIEWCURVE_SECRET: "the-first-phrase-of-this-test" };

/** The commands that look after keys and projects, one after the other, as an operator would type them. */
describe("looking after keys", () => {
  let installation: Installation;
  let server: EmbeddedServer;

  beforeAll(async () => {
    installation = await newInstallation();
    await mkdir(installation.dataDirectory);
    // Held open, so that every command joins it instead of starting it.
    const started = await startEmbedded({
      dataDirectory: installation.dataDirectory,
      clock: systemClock,
      durable: false,
      log: () => undefined,
    });
    if (started.kind === "refused") throw new Error(started.message);
    server = started;
  });
  afterAll(async () => {
    await server.stop();
    await installation.remove();
  });

  async function succeed(args: readonly string[], input?: string): Promise<string> {
    const { code, stdout, stderr } = await installation.run(args, {}, input);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).not.toContain("Canary");
    return stdout;
  }

  /** Runs a command that must be refused with one sentence or a short list, and never show a key or a stack. */
  async function refused(args: readonly string[], input?: string, settings?: Record<string, string>) {
    const { code, stdout, stderr } = await installation.run(args, settings ?? {}, input);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/^viewcurve: /);
    expect(stderr).not.toMatch(/Canary|\n\s+at /);
    return { code, stderr };
  }

  const listed = async () =>
    (await succeed(["keys", "list", "--json"]))
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));

  it("imports a file with comments and blank lines, whole or not at all", async () => {
    const text = `# keys of the agency\n\n${key(1)}   # the first\r\nmain : ${key(2)}\n`;
    const second = await refused(["keys", "import"], text);
    expect(second).toMatchObject({ code: 1, stderr: expect.stringContaining("None of the keys was stored") });
    expect(await succeed(["keys", "list", "--json"])).toBe("");
    const wrong = await refused(["keys", "import"], `${text}not a key at all\nbad name:${key(3)}\n${key(2)}\n`);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toMatch(
      /line 5 is no API key.*\n.*line 6 names no project.*\n.*line 7 is a key that another line/,
    );

    const file = join(installation.directory, "keys.txt");
    await writeFile(file, text);
    expect(await succeed(["keys", "import", file, "--acknowledge-projects"])).toBe(
      "Added 2 keys; 0 were there already.\n",
    );
    expect(JSON.parse(await succeed(["keys", "import", "-", "--json"], text))).toEqual({ added: 0, there: 2 });
    expect((await listed()).map(({ projectId, masked }) => `${projectId} ${masked}`)).toEqual([
      "default AIza…0001",
      "main AIza…0002",
    ]);
  });

  it("imports nothing from nothing, nor from a file that is not there", async () => {
    expect((await refused(["keys", "import"], "# only a comment\n")).code).toBe(2);
    expect(await refused(["keys", "import", "absent.txt"])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("ENOENT"),
    });
  });

  it("pauses a key, resumes it, and says that a test waits while nothing collects", async () => {
    const [first] = await listed();
    const prefix = first.fingerprint.slice(0, 10);
    expect(await succeed(["keys", "pause", prefix])).toContain("AIza…0001 rests");
    expect((await listed())[0]).toMatchObject({ state: "paused" });
    expect(await succeed(["doctor"])).toContain("ok   keys: 1 usable, 0 refused, 1 paused");
    expect(await refused(["keys", "test", prefix])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("keys resume"),
    });
    expect(await succeed(["keys", "resume", prefix])).toContain("AIza…0001 is in use again");
    expect(await succeed(["keys", "test", prefix])).toContain("AIza…0001 waits");
    expect(JSON.parse(await succeed(["keys", "test", prefix, "--json"]))).toMatchObject({ state: "testing" });
    for (const command of ["pause", "resume", "test", "remove"]) {
      expect((await refused(["keys", command, "zz"])).stderr).toContain("No key's fingerprint begins");
    }
  });

  it("lists projects, changes their limits, and removes only what has no keys", async () => {
    expect(await succeed(["projects", "add", "spare", "--search", "7"])).toContain("Added the project spare");
    expect(await succeed(["projects", "limit", "main", "--default", "50000"])).toContain("default 50000");
    const lines = (await succeed(["projects", "list", "--json"])).trim().split("\n");
    const projects = lines.map((line) => JSON.parse(line));
    expect(projects.map(({ id, keys }) => [id, keys])).toEqual([
      ["default", 1],
      ["main", 1],
      ["spare", 0],
    ]);
    expect(projects[1].today[0]).toEqual({ bucket: "default", limit: 50_000, used: 0, left: 50_000, spentAt: null });
    expect(projects[2].today[1]).toMatchObject({ bucket: "search", limit: 7 });
    expect(await succeed(["projects", "list"])).toMatch(/^project +Google's name +keys +default +search +batch\n/);
    expect((await refused(["projects", "remove", "main"])).stderr).toContain("has keys");
    expect(await succeed(["projects", "remove", "spare"])).toContain("Removed the project spare");
    expect((await refused(["projects", "remove", "spare"])).stderr).toContain('no project "spare"');
    expect((await refused(["projects", "limit", "nobody", "--batch", "1"])).code).toBe(1);
    expect((await refused(["projects", "limit", "main"])).code).toBe(2);
    expect((await refused(["projects", "limit", "main", "--batch", "-1"])).code).toBe(2);
    expect((await refused(["projects", "add", "a b"])).code).toBe(2);
    expect((await refused(["projects", "add", "main"])).stderr).toContain("already");
  });

  it("rotates the secret file: the keys stay, under other fingerprints, and what was copied of it opens nothing", async () => {
    const before = await listed();
    expect(await succeed(["keys", "rotate-secret"])).toBe(
      "Sealed 2 keys anew; the former secret opens none of them. The secret file has been replaced.\n",
    );
    const after = await listed();
    expect(after.map(({ masked }) => masked)).toEqual(before.map(({ masked }) => masked));
    expect(after[0].fingerprint).not.toBe(before[0].fingerprint);
    expect((await installation.run(["doctor"])).stdout).toContain("ok   keys: 2 usable");
  });

  it("rotates VIEWCURVE_SECRET to the one that comes on standard input", async () => {
    const own = await newInstallation();
    try {
      const run = (args: readonly string[], secret: string, input = "") =>
        own.run(args, { VIEWCURVE_SECRET: secret }, input);
      expect((await run(["keys", "add"], SECRET.VIEWCURVE_SECRET, key(5))).code).toBe(0);
      const next = "the-second-phrase-of-this-test";
      for (const bad of ["", "short", "with blanks in it, but long", SECRET.VIEWCURVE_SECRET]) {
        const answer = await run(["keys", "rotate-secret"], SECRET.VIEWCURVE_SECRET, `${bad}\n`);
        expect({ bad, code: answer.code }).toEqual({ bad, code: 2 });
        if (bad) expect(answer.stderr).not.toContain(bad);
      }
      const rotated = await run(["keys", "rotate-secret"], SECRET.VIEWCURVE_SECRET, `${next}\n`);
      expect(rotated).toMatchObject({ code: 0, stdout: expect.stringContaining("Set VIEWCURVE_SECRET to the new") });
      expect(rotated.stdout).not.toContain(next);
      expect((await run(["doctor"], next)).stdout).toContain("ok   keys: 1 usable");
      expect((await run(["doctor"], SECRET.VIEWCURVE_SECRET)).stdout).toContain(
        "BAD  keys: AIza…0005 cannot be opened",
      );
      const stale = await run(["keys", "add"], SECRET.VIEWCURVE_SECRET, key(6));
      expect(stale).toMatchObject({ code: 1, stderr: expect.stringContaining("sealed by another secret") });
    } finally {
      await own.remove();
    }
  });
});
