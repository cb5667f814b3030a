import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";

const PROGRAM = join(import.meta.dirname, "../../src/cli/viewcurve.ts");
const run = promisify(execFile);

const printed = async (...args: string[]): Promise<string> => (await run(process.execPath, [PROGRAM, ...args])).stdout;

describe("completions", () => {
  let script = "";

  beforeAll(async () => {
    script = await printed("completions", "bash");
  });

  /** What bash itself offers behind some words. */
  async function offered(...words: string[]): Promise<string[]> {
    const said = `${script}
      COMP_WORDS=(viewcurve "$@"); COMP_CWORD=$#; _viewcurve; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return (await run("bash", ["-c", said, "bash", ...words])).stdout.split("\n").filter(Boolean);
  }

  it("offer in bash the commands, then what belongs to each", async () => {
    expect(await offered("")).toEqual(
      expect.arrayContaining(["start", "export", "keys", "insights", "completions", "--help"]),
    );
    expect(await offered("ex")).toEqual(["export"]);
    expect(await offered("keys", "re")).toEqual(["resume", "remove"]);
    expect(await offered("insights", "trending", "--w")).toEqual(["--watch", "--window"]);
    expect(await offered("export", "")).toEqual(expect.arrayContaining(["videos", "watch-runs", "--ids-only"]));
    expect(await offered("export", "videos", "--out", "dir", "--p")).toEqual(["--pseudonyms"]);
  });

  it("leave to bash what they do not know", async () => {
    expect(await offered("restore", "some/fi")).toEqual([]);
    expect(script).toContain("complete -o default");
  });

  it("run nothing of what descriptions say, in any shell", async () => {
    const fish = await printed("completions", "fish");
    for (const line of fish.split("\n").filter((one) => one.startsWith("complete"))) {
      expect(line).toMatch(/^complete -c viewcurve -n '[^'`$]*' (?:-f|-(?:l|a) [\w-]+ -d '(?:[^'\\]|\\['\\])*')$/);
    }
    expect(await printed("completions", "zsh")).toMatch(/^#compdef viewcurve\n[^`]*bashcompinit/);
  });
});
