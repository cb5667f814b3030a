import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Installation, newInstallation } from "./installation.ts";

describe("viewcurve hydrate", () => {
  let installation: Installation;
  const inside = (name: string) => join(installation.directory, name);

  beforeAll(async () => {
    installation = await newInstallation();
    await writeFile(inside("ids.txt"), "dQw4w9WgXcQ\nhttps://youtu.be/jNQXAC9IVRw\nnothing\ndQw4w9WgXcQ\n");
  });
  afterAll(() => installation.remove());

  it("asks once, and given again writes anew in place of what it wrote", async () => {
    const first = await installation.run(["hydrate", "ids.txt", "--out", "set"]);
    expect(first).toMatchObject({ code: 0, stderr: "" });
    expect(first.stdout).toContain("0 of 2 videos are known");
    expect(first.stdout).toContain("2 are asked for, 2 of them now");
    expect(first.stdout).toContain("Give the same command again later");
    expect(first.stdout).toContain("names no video by its id or URL");
    const again = await installation.run(["hydrate", "ids.txt", "--out", "set", "--format", "parquet", "--json"]);
    const found = { ids: 2, known: 0, gone: 0, awaited: 2, refused: 0 };
    expect(JSON.parse(again.stdout)).toMatchObject({ ...found, asked: 0, rows: 4, rowsRefused: 1 });
    expect((await readdir(inside("set"))).toSorted()).toEqual(["dictionary.csv", "manifest.json", "videos.parquet"]);
    const manifest = JSON.parse(await readFile(inside("set/manifest.json"), "utf8"));
    expect(manifest).toMatchObject({ rows: 0, coverage: found, filter: { idsIn: { file: "ids.txt" } } });
  });

  it("replaces nothing that is of something else, and takes no list of channels", async () => {
    await mkdir(inside("other"));
    const other = JSON.stringify({ filter: { tag: "bread" } });
    await writeFile(inside("other/manifest.json"), other);
    const kept = await installation.run(["hydrate", "ids.txt", "--out", "other"]);
    expect(kept).toMatchObject({ code: 2, stdout: "" });
    expect(kept.stderr).toContain("name another directory");
    expect(await readFile(inside("other/manifest.json"), "utf8")).toBe(other);
    const channels = await installation.run(["hydrate", "-", "--out", "new"], {}, "UCuAXFkgsw1L7xaCfnd5JJOw\n");
    expect(channels).toMatchObject({ code: 2, stdout: "" });
    expect(channels.stderr).toContain("names a video by its id, its URL");
  });
});
