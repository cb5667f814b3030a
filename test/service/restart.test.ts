import { describe, expect, it } from "vitest";
import type { PlanView } from "#api/operations/operations-contract.ts";
import { hours, instant, milliseconds, minutes, plus } from "#domain/time.ts";
import { at as dbAt } from "#storage/database.ts";
import { expectFirstHours, faultWorld, storedBefore } from "./fault-stage.ts";
import { counterMismatches, ledgerBesideBooks, samplesBesideSnapshots } from "./measures.ts";
import { FROM, type Running, raise } from "./stage.ts";

const planOf = async (service: Running): Promise<PlanView> => (await service.get<PlanView>("/plan")).body;

describe("the plan that GET /plan makes from the rows", () => {
  it.each([1, 2])("is what the collector does next from its own memory (seed %i)", async (seed) => {
    await using stage = await raise({ world: faultWorld(seed), seed });
    await stage.pass(hours(2));
    for (let looks = 0; looks < 8; looks++) {
      const { lanes } = await planOf(stage.service);
      const planned = lanes.filter(({ kind }) => kind === "call").toSorted((a, b) => (a.at < b.at ? -1 : 1));
      if (!planned[0]) throw new Error("Nothing is planned.");
      const at = Date.parse(planned[0].at);
      await stage.pass(milliseconds(at - stage.clock.now()));
      const first = await stage.db
        .selectFrom("call")
        .select(["kind", "purpose", "bucket", "ids", "why", "charged_at"])
        .where("charged_at", ">=", dbAt(instant(at)))
        .orderBy("number")
        .limit(1)
        .executeTakeFirst();
      // What one lane finds may change what another planned for the same instant, so the first call tells.
      const plans = planned.map(({ call, at: then, purpose, bucket, ids, why }) => {
        return { kind: call, purpose, bucket, ids, why, charged_at: Date.parse(then) };
      });
      expect(plans).toContainEqual(first);
      await stage.pass(minutes(7));
    }
  });
});

describe.each([3])("a service that is stopped and started again (seed %i)", (seed) => {
  it("plans as before, in a new epoch, and loses nothing but what fell into the gap", async () => {
    await using stage = await raise({ world: faultWorld(seed), seed });
    await stage.pass(hours(3.3));
    const before = await planOf(stage.service);
    await stage.service.stop();
    const kept = await storedBefore(stage, stage.clock.now());

    const again = await stage.serve();
    // No time has passed: the same rows make the same plan, whoever reads them.
    expect(await planOf(again)).toEqual(before);
    await stage.pass(hours(3));
    const epochs = again.events.flatMap((event) => (event.kind === "collecting" ? [event.epoch] : []));
    const earlier = stage.service.events.flatMap((event) => (event.kind === "collecting" ? [event.epoch] : []));
    expect([...earlier, ...epochs]).toEqual([1, 2]);
    await expectFirstHours(stage, FROM, plus(FROM, hours(6.3)));

    await again.stop();
    const stoppedAt = stage.clock.now();
    await stage.pass(minutes(40));
    const third = await stage.serve();
    await stage.pass(hours(3));
    await expectFirstHours(stage, plus(stoppedAt, minutes(41)), plus(FROM, hours(10)));
    expect(third.events.filter(({ kind }) => kind === "stumbled" || kind === "setAside")).toEqual([]);

    expect(await storedBefore(stage, plus(FROM, hours(3.3)))).toBe(kept);
    expect(await counterMismatches(stage)).toEqual([]);
    const { answers, snapshots } = await samplesBesideSnapshots(stage.db);
    expect(snapshots).toBe(answers);
    for (const { key, charged, counted } of await ledgerBesideBooks(stage)) {
      expect({ key, charged }).toEqual({ key, charged: counted });
    }
    const unsettled = await stage.db.selectFrom("call").select("number").where("settled_at", "is", null).execute();
    expect(unsettled).toEqual([]);
  });
});
