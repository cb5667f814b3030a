import { describe, expect, it } from "vitest";
import { hours, minutes, plus } from "#domain/time.ts";
import type { KeyTrouble } from "#simulation/faults.ts";
import { KEY, NOW, PROJECT, passTo, serve, visibleIds } from "./virtual-youtube.ts";

const PATH = `/youtube/v3/videos?part=id&id=${visibleIds(1)[0]}`;

describe("a key of the virtual YouTube's", () => {
  it.each<[KeyTrouble, number, string]>([
    ["invalid", 400, "API_KEY_INVALID"],
    ["expired", 400, "API_KEY_INVALID"],
    ["notEnabled", 403, "SERVICE_DISABLED"],
    ["restricted", 403, "API_KEY_SERVICE_BLOCKED"],
    ["referrer", 403, "API_KEY_HTTP_REFERRER_BLOCKED"],
    ["address", 403, "API_KEY_IP_ADDRESS_BLOCKED"],
    ["suspended", 403, "CONSUMER_SUSPENDED"],
  ])("that is %s is turned away for a while, which costs nothing and is counted", async (why, status, reason) => {
    const faults = [{ kind: "keyRefused", key: KEY, why, from: NOW, to: plus(NOW, hours(1)) }] as const;
    const { json, books, clock } = await serve({ faults });
    const refused = await json(PATH);
    expect(refused.status).toBe(status);
    expect(JSON.stringify(refused.body.error.details)).toContain(`"${reason}"`);
    expect(books()).toMatchObject([{ units: 0, refused: 0, turnedAway: 1 }]);
    await passTo(clock, plus(NOW, hours(1)));
    expect((await json(PATH)).status).toBe(200);
    expect(books()).toMatchObject([{ units: 1, turnedAway: 1 }]);
  });

  it("draws on a project whose limit a minute is its own, and opens with the next minute", async () => {
    const { json, clock } = await serve({ projects: [{ ...PROJECT, perMinute: 2 }] });
    const statuses = async () => [(await json(PATH)).status, (await json(PATH)).status, (await json(PATH)).status];
    expect(await statuses()).toEqual([200, 200, 429]);
    await passTo(clock, plus(NOW, minutes(1)));
    expect(await statuses()).toEqual([200, 200, 429]);
  });

  it("has so much less to spend as others take of its project", async () => {
    const taken = { kind: "usedElsewhere", consumer: PROJECT.consumer, bucket: "default", units: 8 } as const;
    const { json, books } = await serve({
      projects: [{ ...PROJECT, limits: { default: 10 } }],
      faults: [{ ...taken, from: NOW, to: plus(NOW, hours(1)) }],
    });
    const statuses = [(await json(PATH)).status, (await json(PATH)).status, (await json(PATH)).status];
    expect(statuses).toEqual([200, 200, 403]);
    expect(books()).toMatchObject([{ units: 2, refused: 1 }]);
  });
});
