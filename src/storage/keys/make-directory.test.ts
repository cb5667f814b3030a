import { existsSync } from "node:fs";
import { mkdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { temporaryDirectory } from "#storage/embedded/temporary-directory.ts";
import { makeDirectory } from "./make-directory.ts";

it("makes a directory with those it lies in, and leaves one that is there", async () => {
  const directory = await temporaryDirectory();
  const deep = join(directory, "a/b/c");
  await Promise.all([makeDirectory(deep, 0o700), makeDirectory(deep, 0o700), makeDirectory(join(directory, "a/b/d"))]);
  await makeDirectory(deep);
  expect((await stat(deep)).mode & 0o777).toBe(0o700);
});

it("refuses a file in the way", async () => {
  const directory = await temporaryDirectory();
  await writeFile(join(directory, "file"), "");
  await expect(makeDirectory(join(directory, "file"))).rejects.toMatchObject({ code: "EEXIST" });
  await expect(makeDirectory(join(directory, "file/below"))).rejects.toMatchObject({ code: "ENOTDIR" });
  await mkdir(join(directory, "made"));
  await makeDirectory(join(directory, "made"));
});

it.runIf(existsSync("/proc/self"))("gives up where nothing can be made, instead of trying for ever", async () => {
  await expect(makeDirectory("/proc/viewcurve/deep/inside")).rejects.toMatchObject({ code: "ENOENT" });
});
