import { createHmac } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Api } from "#api/app-type.ts";
import { signatureFault } from "#api/operations/push-signature.ts";
import type { ChannelId } from "#domain/channel.ts";
import { topicOf } from "#domain/push.ts";
import { days } from "#domain/time.ts";
import type { Event } from "#events.ts";
import { untrackChannel } from "#storage/channels/track-requests.ts";
import { listWaitingPushes } from "#storage/collecting/pushes.ts";
import { openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { NOW } from "./now.ts";
import { openApi } from "./open-api.ts";
import { CHANNELS, seed } from "./seed.ts";

let database: TestDatabase;
let app: Api;
let events: Event[];
const [TRACKED, UNTRACKED] = CHANNELS as unknown as readonly [ChannelId, ChannelId];

beforeAll(async () => {
  database = await openTestDatabase("native");
  await seed(database.db, 3);
  await untrackChannel(database.db, UNTRACKED);
  // The hub comes by the public address, over a proxy; and here even by one that nobody told us of.
  ({ app, events } = await openApi(database.db, { publicHost: "tracker.example" }));
});
afterAll(() => database.close());
beforeEach(async () => {
  events.length = 0;
  await database.db.deleteFrom("push").execute();
});

const path = (id: string) => `/push/${id}/token-of-${id}`;
const headers = { host: "elsewhere.example", "x-forwarded-for": "192.0.2.1" };
const waiting = () => listWaitingPushes(database.db, 100);
const version = async () =>
  (await database.db.selectFrom("planning_change").select("version").executeTakeFirstOrThrow()).version;

const verify = (id: string, changes: Record<string, string | undefined> = {}, url = path(id)) => {
  const asked = {
    "hub.mode": "subscribe",
    "hub.topic": topicOf(id as never),
    "hub.challenge": "16832595826105906514",
    "hub.lease_seconds": "432000",
    ...changes,
  };
  const query = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
  return app.inject({ url, query: query as Record<string, string>, headers });
};

const sign = (body: string | Buffer, id: string, method = "sha1") =>
  `${method}=${createHmac(method, `secret-of-${id}`).update(body).digest("hex")}`;

const deliver = (id: string, body: string | Buffer, signature: string | undefined, url = path(id)) =>
  app.inject({
    method: "POST",
    url,
    payload: body,
    headers: {
      ...headers,
      "content-type": "application/atom+xml",
      ...(signature === undefined ? {} : { "x-hub-signature": signature }),
    },
  });

describe("a verification", () => {
  it("of a tracked channel is answered with the challenge, and its lease is kept", async () => {
    const before = await version();
    const answer = await verify(TRACKED);
    expect([answer.statusCode, answer.body]).toEqual([200, "16832595826105906514"]);
    expect(answer.headers["content-type"]).toMatch(/^text\/plain/);
    expect(await waiting()).toMatchObject([
      { channelId: TRACKED, receivedAt: NOW, arrival: { kind: "verified", lease: days(5) } },
    ]);
    expect(await version()).toBe(before + 1);
  });

  it.each([
    ["an untracked channel", () => verify(UNTRACKED)],
    ["a channel nobody knows", () => verify(`UC${"x".repeat(22)}`)],
    ["no channel", () => verify("nothing")],
    ["another topic", () => verify(TRACKED, { "hub.topic": topicOf(UNTRACKED) })],
    ["an unsubscription that nobody asked for", () => verify(TRACKED, { "hub.mode": "unsubscribe" })],
    ["no mode", () => verify(TRACKED, { "hub.mode": undefined })],
    ["no challenge", () => verify(TRACKED, { "hub.challenge": undefined })],
    ["another's token", () => verify(TRACKED, {}, `/push/${TRACKED}/token-of-${UNTRACKED}`)],
    ["half a token", () => verify(TRACKED, {}, `/push/${TRACKED}/token`)],
  ])("of %s is refused, and nothing is kept", async (_, ask) => {
    expect((await ask()).statusCode).toBe(404);
    expect(await waiting()).toEqual([]);
  });

  it("of the end of an untracked channel's subscription is confirmed", async () => {
    expect((await verify(UNTRACKED, { "hub.mode": "unsubscribe", "hub.lease_seconds": undefined })).body).toBe(
      "16832595826105906514",
    );
    expect(await waiting()).toEqual([]);
  });

  it("without a lease, or with a strange one, is kept without", async () => {
    for (const lease of [undefined, "soon", "-1", "99999999999"]) {
      await database.db.deleteFrom("push").execute();
      expect((await verify(TRACKED, { "hub.lease_seconds": lease })).statusCode).toBe(200);
      expect((await waiting())[0]?.arrival).toEqual({ kind: "verified", lease: null });
    }
  });

  it("by HEAD confirms nothing", async () => {
    const url = `${path(TRACKED)}?hub.mode=subscribe&hub.challenge=1&hub.topic=${encodeURIComponent(topicOf(TRACKED))}`;
    expect((await app.inject({ method: "HEAD", url, headers: { host: "localhost" } })).statusCode).toBe(405);
    expect(await waiting()).toEqual([]);
  });

  it("that says the subscription is denied is kept as such", async () => {
    const denial = { "hub.mode": "denied", "hub.challenge": undefined, "hub.reason": "because" };
    expect((await verify(TRACKED, denial)).statusCode).toBe(200);
    expect((await waiting())[0]?.arrival).toEqual({ kind: "denied", reason: "because" });
  });
});

describe("a message", () => {
  it.each(["sha1", "sha256"])(
    "signed by the hub with %s is kept as it is, once however often it comes",
    async (method) => {
      const body = "<feed>Brötchen \u{1F950}</feed>";
      const before = await version();
      for (let n = 0; n < 3; n++)
        expect((await deliver(TRACKED, body, sign(body, TRACKED, method))).statusCode).toBe(204);
      expect((await waiting()).map(({ arrival }) => arrival)).toEqual([{ kind: "pushed", body }]);
      expect(await version()).toBe(before + 1);
      expect(events).toEqual([]);
    },
  );

  it.each([
    ["without a signature", undefined],
    ["signed for another channel", sign("<feed/>", UNTRACKED)],
    ["signed over another body", sign("<feed></feed>", TRACKED)],
    ["signed by a method that proves nothing", `md5=${"0".repeat(32)}`],
    ["with half a signature", sign("<feed/>", TRACKED).slice(0, 20)],
    ["with an empty signature", "sha1="],
    ["with no method", "0".repeat(40)],
  ])("%s is taken by all appearance, reported, and let go", async (_, signature) => {
    expect((await deliver(TRACKED, "<feed/>", signature)).statusCode).toBe(204);
    expect(await waiting()).toEqual([]);
    expect(events).toMatchObject([{ kind: "pushRefused", channelId: TRACKED }]);
    expect(JSON.stringify(events)).not.toContain("secret-of");
  });

  it("for a channel that is tracked no more is answered 410, so that the hub may end it", async () => {
    expect((await deliver(UNTRACKED, "<feed/>", sign("<feed/>", UNTRACKED))).statusCode).toBe(410);
    expect(await waiting()).toEqual([]);
  });

  it("to another path than a callback is 404", async () => {
    expect((await deliver(TRACKED, "<feed/>", sign("<feed/>", TRACKED), `/push/${TRACKED}/guess`)).statusCode).toBe(
      404,
    );
  });

  it("of more than a megabyte is refused", async () => {
    const body = "x".repeat(1024 * 1024 + 1);
    expect((await deliver(TRACKED, body, sign(body, TRACKED))).statusCode).toBe(413);
  });

  it("never makes the service fail, whatever bytes it is of and by whatever type it comes", async () => {
    const bodies = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.constant(Uint8Array.from([0, 255, 0xed, 0xa0, 0x80])),
    );
    const types = fc.constantFrom("application/atom+xml", "application/json", "text/plain", "", "x/y; charset=q", null);
    await fc.assert(
      fc.asyncProperty(bodies, types, async (bytes, type) => {
        const body = Buffer.from(bytes);
        const answer = await app.inject({
          method: "POST",
          url: path(TRACKED),
          payload: body,
          headers: {
            ...headers,
            "x-hub-signature": sign(body, TRACKED),
            ...(type === null ? {} : { "content-type": type }),
          },
        });
        expect([204, 415]).toContain(answer.statusCode);
      }),
      { numRuns: 100 },
    );
    expect((await waiting()).length).toBeGreaterThan(20);
  });

  it("leaves the rest of the API as closed as it was", async () => {
    expect((await app.inject({ url: "/api/v1/channels", headers })).statusCode).toBe(421);
    expect(
      (
        await app.inject({
          method: "POST",
          url: "/api/v1/channels",
          payload: "<feed/>",
          headers: { host: "localhost" },
        })
      ).statusCode,
    ).toBe(401);
  });
});

describe("a signature", () => {
  const body = Buffer.from("what do ya want for nothing?");

  it("is the HMAC of RFC 2202 and RFC 4231, in either case of letters", () => {
    const sha1 = "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79";
    const sha256 = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
    for (const sent of [`sha1=${sha1}`, `sha256=${sha256}`, `SHA1=${sha1.toUpperCase()}`]) {
      expect(signatureFault(sent, body, "Jefe")).toBeNull();
    }
    expect(signatureFault(`sha256=${sha1}`, body, "Jefe")).not.toBeNull();
    expect(signatureFault(`sha512=${sha256}${sha256}`, body, "Jefe")).not.toBeNull();
    expect(signatureFault(`sha1=${sha1}`, body, "Jeff")).not.toBeNull();
    expect(signatureFault(`sha1=${sha1}00`, body, "Jefe")).not.toBeNull();
  });
});
