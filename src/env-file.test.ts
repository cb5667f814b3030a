import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readEnvFile } from "./env-file.ts";

describe("readEnvFile", () => {
  const folder = mkdtempSync(join(tmpdir(), "viewcurve-env-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  it("reads quotes and comments as a shell would", () => {
    const path = join(folder, ".env");
    writeFileSync(path, '# keys\nYOUTUBE_API_KEYS="a,b" # two\nexport VIEWCURVE_PORT=9000\n');
    expect(readEnvFile(path)).toEqual({ kind: "read", set: { YOUTUBE_API_KEYS: "a,b", VIEWCURVE_PORT: "9000" } });
  });

  it("sets nothing when there is no file", () => {
    expect(readEnvFile(join(folder, "absent"))).toEqual({ kind: "read", set: {} });
  });

  it("refuses to run past a file that it cannot read", () => {
    expect(readEnvFile(folder)).toEqual({ kind: "unreadable", reason: expect.stringContaining("EISDIR") });
  });
});
