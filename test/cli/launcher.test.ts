import { execFile } from "node:child_process";
import { chmod, copyFile, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const LAUNCHER = join(import.meta.dirname, "../../viewcurve");
const TELL = "console.log(JSON.stringify({ program: import.meta.filename, arguments: process.argv.slice(2) }));\n";

describe("./viewcurve", () => {
  let root = "";

  beforeEach(async () => {
    root = join(await realpath(await mkdtemp(join(tmpdir(), "viewcurve launcher "))), "beside", "viewcurve");
    await write("viewcurve", "");
    await copyFile(LAUNCHER, join(root, "viewcurve"));
  });

  afterEach(() => rm(dirname(dirname(root)), { recursive: true, force: true }));

  async function write(name: string, text: string): Promise<string> {
    const path = join(root, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
    await chmod(path, 0o755);
    return path;
  }

  /** Runs a command with nothing but the system's programs and `bin` in its path. */
  const run = (command: string, args: readonly string[], bin: string) =>
    promisify(execFile)(command, args, { cwd: tmpdir(), env: { PATH: `${bin}:/usr/bin:/bin` } });

  const thisNode = (path: string) => write(path, `#!/bin/sh\nexec '${process.execPath}' "$@"\n`);
  const oldNode = (path: string) => write(path, "#!/bin/sh\necho v20.20.2\n");

  it("runs the checkout's program through links, from anywhere, with every argument as it was", async () => {
    const program = await write("src/cli/viewcurve.ts", TELL);
    await thisNode("node_modules/.bin/node");
    await oldNode("bin/node");
    await mkdir(join(root, "links"));
    await symlink("../viewcurve", join(root, "links/one"));
    await symlink(join(root, "links/one"), join(root, "links/two"));
    const { stdout } = await run(join(root, "links/two"), ["track", "two words", "*"], join(root, "bin"));
    expect(JSON.parse(stdout)).toEqual({ program, arguments: ["track", "two words", "*"] });
  });

  it("runs a package's compiled program with the Node beside it", async () => {
    const program = await write("dist/cli/viewcurve.js", TELL);
    await write("dist/package.json", '{ "type": "module" }');
    await thisNode("../.bin/node");
    const { stdout } = await run(join(root, "viewcurve"), [], join(root, "bin"));
    expect(JSON.parse(stdout)).toMatchObject({ program });
  });

  it("runs with the system's Node when that is new enough", async () => {
    const program = await write("src/cli/viewcurve.ts", TELL);
    await thisNode("bin/node");
    const { stdout } = await run(join(root, "viewcurve"), [], join(root, "bin"));
    expect(JSON.parse(stdout)).toMatchObject({ program });
  });

  it("says what to do when the only Node is too old", async () => {
    await write("src/cli/viewcurve.ts", TELL);
    await oldNode("bin/node");
    const failure = run(join(root, "viewcurve"), [], join(root, "bin"));
    await expect(failure).rejects.toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringMatching(/needs Node 24 or later, and found v20\.20\.2\. Run npm ci in /),
    });
  });
});
