import { expect, it } from "vitest";
import { hours, minutes, plus } from "#domain/time.ts";
import { at } from "#storage/database.ts";
import { expectFirstHours, faultWorld, quotaOf } from "./fault-stage.ts";
import { ledgerBesideBooks } from "./measures.ts";
import { FROM, raise, type Stage } from "./stage.ts";

/** Midnight in Los Angeles, and ten minutes for which YouTube still counts by the day before. */
const RESET = plus(FROM, hours(7));
const WINDOW = { from: RESET, to: plus(RESET, minutes(10)) };

it("buckets that are called spent just after the reset cost a quarter of an hour and a few units, not the day", async () => {
  await using stage = await raise({ world: faultWorld(6), faults: [{ ...WINDOW, kind: "calledSpent" }] });
  await stage.pass(hours(7));
  await stage.pass(minutes(5));
  const struck = await spentBuckets(stage);
  expect(struck).toContain("default");
  await stage.pass(minutes(25));
  expect(await spentBuckets(stage)).toEqual([]);
  // One refusal a bucket: nobody asked on.
  const refused = await stage.db
    .selectFrom("call")
    .select("bucket")
    .where("outcome", "=", "quotaSpent")
    .where("charged_at", ">=", at(WINDOW.from))
    .execute();
  expect(refused.map(({ bucket }) => bucket).toSorted()).toEqual(struck.toSorted());
  await stage.pass(hours(2.5));
  await expectFirstHours(stage, plus(WINDOW.to, minutes(20)), plus(FROM, hours(10)));
  for (const { key, charged, counted } of await ledgerBesideBooks(stage))
    expect([key, charged]).toEqual([key, counted]);
});

async function spentBuckets(stage: Stage): Promise<readonly string[]> {
  const { projects } = await quotaOf(stage);
  return projects
    .flatMap(({ buckets }) => buckets.filter(({ spentAt }) => spentAt !== null))
    .map(({ bucket }) => bucket);
}
