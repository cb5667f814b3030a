import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { days, hours, type Instant, instant, minutes, plus } from "#domain/time.ts";
import { virtualClock } from "#simulation/virtual-clock.ts";
import { verifyBackup } from "#storage/backup/backup-reader.ts";
import { type BackupSchedule, keepBackups } from "#storage/backup/keep-backups.ts";
import { openServer, type Server } from "./spare-databases.ts";

const START = instant(Date.UTC(2026, 1, 1));

describe("scheduled backups", () => {
  let server: Server;
  let directory: string;

  beforeAll(async () => {
    server = await openServer("native");
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "viewcurve-"));
    return () => rm(directory, { recursive: true, force: true });
  });

  /** Lets schedules run from `from` until `to` on a virtual clock, all at once; gives what failed. */
  async function run(
    from: Instant,
    to: Instant,
    changes: Partial<BackupSchedule>[] = [{}],
  ): Promise<readonly string[]> {
    const clock = virtualClock(from, "leaping");
    const over = new AbortController();
    const failures: string[] = [];
    const schedule: BackupSchedule = {
      address: () => server.connectionString,
      directory: join(directory, "made/by/itself"),
      every: hours(24),
      keep: 3,
      product: "1.2.3",
      clock,
      done: () => undefined,
      failed: (reason) => failures.push(reason),
    };
    const waiting = clock.task(() => clock.until(to).then(() => over.abort()));
    await Promise.all([
      waiting,
      ...changes.map((change) => clock.task(() => keepBackups({ ...schedule, ...change }, over.signal))),
    ]);
    return failures;
  }
  const made = (folder = "made/by/itself") => readdir(join(directory, folder)).then((names) => names.sort());

  it("are made at once and then each day, the oldest giving way, and each of them whole", async () => {
    expect(await run(START, plus(START, days(4.5)))).toEqual([]);
    expect(await made()).toEqual([3, 4, 5].map((day) => `viewcurve-2026020${day}T000000Z.backup`));
    for (const name of await made()) {
      expect((await verifyBackup(join(directory, "made/by/itself", name))).kind).toBe("whole");
    }
  });

  it("go on after a restart as if there had been none", async () => {
    await run(START, plus(START, hours(20)));
    await run(plus(START, hours(21)), plus(START, hours(23)));
    expect(await made()).toEqual(["viewcurve-20260201T000000Z.backup"]);
    await run(plus(START, hours(23)), plus(START, hours(25)));
    expect(await made()).toEqual(["viewcurve-20260201T000000Z.backup", "viewcurve-20260202T000000Z.backup"]);
  });

  it("are made by one of several processes that have the same schedule", async () => {
    expect(await run(START, plus(START, hours(30)), [{}, {}, {}])).toEqual([]);
    expect(await made()).toHaveLength(2);
  });

  it("that fail are told of and tried again, and what is there stays", async () => {
    await mkdir(join(directory, "kept"));
    const good = "viewcurve-20250101T000000Z.backup";
    await writeFile(join(directory, "kept", good), "the only one");
    let tries = 0;
    const address = () => {
      tries += 1;
      return tries < 3 ? "postgres://nobody@127.0.0.1:1/nothing" : server.connectionString;
    };
    const here = { directory: join(directory, "kept"), keep: 1, address };
    const failures = await run(START, plus(START, minutes(20)), [here]);
    expect(failures).toEqual([expect.stringContaining("ECONNREFUSED"), expect.stringContaining("ECONNREFUSED")]);
    expect(await readFile(join(directory, "kept", good), "utf8")).toBe("the only one");
    await run(plus(START, minutes(30)), plus(START, minutes(40)), [here]);
    expect(await made("kept")).toEqual(["viewcurve-20260201T003000Z.backup"]);
  });
});
