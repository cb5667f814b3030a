import { access, glob, readdir, readFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../..");

/** Every Markdown page of the project, by its path from the root. */
async function pages(): Promise<string[]> {
  const inRoot = (await readdir(ROOT)).filter((name) => name.endsWith(".md"));
  const inDocs = (await readdir(join(ROOT, "docs"), { recursive: true })).filter((name) => name.endsWith(".md"));
  return [...inRoot, ...inDocs.map((name) => join("docs", name))];
}

/** Where a page's links point to within the project: no addresses, and without anchors. */
const linksIn = (text: string): string[] =>
  Array.from(text.matchAll(/\]\(([^)\s]+)\)/g), ([, target = ""]) => target.replace(/#.*$/, "")).filter(
    (target) => target !== "" && !/^[a-z]+:/.test(target),
  );

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

describe("the pages", () => {
  it("link only to what is there", async () => {
    const broken: string[] = [];
    let links = 0;
    for (const page of await pages()) {
      for (const target of linksIn(await readFile(join(ROOT, page), "utf8"))) {
        links += 1;
        const path = join(ROOT, dirname(page), target);
        if (relative(ROOT, path).startsWith("..") || !(await exists(path))) broken.push(`${page}: ${target}`);
      }
    }
    expect(links).toBeGreaterThan(20);
    expect(broken).toEqual([]);
  });

  it("name only npm scripts that exist", async () => {
    const { scripts } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8")) as { scripts: object };
    const unknown: string[] = [];
    for (const page of await pages()) {
      const text = await readFile(join(ROOT, page), "utf8");
      for (const [, name = ""] of text.matchAll(/npm run (?:-s )?([a-z:-]+)/g)) {
        if (!Object.hasOwn(scripts, name)) unknown.push(`${page}: ${name}`);
      }
    }
    expect(unknown).toEqual([]);
  });

  it("name only commands that exist", async () => {
    const known: string[] = [];
    for await (const file of glob("src/cli/{viewcurve,*-commands}.ts", { cwd: ROOT })) {
      const program = await readFile(join(ROOT, file), "utf8");
      known.push(...Array.from(program.matchAll(/\.command\("([a-z-]+)"\)/g), ([, name = ""]) => name));
    }
    const unknown: string[] = [];
    for (const page of await pages()) {
      const text = await readFile(join(ROOT, page), "utf8");
      for (const [, name = ""] of text.matchAll(/\.\/viewcurve ([a-z][a-z-]*)/g)) {
        if (!known.includes(name)) unknown.push(`${page}: ${name}`);
      }
    }
    expect(known.length).toBeGreaterThan(5);
    expect(unknown).toEqual([]);
  });
});

describe("the comments in the code", () => {
  it("refer only to pages of this project", async () => {
    const broken: string[] = [];
    let references = 0;
    for (const folder of ["src", "migrations", "bench"]) {
      const names = await readdir(join(ROOT, folder), { recursive: true }).catch(() => []);
      for (const name of names.filter((path) => /\.(?:ts|sql)$/.test(path))) {
        const text = await readFile(join(ROOT, folder, name), "utf8");
        for (const [page] of text.matchAll(/(?<![\w/.:-])[\w/-]+\.md\b|\bDESIGN\b|\bdocs\/decisions\/\d{4}/g)) {
          references += 1;
          const path = page.startsWith("docs/decisions/") && !page.endsWith(".md") ? await decision(page) : page;
          if (!(await exists(join(ROOT, path)))) broken.push(`${folder}/${name}: ${page}`);
        }
      }
    }
    expect(references).toBeGreaterThan(3);
    expect(broken).toEqual([]);
  });
});

/** The page of a decision that is named by its number alone. */
async function decision(reference: string): Promise<string> {
  const number = reference.slice(reference.lastIndexOf("/") + 1);
  const names = await readdir(join(ROOT, "docs/decisions"));
  return join("docs/decisions", names.find((name) => name.startsWith(`${number}-`)) ?? number);
}

describe("README.md", () => {
  it("tells the two commands that continuous integration and newcomers run", async () => {
    const readme = await readFile(join(ROOT, "README.md"), "utf8");
    const ci = await readFile(join(ROOT, ".ci/run"), "utf8");
    const commands = Array.from(readme.matchAll(/^npm ci && npm .*$/gm), ([command]) => command);
    expect(commands).toEqual(["npm ci && npm run demo", "npm ci && npm test"]);
    expect(ci).toContain("npm ci && npm test");
    expect(ci).toContain("npm run check");
  });
});
