import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Api } from "#api/app-type.ts";
import { SCOPES } from "#domain/scope.ts";
import type { Event } from "#events.ts";
import { createToken } from "#storage/access/tokens.ts";
import { openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { type ApiDocument, hostileRequests } from "./hostile-requests.ts";
import { answerJudge } from "./judge-answer.ts";
import { knownValues } from "./known-values.ts";
import { NOW } from "./now.ts";
import { openApi } from "./open-api.ts";
import { seed } from "./seed.ts";
import { seedDiscovery } from "./seed-discoveries.ts";

/** More than the operations have parameters, in a time that a push may take. */
const REQUESTS = 4_000;

let database: TestDatabase;
let app: Api;
let events: Event[];
let document: ApiDocument;
const tokens: Record<"read" | "write" | "admin", string[]> = { read: [], write: [], admin: [] };

beforeAll(async () => {
  database = await openTestDatabase("native");
  await seed(database.db, 120);
  await seedDiscovery(database.db);
  ({ app, events } = await openApi(database.db, { publicHost: "tracker.example" }));
  document = (await app.inject("/openapi.json")).json();
  for (const scope of SCOPES) {
    for (let n = 0; n < 5; n += 1) {
      tokens[scope].push((await createToken(database.db, { name: "fuzz", scope, expiresAt: null }, NOW)).token);
    }
  }
});
afterAll(() => database.close());

describe("whatever is asked", () => {
  it("every answer is one that the document tells of, and none is a fault of ours", async () => {
    const judge = answerJudge(document);
    const known = await knownValues(async (url) => (await app.inject(url)).json());
    const statuses = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(hostileRequests(document, tokens, known), async (request) => {
        const { method, url, headers, body } = request;
        const answer = await app.inject({
          method: method as "GET",
          url,
          headers: { host: "localhost", ...headers },
          ...(body === undefined ? {} : { payload: body }),
        });
        statuses.set(answer.statusCode, (statuses.get(answer.statusCode) ?? 0) + 1);
        const wrong = judge(request, { status: answer.statusCode, headers: answer.headers, body: answer.rawPayload });
        if (wrong !== null) expect.fail(`${answer.statusCode}: ${wrong}\n${answer.body.slice(0, 2000)}`);
      }),
      { numRuns: REQUESTS, seed: 20_261_121 },
    );
    expect(events).toEqual([]);
    // It is no proof when everything is refused at the door.
    for (const status of [200, 400, 401, 403, 404, 413, 415])
      expect(statuses.get(status) ?? 0, `${status}`).toBeGreaterThan(0);
    expect((statuses.get(200) ?? 0) / REQUESTS).toBeGreaterThan(0.1);
  });
});
