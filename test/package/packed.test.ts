import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
const run = promisify(execFile);

describe("the packed package", () => {
  let place = "";
  let root = "";

  beforeAll(async () => {
    place = await mkdtemp(join(tmpdir(), "viewcurve-packed-"));
    await run("npm", ["pack", "--silent", "--pack-destination", place], { cwd: ROOT });
    const tarball = (await readdir(place)).find((name) => name.endsWith(".tgz")) ?? "";
    root = join(place, "node_modules", "viewcurve");
    await mkdir(root, { recursive: true });
    await run("tar", ["-xzf", join(place, tarball), "-C", root, "--strip-components=1"]);
    // Its dependencies lie beside it, as npm would have put them.
    for (const name of await readdir(join(ROOT, "node_modules"))) {
      await symlink(join(ROOT, "node_modules", name), join(place, "node_modules", name));
    }
  });

  afterAll(() => rm(place, { recursive: true, force: true }));

  it("runs under node_modules, where Node strips no types", async () => {
    const { stdout } = await run(join(root, "viewcurve"), ["--help"], { cwd: place });
    expect(stdout).toContain("Usage: viewcurve");
  });

  it("shows its demo in a folder that holds nothing else", async () => {
    const { stdout } = await run(
      join(root, "viewcurve"),
      ["demo", "--days", "0.01", "--channels", "1", "--exit", "--json"],
      { cwd: place },
    );
    expect(JSON.parse(stdout)).toMatchObject({ channels: 1, truthMismatches: 0 });
  });

  it("can load every module it holds", async () => {
    const modules = (await readdir(join(root, "dist"), { recursive: true })).filter(
      // Commands act when they are loaded.
      (name) => name.endsWith(".js") && !name.startsWith("cli/"),
    );
    expect(modules.length).toBeGreaterThan(50);
    const program = `for (const path of ${JSON.stringify(modules)}) await import("./dist/" + path); console.log("all");`;
    const node = join(ROOT, "node_modules/.bin/node");
    const { stdout } = await run(node, ["--input-type=module", "--eval", program], { cwd: root });
    expect(stdout).toBe("all\n");
  });

  it("starts the thread that works on texts from its compiled file", async () => {
    const program = `
      const { textPool } = await import("./dist/analysis/text-pool.js");
      const desk = textPool(() => "postgres://nobody@127.0.0.1:1/nothing");
      const scope = { channels: [], watch: null, tag: null, categories: [], formats: [] };
      await desk.keywords({ scope, window: { span: 1000 }, kind: "top" }, 0).catch(({ code }) => console.log(code));
      await desk.close();`;
    const node = join(ROOT, "node_modules/.bin/node");
    const { stdout } = await run(node, ["--input-type=module", "--eval", program], { cwd: root });
    expect(stdout).toBe("ECONNREFUSED\n");
  });

  it("holds its migrations and pages, and no source, test or setting of anybody's", async () => {
    const files = await readdir(root, { recursive: true });
    expect(files).toEqual(
      expect.arrayContaining(["LICENSE", "README.md", "docs/configuration.md", "dashboard/dist/index.html"]),
    );
    expect(files.filter((name) => name.startsWith("migrations/"))).toEqual(
      (await readdir(join(ROOT, "migrations"))).map((name) => `migrations/${name}`),
    );
    expect(files.filter((name) => /(?<!\.d)\.ts$|^(?:src|test|bench|data)\b|\.env|\.test\./.test(name))).toEqual([]);
  });

  it("gives other programs a typed client that needs nothing at run time", async () => {
    await writeFile(join(place, "package.json"), '{ "type": "module" }');
    await writeFile(
      join(place, "consumer.ts"),
      `import { ProblemError, viewcurve } from "viewcurve/client";
      const client = viewcurve("http://127.0.0.1:8686", { token: "a token" });
      const video = await client.get("/videos/{id}", { path: { id: "dQw4w9WgXcQ" } });
      export const performance: number | null = video.performance.value;
      // @ts-expect-error: no such parameter
      await client.get("/videos", { query: { performnceMin: 2 } });
      export const refused = (error: unknown): string => (error instanceof ProblemError ? error.type : "");`,
    );
    const options = ["--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "--target", "es2024"];
    await run(join(ROOT, "node_modules/.bin/tsc"), [...options, "--types", "node", "consumer.ts"], { cwd: place });
    const folder = join(root, "dist/client");
    for (const name of (await readdir(folder)).filter((one) => one.endsWith(".js"))) {
      for (const [, from] of (await readFile(join(folder, name), "utf8")).matchAll(/\bfrom "([^"]+)"/g)) {
        expect(from, name).toMatch(/^\.\//);
      }
    }
  });

  it("leads imports by # to compiled files", async () => {
    const { imports } = JSON.parse(await readFile(join(root, "dist/package.json"), "utf8")) as { imports: object };
    expect(imports).toEqual({ "#*.ts": "./*.js" });
  });
});
