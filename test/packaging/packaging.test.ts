import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, inject, it } from "vitest";
import { ENVIRONMENT } from "#config.ts";
import { complaints } from "./dockerfile-complaints.ts";

const ROOT = join(import.meta.dirname, "../..");
const text = (path: string): Promise<string> => readFile(join(ROOT, path), "utf8");
const run = promisify(execFile);

const BAD = `FROM node AS build
FROM debian:latest
WORKDIR app
ADD . .
RUN cd /app && sudo apt-get update && apt-get install curl | tee log
RUN npm install --global viewcurve
CMD viewcurve start
USER root`;

describe("the container", () => {
  it("breaks none of hadolint's main rules, runs as nobody's root, and is asked how it is", async () => {
    expect(complaints(await text("Dockerfile"))).toEqual([]);
  });

  it("would be told of each rule that it broke", () => {
    const said = complaints(BAD).map((complaint) => complaint.split(" ")[0]);
    expect(said).toEqual(
      expect.arrayContaining(
        "DL3000 DL3002 DL3003 DL3004 DL3006 DL3007 DL3009 DL3014 DL3015 DL3016 DL3020 DL3025 DL4006 a".split(" "),
      ),
    );
  });

  it("copies only what is there, and takes no key, data or build of this machine along", async () => {
    const copied = [...(await text("Dockerfile")).matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, names = ""]) =>
      names.split(" "),
    );
    expect(copied).toContain("package-lock.json");
    for (const name of copied.filter((one) => one !== "."))
      await expect(run("ls", [join(ROOT, name)])).resolves.toBeTruthy();
    const ignored = (await text(".dockerignore")).split("\n");
    for (const name of [".env", ".git", "data", "node_modules", "dist", "dashboard/dist"])
      expect(ignored).toContain(name);
  });

  it("is composed with a PostgreSQL of a pinned version, a root that cannot be written, and settings that exist", async () => {
    const compose = await text("compose.yaml");
    expect(compose).toMatch(/image: postgres:\d+\.\d+-\w+/);
    expect(compose).not.toMatch(/:latest|privileged: true|network_mode/);
    for (const line of [
      "read_only: true",
      "no-new-privileges:true",
      '"127.0.0.1:8686:8686"',
      "condition: service_healthy",
    ]) {
      expect(compose).toContain(line);
    }
    const settings = [...(compose + (await text("Dockerfile"))).matchAll(/\b(VIEWCURVE_\w+|DATABASE_URL)\b/g)];
    for (const [, name = ""] of settings) expect(Object.keys(ENVIRONMENT.shape)).toContain(name);
  });
});

describe("the unit of systemd", () => {
  it("is one that systemd takes, where there is a systemd", async () => {
    const unit = (await text("packaging/viewcurve.service")).replace("/usr/local/bin/viewcurve", "/bin/true");
    const path = join(inject("runDirectory"), "viewcurve.service");
    await writeFile(path, unit);
    const said = await run("systemd-analyze", ["verify", "--man=no", path]).then(
      () => "",
      (error: NodeJS.ErrnoException & { stderr: string }) => (error.code === "ENOENT" ? "" : error.stderr),
    );
    expect(said.split("\n").filter((line) => line.includes("viewcurve.service"))).toEqual([]);
  });

  it("forbids nothing that Node needs, and lets Viewcurve end its PostgreSQL", async () => {
    const unit = await text("packaging/viewcurve.service");
    expect(unit).not.toContain("MemoryDenyWriteExecute");
    expect(unit).toContain("KillMode=mixed");
    expect(unit).toContain("AF_UNIX");
  });
});
