import { execFile } from "node:child_process";
import { cp, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, matchesGlob, relative } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
const FIXTURES = join(import.meta.dirname, "fixtures");
const ANNOTATION = / \/\/ breaks: ([\w ]+)$/;

interface BiomeReport {
  readonly diagnostics: readonly {
    readonly category: string;
    readonly location: { readonly path: string; readonly start?: { readonly line: number } };
  }[];
}

/** What Biome finds in a tree that has our configuration, as sorted lines of `path:line rule`. */
async function breachesIn(tree: string): Promise<string[]> {
  const biome = join(ROOT, "node_modules/.bin/biome");
  // Biome exits with 1 when it finds something, which is what is wanted here.
  const run = promisify(execFile)(biome, ["lint", "--reporter=json", "--max-diagnostics=none"], {
    cwd: tree,
    maxBuffer: 1e8,
  });
  const { stdout } = await run.catch((failure: { stdout: string }) => failure);
  const report = JSON.parse(stdout) as BiomeReport;
  return report.diagnostics
    .map(({ category, location }) => {
      // A rule about a whole file reports no line: the first one stands for it.
      const line = location.start?.line || 1;
      return `${location.path}:${line} ${category.split("/").at(-1)}`;
    })
    .toSorted();
}

/** What the fixtures announce, in the same form: each line names the rules it breaks, and breaks no other. */
async function announced(): Promise<string[]> {
  const breaches: string[] = [];
  for (const entry of await readdir(FIXTURES, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    for (const [index, line] of (await readFile(path, "utf8")).split("\n").entries()) {
      for (const rule of ANNOTATION.exec(line)?.[1]?.split(" ") ?? []) {
        breaches.push(`${relative(FIXTURES, path)}:${index + 1} ${rule}`);
      }
    }
  }
  return breaches.toSorted();
}

describe("the law", () => {
  let tree = "";
  let found: string[] = [];
  let expected: string[] = [];

  beforeAll(async () => {
    // The fixtures are laid where the folders they break the law of would be, under the very same configuration.
    tree = await mkdtemp(join(tmpdir(), "viewcurve-law-"));
    await cp(FIXTURES, tree, { recursive: true });
    await cp(join(import.meta.dirname, "rules"), join(tree, "test/law/rules"), { recursive: true });
    for (const name of ["biome.json", ".gitignore"]) await cp(join(ROOT, name), join(tree, name));
    [found, expected] = await Promise.all([breachesIn(tree), announced()]);
  });

  afterAll(async () => {
    await rm(tree, { recursive: true, force: true });
  });

  it("refuses every line of the fixtures that breaks it, and no other line", () => {
    expect(found).toEqual(expected);
  });

  it("has a fixture that breaks the imports of every folder it governs", async () => {
    const config = JSON.parse(await readFile(join(ROOT, "biome.json"), "utf8")) as {
      overrides: { includes: string[]; linter: { rules: { style?: { noRestrictedImports?: unknown } } } }[];
    };
    const governed = config.overrides
      .filter(({ linter }) => typeof linter.rules.style?.noRestrictedImports === "object")
      .flatMap(({ includes }) => includes.filter((glob) => !glob.startsWith("!")));
    expect(governed.length).toBeGreaterThan(12);
    const broken = expected
      .filter((line) => line.endsWith(" noRestrictedImports"))
      .map((line) => line.slice(0, line.indexOf(":")));
    const unproven = governed.filter((glob) => !broken.some((path) => matchesGlob(path, glob)));
    expect(unproven).toEqual([]);
  });

  it("governs every folder there is under src", async () => {
    const config = await readFile(join(ROOT, "biome.json"), "utf8");
    const folders = (await readdir(join(ROOT, "src"), { withFileTypes: true })).filter((entry) => entry.isDirectory());
    expect(folders.length).toBeGreaterThan(3);
    expect(folders.map(({ name }) => name).filter((name) => !config.includes(`"src/${name}/**"`))).toEqual([]);
  });
});
