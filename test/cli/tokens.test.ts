import { mkdir } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "#clock.ts";
import { type EmbeddedServer, startEmbedded } from "#storage/embedded/start-embedded.ts";
import { type Installation, newInstallation } from "./installation.ts";

const PORT_SET = { VIEWCURVE_PORT: "8686" };

/** The commands that say who may ask, one after the other, as an operator would type them. */
describe("looking after tokens", () => {
  let installation: Installation;
  let server: EmbeddedServer;

  beforeAll(async () => {
    installation = await newInstallation();
    await mkdir(installation.dataDirectory);
    // Held open, so that every command joins it instead of starting it.
    const started = await startEmbedded({
      dataDirectory: installation.dataDirectory,
      clock: systemClock,
      durable: false,
      log: () => undefined,
    });
    if (started.kind === "refused") throw new Error(started.message);
    server = started;
  });
  afterAll(async () => {
    await server.stop();
    await installation.remove();
  });

  async function succeed(args: readonly string[], settings: Record<string, string> = {}): Promise<string> {
    const { code, stdout, stderr } = await installation.run(args, settings);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    return stdout;
  }

  it("adds one, lists it without its text, and revokes it", async () => {
    const token = (await succeed(["tokens", "add", "spreadsheet", "--scope", "read", "--expires", "90d"])).trim();
    expect(token).toMatch(/^vc_[\w-]{43}$/);
    const added = JSON.parse(await succeed(["tokens", "add", "importer", "--scope", "write", "--json"]));
    expect(added).toMatchObject({ name: "importer", scope: "write", expiresAt: null });

    const table = await succeed(["tokens", "list"]);
    expect(table).toMatch(/^id +name +scope +kind +state +expires +last used\n/);
    expect(table).not.toContain(token);
    const listed = (await succeed(["tokens", "list", "--json"]))
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(listed).toMatchObject([
      { id: added.id, name: "importer", state: "valid", expiresAt: null },
      { name: "spreadsheet", scope: "read", kind: "token", state: "valid", lastUsedAt: null },
    ]);
    const [, first] = listed;
    expect(Date.parse(first.expiresAt) - Date.parse(first.createdAt)).toBe(90 * 86_400_000);

    expect(await succeed(["tokens", "revoke", added.id])).toBe(`Revoked ${added.id}.\n`);
    const again = await installation.run(["tokens", "revoke", added.id]);
    expect(again).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("was revoked already") });
  });

  it("prints links to where browsers reach it", async () => {
    const code = "vc_[\\w-]{43}\n$";
    const link = (settings: Record<string, string>) => succeed(["login-link"], settings);
    expect(await link(PORT_SET)).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:8686/login\\?code=${code}`));
    expect(await link({ ...PORT_SET, VIEWCURVE_HOST: "0.0.0.0" })).toMatch(
      new RegExp(`^http://localhost:8686/login\\?code=${code}`),
    );
    expect(await link({ VIEWCURVE_PUBLIC_URL: "https://tracker.example/" })).toMatch(
      new RegExp(`^https://tracker\\.example/login\\?code=${code}`),
    );
    const unknown = await installation.run(["login-link"]);
    expect(unknown).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("VIEWCURVE_PORT is 0") });
  });
});
