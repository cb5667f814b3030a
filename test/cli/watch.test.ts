import { mkdir } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { watchDetail } from "#api/watches/watches-contract.ts";
import { systemClock } from "#clock.ts";
import { type EmbeddedServer, startEmbedded } from "#storage/embedded/start-embedded.ts";
import { type Installation, newInstallation } from "./installation.ts";

describe("viewcurve watch", () => {
  let installation: Installation;
  let server: EmbeddedServer;
  let id: string;

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
  async function succeed(...args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await installation.run(["watch", ...args]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    return stdout;
  }

  /** Runs a command that must end by one sentence. */
  async function refused(code: number, ...args: readonly string[]): Promise<string> {
    const ended = await installation.run(["watch", ...args]);
    expect(ended).toMatchObject({ code, stdout: "" });
    expect(ended.stderr).toMatch(/^viewcurve: [^\n]+\n$/);
    return ended.stderr;
  }

  const shown = async () => watchDetail.parse(JSON.parse(await succeed("show", id, "--json")));

  it("says what a watch would cost, and adds it with every filter there is", async () => {
    const add = ["add", "formula 1", "--region", "gb", "--language", "en", "--category", "17", "--every", "30m"];
    const cost = "It runs every 30 min: about 48 of the day's 100 searches (48 %).\n";
    expect(await succeed(...add, "--dry-run")).toBe(`It would be formula 1, category 17, GB\n${cost}`);
    expect(await succeed("list", "--json")).toBe("");
    const filters = ["--duration", "medium", "--definition", "high", "--caption", "closedCaption", "--event", "none"];
    const more = ["--license", "youtube", "--safe-search", "none", "--topic", "/m/06ntj", "--order", "date"];
    const said = await succeed(...add, ...filters, ...more, "--name", "Racing", "--since", "30d");
    [, id = ""] = /^Added (\S+): Racing\n/.exec(said) ?? [];
    expect(await shown()).toMatchObject({
      filters: {
        q: "formula 1",
        regionCode: "GB",
        relevanceLanguage: "en",
        videoCategoryId: "17",
        topicId: "/m/06ntj",
        eventType: "none",
        videoDuration: "medium",
        videoDefinition: "high",
        videoCaption: "closedCaption",
        videoLicense: "youtube",
        safeSearch: "none",
        order: "date",
      },
      cadence: { everySeconds: 1800 },
    });
    const chart = JSON.parse(await succeed("add", "--chart", "--region", "DE", "--category", "20", "--json"));
    expect(chart).toMatchObject({ name: "Chart DE category 20", cost: { bucket: "default" } });
    expect(await succeed("list")).toMatch(/^id +state +name .*\n\S+ +active +Racing +30 min .*\n\S+ +active +Chart DE/);
  });

  it("refuses a second one of the same filters, and one that runs too often, saying what would fit", async () => {
    const same = ["edit", id, "--query", "other"];
    expect(await succeed(...same)).toBe(`${id} is changed, and begins anew.\n`);
    const filters = (await shown()).filters;
    expect(filters).toMatchObject({ q: "other", regionCode: "GB", videoDuration: "medium" });
    await succeed("add", "twin");
    expect(await refused(1, "add", "twin")).toMatch(/^viewcurve: The watch \S+ \(twin\) has the same filters/);
    expect(await refused(3, "add", "too often", "--every", "20m")).toContain("Every 28m would fit");
  });

  it("changes what is said and nothing else, and drops a filter given as any", async () => {
    await succeed(
      "edit",
      id,
      "--region",
      "any",
      "--duration",
      "any",
      "--every",
      "auto",
      "--every-min",
      "20m",
      "--share",
      "2",
    );
    const { filters, cadence, name } = await shown();
    expect(Object.keys(filters)).not.toContain("regionCode");
    expect(Object.keys(filters)).not.toContain("videoDuration");
    expect([filters["q"], name]).toEqual(["other", "Racing"]);
    expect(cadence).toEqual({ everySeconds: null, everyMinSeconds: 1200, everyMaxSeconds: 86_400, share: 2 });
  });

  it("pauses, resumes and removes, and keeps the runs of what was removed", async () => {
    expect(await succeed("pause", id)).toBe(`${id} rests; it keeps its place.\n`);
    expect(await succeed("show", id)).toContain("It is paused");
    expect(await succeed("resume", id)).toBe(`${id} goes on where it was.\n`);
    expect((await shown()).why).toBe("There is no key that can be used to search with.");
    expect(await succeed("remove", id)).toContain("is watched no more");
    expect(await refused(1, "remove", id)).toContain(`No watch has the id ${id}`);
    expect(await refused(1, "resume", id)).toContain(`No watch has the id ${id}`);
    expect(await succeed("list", "--removed", "--json")).toContain(id);
    expect(await succeed("runs", id, "--json")).toBe("");
    expect(await succeed("runs", id)).toBe("It has not run yet.\n");
  });

  it.each([
    [["add"], "must have a query"],
    [["add", "a", "--region", "GBR"], "--region must be an ISO 3166-1 code"],
    [["add", "a", "--every", "often"], "--every must be a number and s, m, h, d or w"],
    [["add", "a", "--every-min", "2h", "--every-max", "1h"], "--every-min must not be more than --every-max"],
    [["add", "a", "--since", "soon"], "--since must be a length of time like 30d"],
    [["add", "a", "--duration", "tiny"], "Allowed choices are short, medium, long"],
    [["add", "a", "--share", "0"], "must be a number from 0.01 to 100"],
    [["add", "a", "--chart", "--region", "DE"], "The query cannot be had of a chart"],
    [["add", "--chart"], "--region"],
    [["show", "short"], '"short" is no watch\'s id'],
    [["edit", "AAAAAAAAAAAA"], "Nothing is to be changed"],
  ])("refuses %j with exit code 2 and what to write instead", async (args, message) => {
    expect(await refused(2, ...args)).toContain(message);
  });

  it("says with code 1 that nobody has such an id", async () => {
    for (const command of ["show", "runs", "pause", "remove"]) {
      expect(await refused(1, command, "AAAAAAAAAAAA")).toContain("No watch has the id AAAAAAAAAAAA");
    }
  });

  it("added twice at once is added once", async () => {
    const adding = [1, 2, 3].map(() => installation.run(["watch", "add", "at once"]));
    expect((await Promise.all(adding)).map(({ code }) => code).toSorted()).toEqual([0, 1, 1]);
  });
});
