import { createServer } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "#clock.ts";
import { openStore } from "../../src/main-store.ts";
import { eventually, postmastersOf } from "../embedded/processes.ts";
import { type Installation, newInstallation, type Running } from "./installation.ts";

const SERVES = /Viewcurve serves (http:\S+)\/api\/v1/;

interface Listed {
  readonly items: readonly { readonly title: string; readonly outlier: { readonly value: number | null } }[];
}

describe("viewcurve start", () => {
  let installation: Installation;

  beforeEach(async () => {
    installation = await newInstallation();
  });
  afterEach(() => installation.remove());

  const postmasters = () => postmastersOf(join(installation.dataDirectory, "postgres/data"));

  async function read<Answer>(service: Running, path: string): Promise<Answer> {
    const [, url] = await service.says(SERVES);
    const response = await fetch(`${url}/api/v1${path}`);
    expect(response.status).toBe(200);
    return (await response.json()) as Answer;
  }

  it("collects from `viewcurve simulate` what `viewcurve track` asks for: within seconds its catalogue has outliers", async () => {
    const simulated = installation.start(["simulate", "--port", "0", "--channels", "4"]);
    const [, url = ""] = await simulated.says(/listens on (\S+)\n/);
    const [, key = ""] = await simulated.says(/YOUTUBE_API_KEYS=(\S+)/);
    const [, first = "", second = ""] = await simulated.says(/Channels to track: (@\S+) (@\S+)/);
    const service = installation.start(["start"], {
      VIEWCURVE_YOUTUBE_URL: url,
      VIEWCURVE_FEEDS_URL: url,
      YOUTUBE_API_KEYS: key,
    });
    await service.says(SERVES);

    const tracked = await installation.run(["track", first, `https://www.youtube.com/${second}`]);
    expect(tracked).toMatchObject({ code: 0, stderr: "" });
    expect(tracked.stdout.match(/^@\S+ is tracked as UC\S{22}\.$/gm)).toHaveLength(2);
    const unknown = await installation.run(["track", "@nobody.has.this.handle"]);
    expect(unknown.code).toBe(1);
    expect(unknown.stdout).toContain("@nobody.has.this.handle cannot be tracked: ");

    await eventually("videos have outliers", async () => {
      const { items } = await read<Listed>(service, "/videos?outlierMin=1.5&sort=-outlier");
      return items.length > 3 && items.every(({ title, outlier }) => title !== "" && (outlier.value ?? 0) >= 1.5);
    });
    expect((await installation.run(["doctor"])).stdout).toMatch(/^ok {3}collector: .* collects, until /m);

    // The commands beside it came and went, and it serves on.
    await read(service, "/quota");
    const { stdout, stderr } = await service.end("SIGTERM");
    expect(stdout).not.toContain("No API key yet");
    // A canary: what the operator gave as a key appears nowhere.
    expect(stdout + stderr).not.toContain(key);
    expect(await simulated.end("SIGINT")).toMatchObject({ code: 0, stderr: "" });
  });

  it("serves without a key, says in one line how to add one, and stops clean by either signal", async () => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      const service = installation.start(["start"]);
      await service.says(/^No API key yet: `viewcurve keys add` reads one from standard input\.$/m);
      expect(await read<Listed>(service, "/videos")).toMatchObject({ items: [] });
      expect(await postmasters()).toHaveLength(1);
      expect(await service.end(signal)).toMatchObject({ code: 0 });
      expect(await postmasters()).toEqual([]);
    }
  });

  it("starts again by itself after kill -9, with what was there", async () => {
    const killed = installation.start(["start"]);
    await killed.says(SERVES);
    expect(await installation.run(["track", "UCuAXFkgsw1L7xaCfnd5JJOw"])).toMatchObject({ code: 0 });
    expect(await killed.end("SIGKILL")).toMatchObject({ code: null });
    const again = installation.start(["start"]);
    expect(await read(again, "/channels/requests")).toMatchObject({
      items: [expect.objectContaining({ ref: "UCuAXFkgsw1L7xaCfnd5JJOw" })],
    });
    expect(await again.end("SIGTERM")).toMatchObject({ code: 0 });
  });

  it("says that YouTube refuses every key, with code 4, when something is to be tracked", async () => {
    const simulated = installation.start(["simulate", "--port", "0", "--channels", "1"]);
    const [, url = ""] = await simulated.says(/listens on (\S+)\n/);
    const service = installation.start(["start"], {
      VIEWCURVE_YOUTUBE_URL: url,
      YOUTUBE_API_KEYS: "a-wrong-key-of-mine",
    });
    await service.says(SERVES);
    const { code, stderr } = await installation.run(["track", "@veritasium"]);
    expect({ code, stderr }).toEqual({
      code: 4,
      stderr: expect.stringMatching(/^viewcurve: YouTube refuses every key/),
    });
    await service.end("SIGTERM");
  });

  it("says which port is taken and what to do, and leaves no database running", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as { port: number };
    const { code, stderr } = await installation.run(["start"], { VIEWCURVE_PORT: String(port) });
    const simulated = await installation.run(["simulate", "--channels", "1", "--port", String(port)]);
    other.close();
    expect(stderr).toContain(`viewcurve: Cannot listen on 127.0.0.1:${port} (EADDRINUSE). Set VIEWCURVE_PORT`);
    expect(simulated.stderr).toBe(
      `viewcurve: Cannot listen on port ${port} (EADDRINUSE). Give a free one by --port.\n`,
    );
    expect([code, simulated.code]).toEqual([1, 1]);
    expect(await postmasters()).toEqual([]);
  });

  it("refuses a database that holds virtual data", async () => {
    const store = await openStore({
      databaseUrl: null,
      dataDirectory: installation.dataDirectory,
      kind: "virtual",
      now: systemClock.now(),
      log: () => undefined,
    });
    if (store.kind === "refused") throw new Error(store.message);
    await store.close();
    const { code, stdout, stderr } = await installation.run(["start"]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^viewcurve: [^\n]*virtual[^\n]*\n$/);
    expect(await postmasters()).toEqual([]);
  });
});
