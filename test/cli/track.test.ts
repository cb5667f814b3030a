import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "#clock.ts";
import { toIso } from "#domain/iso-time.ts";
import { quotaDay } from "#domain/quota.ts";
import { at, type Db } from "#storage/database.ts";
import { openStore } from "../../src/main-store.ts";
import { type Installation, newInstallation } from "./installation.ts";

describe("viewcurve track", () => {
  let installation: Installation;

  beforeAll(async () => {
    installation = await newInstallation();
  });
  afterAll(() => installation.remove());

  async function inDatabase<T>(act: (db: Db) => Promise<T>): Promise<T> {
    const { dataDirectory } = installation;
    const choice = {
      databaseUrl: null,
      dataDirectory,
      kind: "real",
      now: systemClock.now(),
      log: () => undefined,
    } as const;
    const store = await openStore(choice);
    if (store.kind === "refused") throw new Error(store.message);
    try {
      return await act(store.db);
    } finally {
      await store.close();
    }
  }

  it("keeps what is asked, and says with code 3 when the reset is, while no unit is left to look it up", async () => {
    await installation.run(["keys", "add"], {}, "a-key-of-my-own\n");
    const now = systemClock.now();
    const { day, resetsAt } = quotaDay(now);
    await inDatabase((db) =>
      db
        .insertInto("ledger")
        .values({ project_id: "default", bucket: "default", day, used: 9, allowance: 9, last_used_at: at(now) })
        .execute(),
    );
    const { code, stdout, stderr } = await installation.run(["track", "--watched", "@veritasium"]);
    expect(stderr).toBe(
      `viewcurve: The day's units of the default bucket are spent: they are looked up after the reset at ${toIso(resetsAt)}.\n`,
    );
    expect({ code, stdout }).toEqual({ code: 3, stdout: expect.stringMatching(/^@veritasium waits/) });
    const request = (db: Db) => db.selectFrom("track_request").select(["ref", "state", "watched"]).execute();
    expect(await inDatabase(request)).toEqual([{ ref: "@veritasium", state: "waiting", watched: true }]);
    expect((await installation.run(["track", "@veritasium"])).code).toBe(3);
    expect(await inDatabase(request)).toMatchObject([{ watched: true }]);
    await installation.run(["track", "--no-watched", "@veritasium"]);
    expect(await inDatabase(request)).toMatchObject([{ watched: false }]);
  });
});

describe.runIf(existsSync("/proc/self"))("a place where no directory can be made", () => {
  it.each(["VIEWCURVE_DATA", "XDG_CONFIG_HOME"])("is refused within seconds as %s", async (setting) => {
    const installation = await newInstallation();
    try {
      const began = systemClock.now();
      const { code, stderr } = await installation.run(["migrate"], { [setting]: "/proc/viewcurve" });
      expect({ code, stderr }).toEqual({
        code: 1,
        stderr: expect.stringMatching(/^viewcurve: [^\n]*\/proc\/viewcurve/),
      });
      expect(systemClock.now() - began).toBeLessThan(5000);
    } finally {
      await installation.remove();
    }
  });
});
