import { mkdir } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "#clock.ts";
import { type EmbeddedServer, startEmbedded } from "#storage/embedded/start-embedded.ts";
import { type Installation, newInstallation } from "./installation.ts";

const FIRST = "AIzaCanary-of-the-first-project-0000001";
const SECOND = "AIzaCanary-of-the-second-project-000002";

/** The commands that look into a database, one after the other, as somebody setting things up would type them. */
describe("setting up", () => {
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

  /** Runs a command that must do well in silence. */
  async function succeed(args: readonly string[], input?: string): Promise<string> {
    const { code, stdout, stderr } = await installation.run(args, {}, input);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    return stdout;
  }

  it("makes the database in ./data by itself, and again changes nothing", async () => {
    expect(await succeed(["migrate"])).toBe("The database's schema is up to date.\n");
    expect(await succeed(["migrate"])).toBe("The database's schema is up to date.\n");
  });

  it("says what is missing, with code 1, until there is a key", async () => {
    const { code, stdout } = await installation.run(["doctor"]);
    expect(code).toBe(1);
    expect(stdout.match(/^BAD .*$/gm)).toEqual([
      "BAD  keys: none: `viewcurve keys add` reads one from standard input.",
    ]);
  });

  it("takes a key from standard input, once, and shows it masked only", async () => {
    expect(await succeed(["keys", "add"], `  ${FIRST}\r\n`)).toContain("Added AIza…0001 to the project default.");
    expect(await succeed(["keys", "add"], FIRST)).toBe("AIza…0001 is there already, in the project default.\n");
    const [line, ...more] = (await succeed(["keys", "list", "--json"])).trim().split("\n");
    expect(more).toEqual([]);
    expect(JSON.parse(line ?? "")).toEqual({
      fingerprint: expect.stringMatching(/^[0-9a-f]{16,}$/),
      projectId: "default",
      masked: "AIza…0001",
      state: "usable",
      reason: null,
      refusedAt: null,
      testAt: null,
      testedAt: null,
      testSaid: null,
      addedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    });
    expect((await installation.run(["doctor"])).code).toBe(0);
  });

  it("checks a database of DATABASE_URL without wanting a data directory", async () => {
    const settings = {
      DATABASE_URL: server.connectionString,
      VIEWCURVE_DATA: "absent",
      VIEWCURVE_SECRET: "x".repeat(16),
    };
    const { stdout, stderr } = await installation.run(["doctor"], settings);
    expect(stderr).toBe("");
    expect(stdout).toContain("ok   database: the database of DATABASE_URL answers");
    // The key was sealed by another secret.
    expect(stdout).toMatch(/^BAD {2}keys: AIza…0001 cannot be opened/m);
  });

  it("refuses what is no key, and does not repeat it", async () => {
    const { code, stdout, stderr } = await installation.run(["keys", "add"], {}, "canary key\n");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^viewcurve: That is no API key[^\n]+\n$/);
    expect(stderr).not.toContain("canary");
  });

  it("takes a second project's key only when the policy has been acknowledged, from `start` too", async () => {
    const args = ["keys", "add", "--project", "other"];
    const refusal = await installation.run(args, {}, SECOND);
    const start = await installation.run(["start"], { YOUTUBE_API_KEYS: `other:${SECOND}` });
    for (const { code, stdout, stderr } of [refusal, start]) {
      expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
      expect(stderr).toContain("viewcurve keys add --project other --acknowledge-projects");
      expect(stderr).not.toContain("Canary");
    }
    expect(await succeed([...args, "--acknowledge-projects"], SECOND)).toContain("to the project other.");
  });

  it("removes the key whose fingerprint is begun, when there is one only", async () => {
    const listed = (await succeed(["keys", "list"])).trim().split("\n");
    expect(listed.map((line) => line.split(/ +/)[0])).toEqual(["key", "AIza…0001", "AIza…0002"]);
    expect((await installation.run(["keys", "remove", "zz"])).code).toBe(1);
    const fingerprint = listed[2]?.split(/ +/)[1] ?? "";
    expect(await succeed(["keys", "remove", fingerprint])).toBe("Removed AIza…0002.\n");
    expect(await succeed(["keys", "list"])).not.toContain("0002");
  });

  it("keeps what is to be tracked until something collects, and plans to look it up", async () => {
    const url = "https://www.youtube.com/@3Blue1Brown";
    expect(await succeed(["track", url])).toMatch(/^@3blue1brown waits: /i);
    const answer = JSON.parse(await succeed(["track", url, "--json"]));
    expect(answer).toMatchObject({ state: "waiting", channelId: null, requestedAt: expect.stringMatching(/Z$/) });
    const { lanes } = JSON.parse(await succeed(["plan", "--json"]));
    expect(lanes).toContainEqual(expect.objectContaining({ lane: "finding", kind: "call", call: "resolve" }));
    expect(await succeed(["plan"])).toMatch(/^lane +at +call +bucket +ids +why\n/);
  });
});
