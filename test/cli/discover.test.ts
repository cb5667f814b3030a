import { mkdir } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { discoveryDetail } from "#api/discoveries/discoveries-contract.ts";
import { systemClock } from "#clock.ts";
import { type EmbeddedServer, startEmbedded } from "#storage/embedded/start-embedded.ts";
import { type Installation, newInstallation } from "./installation.ts";

describe("viewcurve discover", () => {
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

  const discover = (...args: readonly string[]) => installation.run(["discover", ...args]);

  it("adds what it is told, shows it, lets it rest, and ends it", async () => {
    const asked = "--budget 2000/day --language de --category 27 --subscribers 1000..100000 --until 50000".split(" ");
    const added = await discover(...asked);
    expect(added).toMatchObject({ code: 0, stderr: "" });
    const [, id = "", rest] = /^Added (\S{12}): ([\s\S]+)$/.exec(added.stdout) ?? [];
    expect(rest).toBe(
      "de, Education, 1,000 to 100,000 subscribers\n" +
        "It may spend 2,000 of the day's 10,000 units (20 %) and no searches (--searches 20 would let it search, too).\n",
    );
    const [list, show, channels, over, unknown, dry, json] = await Promise.all([
      discover("list"),
      discover("show", id),
      discover("channels", id, "--format", "csv"),
      discover("--budget", "8001"),
      discover("pause", "AAAAAAAAAAAA"),
      discover("--budget", "10", "--dry-run", "--json"),
      discover("show", id, "--json"),
    ]);
    expect(list).toMatchObject({ code: 0, stderr: "" });
    expect(list.stdout).toMatch(new RegExp(`^id +state .*\\n${id} +active +de, Education`));
    expect(show.stdout).toContain("Found 0 channels that fit");
    expect(channels.stdout).toMatch(/^id,title,handle,[^\n]*\r\n$/);
    expect(over).toMatchObject({ code: 3, stdout: "", stderr: expect.stringMatching(/^viewcurve: 8,001 units .*\n$/) });
    expect(unknown).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("No discovery has the id") });
    expect(JSON.parse(dry.stdout)).toMatchObject({ id: null, cost: { default: { perDay: 10, promised: 2000 } } });
    expect(discoveryDetail.parse(JSON.parse(json.stdout))).toMatchObject({
      filters: { language: "de", categories: ["27"], countries: [], subscribersMin: 1000, subscribersMax: 100_000 },
      budget: { default: 2000, search: 0 },
      until: 50_000,
    });
    expect((await discover("pause", id)).stdout).toBe(`${id} rests; it keeps its place.\n`);
    expect((await discover("resume", id)).stdout).toBe(`${id} goes on where it was.\n`);
    expect((await discover("remove", id, "--purge")).stdout).toContain(`${id} looks no more. What it had found`);
  });

  it("refuses options that mean nothing with exit code 2, by their names and what to write instead", async () => {
    const wrong: readonly (readonly [string, string])[] = [
      ["", "--budget says what it may spend a day, such as 2000/day"],
      ["--budget often", "It must be so many a day, such as 2000/day"],
      ["--budget 9 --language German", "--language must be an ISO 639-1 code"],
      ["--budget 9 --subscribers 9..1", "--subscribers must not end before it begins"],
      ["--budget 9 --term maths", "--searches must be 1 or more for terms to be searched for"],
      ["show short", '"short" is no discovery\'s id'],
    ];
    const ended = await Promise.all(wrong.map(([args]) => discover(...args.split(" ").filter(Boolean))));
    for (const [index, { code, stdout, stderr }] of ended.entries()) {
      const [args, message] = wrong[index] ?? ["", ""];
      expect({ args, code, stdout }).toEqual({ args, code: 2, stdout: "" });
      expect(stderr).toMatch(/^viewcurve: [^\n]+\n$/);
      expect(stderr).toContain(message);
    }
  });
});
