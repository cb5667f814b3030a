import { readFile } from "node:fs/promises";
import { PassThrough } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { askRetention, RETENTION_ANSWERS, TEXTS_NOTE } from "../../src/cli/retention-question.ts";
import { type Installation, newInstallation } from "./installation.ts";

describe("the question that the first start asks", () => {
  const asked = async (answers: string) => {
    const input = new PassThrough();
    const output = new PassThrough();
    const answered = askRetention(input, output);
    input.end(answers);
    return { answered: await answered, said: String(output.read()) };
  };

  it.each([
    ["1\n", "30d"],
    ["2\n", "36m"],
    [" 3 \n", "keep"],
    ["36m\n", "36m"],
    // What cannot be understood is asked again.
    ["4\n0\n29d\nyes\n90d\n", "90d"],
  ])("takes %j for %s", async (answers, limit) => {
    expect((await asked(answers)).answered).toEqual({ kind: "decided", limit });
  });

  it.each(["\n", "", "7\n"])("leaves it undecided on %j", async (answers) => {
    expect((await asked(answers)).answered).toEqual({ kind: "none" });
  });

  it("and docs/policy.md say the same", async () => {
    const { said } = await asked("");
    const page = (await readFile(new URL("../../docs/policy.md", import.meta.url), "utf8")).replace(/\s+/g, " ");
    for (const words of [...RETENTION_ANSWERS.map((answer) => answer.words), TEXTS_NOTE]) {
      expect(said).toContain(words);
      expect(page).toContain(words);
    }
    for (const { limit } of RETENTION_ANSWERS) expect(page).toContain(`\`${limit}\``);
  });
});

describe("viewcurve policy", () => {
  let installation: Installation;
  beforeAll(async () => {
    installation = await newInstallation();
  });
  afterAll(() => installation.remove());

  it("is undecided first, as doctor, quota and the log say; then what was set, unless the settings say otherwise", async () => {
    const first = await installation.run(["policy"]);
    expect(first).toMatchObject({ code: 0, stdout: expect.stringMatching(/^undecided: .*viewcurve policy set/) });
    expect((await installation.run(["doctor"])).stdout).toMatch(/^ok {3}retention: undecided: .*policy set/m);
    expect((await installation.run(["quota"])).stdout).toMatch(/^Retention is undecided: /m);
    const service = installation.start(["start"]);
    await service.says(/Viewcurve serves/);
    await service.logs(/Nobody has decided how long data is kept/);
    // It was not asked: nobody sits at a terminal.
    expect((await service.end("SIGTERM")).stdout).not.toContain("How long are statistics kept?");

    const set = await installation.run(["policy", "set", "36m", "--text", "90d"]);
    expect(set.code).toBe(0);
    expect(set.stdout).toMatch(/^Statistics: 36m\. Former texts: 90d\. Decided by this installation at 2/);
    expect(set.stdout).toMatch(
      /Deleted within hours, for good, .*: statistics of before .*, and former texts of before/,
    );
    expect((await installation.run(["doctor"])).stdout).toMatch(/^ok {3}retention: statistics 36m, former texts 90d$/m);
    const shown = await installation.run(["policy", "show", "--json"], { VIEWCURVE_RETENTION: "keep" });
    expect(JSON.parse(shown.stdout)).toMatchObject({ state: "decided", statistics: "keep", decidedBy: "settings" });
    const kept = await installation.run(["policy", "set", "keep", "--text", "keep"]);
    expect(kept.stdout).toMatch(/Nothing is deleted\.\n$/);

    const decided = installation.start(["start"]);
    await decided.says(/Viewcurve serves/);
    expect((await decided.end("SIGTERM")).stderr).not.toContain("Nobody has decided");
  });

  it("refuses a setting that is no limit", async () => {
    const { code, stderr } = await installation.run(["policy"], { VIEWCURVE_RETENTION: "forever" });
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining("VIEWCURVE_RETENTION must be keep, or 30 days or more"),
    ]);
  });
});
