import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Installation, newInstallation } from "./installation.ts";

describe("viewcurve shell", () => {
  let installation: Installation;

  beforeAll(async () => {
    installation = await newInstallation();
  });
  afterAll(() => installation.remove());

  it("answers with the API and the database, and changes nothing", async () => {
    const asked = [
      'const stats = await api.get("/stats")',
      '"videos: " + stats.videos.known',
      '"rows: " + (await sql`select count(*) as n from channel`.execute(db)).rows[0].n',
      'await db.deleteFrom("channel").execute().catch((error) => "refused: " + error.message)',
      'await api.get("/videos", { query: { performnceMin: 2 } }).catch((error) => error.type)',
      ".paths",
    ];
    const { code, stdout, stderr } = await installation.run(["shell"], {}, `${asked.join("\n")}\n`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("'videos: 0'");
    expect(stdout).toContain("'rows: 0'");
    expect(stdout).toContain("read-only transaction");
    expect(stdout).toContain("/problems/unknown-parameter");
    expect(stdout).toContain("/insights/trending   ");
  });
});
