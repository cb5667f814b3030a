import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ENVIRONMENT, readConfig } from "#config.ts";

const ROOT = join(import.meta.dirname, "../..");
const PAGE = join(ROOT, "docs/configuration.md");

/** The table's rows: each setting's name with its default, `""` for one without. */
async function documented(): Promise<Map<string, string>> {
  const rows = (await readFile(PAGE, "utf8")).matchAll(/^\| `([A-Z_]+)` \| (?:`([^`]*)`)? ?\| \S.*\|$/gm);
  return new Map(Array.from(rows, ([, name = "", value = ""]) => [name, value]));
}

describe("docs/configuration.md", () => {
  it("has a row for every setting there is, in the same order, and no other", async () => {
    expect([...(await documented()).keys()]).toEqual(Object.keys(ENVIRONMENT.shape));
  });

  it("tells the defaults that hold when nothing is set", async () => {
    const defaults = Object.fromEntries([...(await documented())].filter(([, value]) => value !== ""));
    expect(Object.keys(defaults).length).toBeGreaterThan(7);
    // Setting each to its documented default changes nothing, and leaving out what has none changes nothing either.
    expect(readConfig(defaults)).toEqual(readConfig({}));
    expect(readConfig(defaults).kind).toBe("ok");
  });

  it("says of a setting that nothing reads that nothing reads it yet", async () => {
    const reading = readConfig({});
    if (reading.kind === "invalid") throw new Error(reading.problems.join("\n"));
    const names = Object.keys(ENVIRONMENT.shape);
    const code: string[] = [];
    for await (const file of glob("src/**/*.ts", { cwd: ROOT })) {
      if (!/config(?:\.test)?\.ts$/.test(file)) code.push(await readFile(join(ROOT, file), "utf8"));
    }
    // Both list the settings in one order.
    const unread = Object.keys(reading.config).flatMap((key, i) =>
      code.some((text) => new RegExp(`\\b${key}\\b`).test(text)) ? [] : [names[i]],
    );
    const page = await readFile(PAGE, "utf8");
    expect(Array.from(page.matchAll(/^\| `([A-Z_]+)` .*Nothing reads it yet/gm), ([, name]) => name)).toEqual(unread);
  });

  it("says of every setting without a default that it may be left out", async () => {
    const without = [...(await documented())].filter(([, value]) => value === "").map(([name]) => name);
    const reading = readConfig({});
    if (reading.kind === "invalid") throw new Error(reading.problems.join("\n"));
    const unset = Object.values(reading.config).filter(
      (value) => value === null || (Array.isArray(value) && !value.length),
    );
    expect(without).toHaveLength(unset.length);
  });
});
