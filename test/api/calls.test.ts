import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Api } from "#api/app-type.ts";
import { problemAnswer } from "#api/contract.ts";
import { type Calls, callPage } from "#api/operations/quota-contract.ts";
import { toIso } from "#domain/iso-time.ts";
import { type Instant, milliseconds, minus, minutes, plus } from "#domain/time.ts";
import { at } from "#storage/database.ts";
import { openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { NOW } from "./now.ts";
import { openApi } from "./open-api.ts";

const COUNT = 60;

/** What the n-th call is: several at each instant, of two epochs, and every kind of end. */
const callOf = (n: number) => {
  const chargedAt: Instant = minus(NOW, minutes(Math.floor(n / 4)));
  const outcome = [null, "answered", "quotaSpent", "unavailable"][n % 4] ?? null;
  return {
    epoch: n < 30 ? 12 : 11,
    number: COUNT - n,
    charged_at: chargedAt,
    kind: n % 3 === 0 ? "feed" : "sample",
    purpose: n % 2 === 0 ? "curve" : "milestone",
    project_id: n % 3 === 0 ? null : `p${n % 2}`,
    fingerprint: n % 3 === 0 ? null : "f",
    bucket: n % 3 === 0 ? null : n % 2 ? "batch" : "default",
    units: n % 3 === 0 ? 0 : 1,
    ids: n,
    why: n % 5 === 0 ? "a 100% sure_thing" : "because",
    ended_at: outcome === null ? null : plus(chargedAt, milliseconds(100 + n)),
    settled_at: outcome === null ? null : plus(chargedAt, milliseconds(50 + n)),
    outcome,
    answered: outcome === "answered" ? n : null,
    detail: outcome === "unavailable" ? "The SERVER said 503." : null,
  };
};

let database: TestDatabase;
let app: Api;
const rows = Array.from({ length: COUNT }, (_, n) => callOf(n));

beforeAll(async () => {
  database = await openTestDatabase("native");
  const { db } = database;
  const atOrNull = (instant: Instant | null) => instant && at(instant);
  await db
    .insertInto("call")
    .values(
      rows.map((row) => ({
        ...row,
        charged_at: at(row.charged_at),
        ended_at: atOrNull(row.ended_at),
        settled_at: atOrNull(row.settled_at),
      })),
    )
    .execute();
  ({ app } = await openApi(db));
});
afterAll(() => database.close());

async function read(query: string): Promise<Calls> {
  const answer = await app.inject(`/api/v1/calls?${query}`);
  expect([query, answer.statusCode]).toEqual([query, 200]);
  return callPage.parse(answer.json());
}

/** The ids that should be met, newest first, ties by the greater epoch and number. */
const idsOf = (wanted: (row: (typeof rows)[number]) => boolean): string[] =>
  rows
    .filter(wanted)
    .toSorted((a, b) => b.charged_at - a.charged_at || b.epoch - a.epoch || b.number - a.number)
    .map(({ epoch, number }) => `${String(epoch).padStart(9, "0")}-${String(number).padStart(12, "0")}`);

describe("GET /calls", () => {
  it.each([1, 3, 7, 200])("meets each call exactly once, newest first, in pages of %i", async (limit) => {
    const met: string[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page: Calls = await read(`limit=${limit}${cursor && `&cursor=${cursor}`}`);
      met.push(...page.items.map(({ id }) => id));
      cursor = page.next;
    }
    expect(met).toEqual(idsOf(() => true));
  });

  it.each([
    ["kind=feed", (row) => row.kind === "feed"],
    ["purpose=milestone", (row) => row.purpose === "milestone"],
    ["outcome=quotaSpent", (row) => row.outcome === "quotaSpent"],
    ["outcome=failed", (row) => row.outcome !== null && row.outcome !== "answered"],
    ["outcome=open", (row) => row.outcome === null],
    ["project=p1&bucket=batch", (row) => row.project_id === "p1" && row.bucket === "batch"],
    ["text=server", (row) => row.detail !== null],
    // What a pattern would take for a wildcard is meant as it is.
    ["text=100%25%20SURE_", (row) => row.why.startsWith("a 100%")],
    ["text=_ecause", () => false],
    [
      `since=${toIso(minus(NOW, minutes(5)))}&until=${toIso(minus(NOW, minutes(2)))}`,
      (row) => row.charged_at >= minus(NOW, minutes(5)) && row.charged_at < minus(NOW, minutes(2)),
    ],
  ] as const satisfies readonly (readonly [string, (row: (typeof rows)[number]) => boolean])[])(
    "?%s gives exactly the calls that are meant",
    async (query, wanted) => {
      const { items } = await read(`${query}&limit=200`);
      expect(items.map(({ id }) => id)).toEqual(idsOf(wanted));
    },
  );

  it("tells what a call cost, how long it took and how it ended", async () => {
    const { items } = await read("outcome=answered&limit=1");
    expect(items[0]).toMatchObject({ durationMs: 101, ids: 1, answered: 1, outcome: "answered", bucket: "batch" });
  });

  it.each([
    ["outcome=lost", "invalid-parameter"],
    ["bucket=other", "invalid-parameter"],
    ["since=yesterday", "invalid-parameter"],
    ["since=2026-11-02&until=2026-11-01", "invalid-parameter"],
    ["text=", "invalid-parameter"],
    ["kind=a%20b", "invalid-parameter"],
    ["limit=0", "invalid-parameter"],
    ["cursor=abc", "invalid-parameter"],
    ["failed=true", "unknown-parameter"],
  ])("?%s is refused and named", async (query, name) => {
    const answer = await app.inject(`/api/v1/calls?${query}`);
    expect(answer.statusCode).toBe(400);
    expect(problemAnswer.parse(answer.json()).type).toBe(`/problems/${name}`);
  });

  it("refuses a cursor of another list, or of another filter, and a forged one", async () => {
    const { next } = await read("limit=1&kind=feed");
    const forge = (change: (parts: unknown[]) => void): string => {
      const parts = JSON.parse(Buffer.from(next ?? "", "base64url").toString());
      change(parts);
      return Buffer.from(JSON.stringify(parts)).toString("base64url");
    };
    const forged = [
      forge((parts) => parts.splice(2, 1, "abcdefghijk")),
      forge((parts) => parts.splice(2, 1, "1-2-3-4-5-6-7-8-9")),
      forge((parts) => parts.splice(1, 1, null)),
    ];
    for (const query of [`limit=1&cursor=${next}`, ...forged.map((cursor) => `limit=1&kind=feed&cursor=${cursor}`)]) {
      expect([query, (await app.inject(`/api/v1/calls?${query}`)).statusCode]).toEqual([query, 400]);
    }
  });
});
