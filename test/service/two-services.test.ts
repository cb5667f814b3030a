import { describe, expect, it } from "vitest";
import { hours, minutes, plus } from "#domain/time.ts";
import { virtualClock } from "#simulation/virtual-clock.ts";
import { readLease, takeLease } from "#storage/collecting/lease.ts";
import { chargeCall } from "#storage/ledger/ledger.ts";
import { expectFirstHours, faultWorld } from "./fault-stage.ts";
import { counterMismatches, ledgerBesideBooks, samplesBesideSnapshots } from "./measures.ts";
import { FROM, PACE, type Running, raise } from "./stage.ts";

const kinds = ({ events }: Running, kind: string): number => events.filter((event) => event.kind === kind).length;

describe("two services on one database", () => {
  it("collect one at a time: the second stands by, serves, and goes on where a stopped one ended", async () => {
    await using stage = await raise({ world: faultWorld(1) });
    await settled(stage.service);
    const second = await stage.serve();
    await stage.pass(hours(3));
    expect([kinds(stage.service, "collecting"), kinds(second, "collecting")]).toEqual([1, 0]);
    expect(kinds(second, "standingBy")).toBeGreaterThan(0);
    const [one, two] = await Promise.all([stage.service.get("/videos?limit=5"), second.get("/videos?limit=5")]);
    expect(two).toEqual(one);
    expect(two.status).toBe(200);

    await stage.service.stop();
    await stage.pass(hours(4));
    expect(kinds(second, "collecting")).toBe(1);
    // It looks for the lease three times in a term.
    await expectFirstHours(stage, FROM, plus(FROM, hours(2)));
    await expectFirstHours(stage, plus(FROM, hours(3.4)), plus(FROM, hours(7)));
    await expectOneBook(stage);
  });

  it("replace one that died once its lease ends, and what it then still tries is refused", async () => {
    await using stage = await raise({ world: faultWorld(2) });
    await stage.pass(hours(1));
    await stage.service.stop();
    // As a process that was killed after taking the lease leaves things.
    const dead = await takeLease(stage.db, "a process that was killed", PACE.leaseTerm, stage.clock.now());
    if (!dead) throw new Error("The lease was not let go of.");
    const second = await stage.serve();
    await stage.pass(minutes(59));
    expect([kinds(second, "standingBy") > 0, kinds(second, "collecting")]).toEqual([true, 0]);
    expect((await second.get("/videos?limit=5")).status).toBe(200);
    await stage.pass(hours(4));
    expect(kinds(second, "collecting")).toBe(1);
    expect((await readLease(stage.db))?.epoch).toBe(dead.epoch + 1);
    await expectFirstHours(stage, plus(FROM, hours(2.4)), plus(FROM, hours(6)));
    const entry = {
      number: 1,
      call: "count",
      purpose: "discovery",
      bucket: "default",
      ids: 1,
      why: "too late",
    } as const;
    const late = { ...entry, projectId: "main", fingerprint: null };
    expect(await chargeCall(stage.db, dead, late, stage.clock.now())).toEqual({ kind: "fenced" });
    await expectOneBook(stage);
  });

  it("fence one that slept through its lease: it wakes, is refused its first charge, and stands by", async () => {
    const world = faultWorld(3);
    await using stage = await raise({ world });
    await stage.service.stop();
    // The sleeper lives by a clock of its own, which stands still as a suspended laptop's does.
    const asleep = virtualClock(FROM);
    const sleeper = await stage.serve({ clock: asleep });
    await settled(sleeper);
    const second = await stage.serve();
    await stage.pass(hours(3));
    expect([kinds(sleeper, "collecting"), kinds(second, "collecting")]).toEqual([1, 1]);
    const { requests } = stage.youtube;
    const asked = requests();
    const calls = kinds(sleeper, "callSettled");

    asleep.setPace("leaping");
    await asleep.task(async () => {
      await asleep.until(plus(FROM, hours(2)));
      asleep.setPace("standing");
    });
    expect(kinds(sleeper, "leaseLost")).toBeGreaterThan(0);
    expect(kinds(sleeper, "callSettled")).toBe(calls);
    expect(requests()).toEqual(asked);
    await stage.pass(hours(2));
    await expectFirstHours(stage, plus(FROM, hours(1.4)), plus(FROM, hours(5)));
    await expectOneBook(stage);
  });
});

/** Waits, in real time, until a service on a standing clock has done all that was due. */
async function settled(service: Running): Promise<void> {
  for (let seen = -1; kinds(service, "callSettled") !== seen || seen < 1; ) {
    seen = kinds(service, "callSettled");
    await service.get("/plan");
    await service.get("/quota");
  }
}

async function expectOneBook(stage: Parameters<typeof ledgerBesideBooks>[0] & Parameters<typeof counterMismatches>[0]) {
  for (const { key, charged, counted } of await ledgerBesideBooks(stage)) {
    expect({ key, charged }).toEqual({ key, charged: counted });
  }
  expect(await counterMismatches(stage)).toEqual([]);
  const { answers, snapshots } = await samplesBesideSnapshots(stage.db);
  expect(snapshots).toBe(answers);
}
