import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Installation, newInstallation } from "./installation.ts";

const COMMANDS = [
  "start",
  "demo",
  "simulate",
  "track",
  "untrack",
  "watch",
  "discover",
  "keys",
  "projects",
  "tokens",
  "login-link",
  "plan",
  "quota",
  "calls",
  "policy",
  "import",
  "insights",
  "export",
  "hydrate",
  "shell",
  "doctor",
  "migrate",
  "backup",
  "restore",
  "upgrade",
  "completions",
];

describe("viewcurve", () => {
  let installation: Installation;

  beforeAll(async () => {
    installation = await newInstallation();
  });
  afterAll(() => installation.remove());

  it("lists every command, and explains each, on standard output", async () => {
    const { code, stdout, stderr } = await installation.run(["--help"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(Array.from(stdout.matchAll(/^ {2}([a-z-]+) /gm), ([, name]) => name)).toEqual([...COMMANDS, "help"]);
    for (const command of COMMANDS) {
      const help = await installation.run([command, "--help"]);
      expect(help).toMatchObject({ code: 0, stderr: "" });
      expect(help.stdout).toContain(`Usage: viewcurve ${command}`);
    }
  });

  it.each([
    [["strat"], /unknown command 'strat'\n\(Did you mean start\?\)/],
    [["demo", "--day", "3"], /unknown option '--day'\n\(Did you mean --days\?\)/],
    [["track"], /missing required argument 'channel'/],
    [["track", "@veritasium", "--weight", "0"], /must be a number from 0\.01 to 100/],
    [["track", "no sense"], /"no sense" is no channel: give a URL/],
    [["demo", "--days", "abc"], /'abc' is invalid\. It must be a number of days/],
    [["demo", "--channels", "1.5"], /must be a whole number/],
    [["demo", "--port", "65536"], /must be a whole number from 0 to 65535/],
    [["simulate", "--replay", "x.csv", "--from", "someday"], /--from must be a date, such as 2026-02-01/],
    [["keys", "add", "--project", "a/b"], /"a\/b" is no name for a project/],
    [["policy", "set", "29d"], /"29d" is no limit: it must be keep, or 30 days or more/],
    [["policy", "set", "keep", "--text", "soon"], /"soon" is no limit for texts: it must be keep/],
    [["calls", "--since", "yesterday"], /--since and --until take an instant/],
    [["calls", "--outcome", "lost"], /"lost" is no outcome: it must be one of answered/],
    [["calls", "--bucket", "all"], /"all" is no bucket: it must be one of default, search, batch/],
    [["calls", "--limit", "0"], /must be a whole number from 1 to 10000/],
    [["untrack", "no sense"], /"no sense" is no channel: give a URL/],
    [["untrack", "--purge", "dQw4w9WgXcQ"], /dQw4w9WgXcQ is a video: --purge removes whole channels/],
    [["tokens", "add", "x"], /required option '--scope <scope>' not specified/],
    [["tokens", "add", "x", "--scope", "all"], /Allowed choices are read, write, admin/],
    [["tokens", "add", "x", "--scope", "read", "--expires", "soon"], /"soon" is no length of time: write 12h/],
    [["tokens", "add", " ", "--scope", "read"], /A token's name has 1 to 100 characters/],
    [["keys", "add"], /No key came: paste it on standard input/],
    [["import", "videos", "ids.txt", "--rejects", "./ids.txt"], /is the file that is imported, and would be lost/],
  ])("refuses %j with exit code 2 and what to write instead", async (args, message) => {
    const { code, stdout, stderr } = await installation.run(args);
    expect(stderr).toMatch(/^viewcurve: /);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split("\n").length).toBeLessThan(3);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });

  it("exports over no file that is there already", async () => {
    const path = join(installation.directory, "out");
    await mkdir(path);
    await writeFile(join(path, "videos.csv"), "mine");
    const { code, stderr } = await installation.run(["export", "videos", "--out", path]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("holds a videos.csv already") });
    expect(await readdir(path)).toEqual(["videos.csv"]);
    await rm(path, { recursive: true });
  });

  it("names every setting that is wrong, shows no value, and does nothing", async () => {
    const { code, stderr } = await installation.run(["start"], {
      VIEWCURVE_PROT: "1",
      VIEWCURVE_PORT: "x",
      YOUTUBE_API_KEYS: "news:canary key",
    });
    expect(code).toBe(2);
    expect(stderr.match(/^ {2}- \w+/gm)).toEqual(["  - VIEWCURVE_PROT", "  - YOUTUBE_API_KEYS", "  - VIEWCURVE_PORT"]);
    expect(stderr).toContain("did you mean VIEWCURVE_PORT?");
    expect(stderr).not.toContain("canary");
  });

  it("does not run past a .env that it cannot read", async () => {
    const path = join(installation.directory, ".env");
    await mkdir(path);
    const { code, stderr } = await installation.run(["migrate"]);
    await rm(path, { recursive: true });
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(/^viewcurve: .* \.env cannot be read.*\n$/),
    });
  });

  it.each([
    [["migrate"], { DATABASE_URL: "postgres://u:canary@127.0.0.1:1/x" }, /DATABASE_URL cannot be used: .*ECONNREFUSED/],
    [["migrate"], { DATABASE_URL: "postgres://u:canary@localhost:1/x" }, /DATABASE_URL cannot be used: .*ECONNREFUSED/],
    [["migrate"], { VIEWCURVE_DATA: "file" }, /is no directory.*VIEWCURVE_DATA/],
    [["migrate"], { VIEWCURVE_DATA: "file/data" }, /is no directory.*VIEWCURVE_DATA/],
    [["keys", "list"], { XDG_CONFIG_HOME: "file" }, /secret file .* cannot be used.*XDG_CONFIG_HOME/],
    [["demo", "--replay", "nothing.csv"], {}, /nothing\.csv cannot be replayed: .*no such file/],
  ])("%j with %j fails with one sentence and code 1", async (args, settings, message) => {
    await writeFile(join(installation.directory, "file"), "");
    const { code, stdout, stderr } = await installation.run(args, settings);
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^viewcurve: [^\n]+\n$/);
    expect(stderr).not.toContain("canary");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  });
});
