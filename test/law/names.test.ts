import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../..");

/** A file of this name holds whatever found no better place, and nobody looks for anything in it. */
const NAMELESS = /^(?:index|utils?|types|helpers?|constants|interfaces|common|misc|lib)\.[cm]?tsx?$/;

/** Whether a file name tells nothing of what is inside. */
const nameless = (name: string): boolean => NAMELESS.test(name);

describe("file names", () => {
  it("say one idea each", async () => {
    const names: string[] = [];
    for (const folder of ["src", "test", "bench"]) {
      const entries = await readdir(join(ROOT, folder), { recursive: true, withFileTypes: true }).catch(() => []);
      names.push(...entries.filter((entry) => entry.isFile()).map(({ name }) => name));
    }
    expect(names.length).toBeGreaterThan(20);
    expect(names.filter(nameless)).toEqual([]);
  });

  it.each(["utils.ts", "util.ts", "types.ts", "helpers.ts", "index.ts"])("refuse %s", (name) => {
    expect(nameless(name)).toBe(true);
  });
});
