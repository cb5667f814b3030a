import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "#clock.ts";
import type { ChannelId } from "#domain/channel.ts";
import { seconds } from "#domain/time.ts";
import { askHub } from "#youtube/hub.ts";

const CHANNEL = `UC${"h".repeat(22)}` as ChannelId;
const SECRET = "0123456789abcdef-the-secret";

let answer: (response: ServerResponse, form: URLSearchParams) => void = (response) => response.writeHead(202).end();
const asked: { url: string; method: string; headers: IncomingHttpHeaders; form: URLSearchParams }[] = [];
const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const form = new URLSearchParams(Buffer.concat(chunks).toString());
  asked.push({ url: request.url ?? "", method: request.method ?? "", headers: request.headers, form });
  answer(response, form);
});
let url = "";

beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const ask = (timeout = seconds(30)) =>
  askHub(
    { url, callbackOf: (id) => `https://us.example/push/${id}/TheToken`, secretOf: () => SECRET },
    CHANNEL,
    systemClock,
    timeout,
  );

describe("the hub is asked", () => {
  it("by one form with the topic that YouTube documents, our callback, a secret and ten days of lease", async () => {
    asked.length = 0;
    expect(await ask()).toMatchObject({ kind: "answered", body: null });
    expect(asked).toHaveLength(1);
    const [only] = asked;
    expect([only?.method, only?.url]).toEqual(["POST", "/subscribe"]);
    expect(only?.headers["content-type"]).toMatch(/^application\/x-www-form-urlencoded/);
    expect(Object.fromEntries(only?.form ?? [])).toEqual({
      "hub.mode": "subscribe",
      "hub.topic": `https://www.youtube.com/xml/feeds/videos.xml?channel_id=${CHANNEL}`,
      "hub.callback": `https://us.example/push/${CHANNEL}/TheToken`,
      "hub.verify": "async",
      "hub.lease_seconds": "864000",
      "hub.secret": SECRET,
    });
  });
});

describe("what it does not take", () => {
  it.each([
    [503, { "retry-after": "120" }, { kind: "unavailable", retryAfter: seconds(120) }],
    [500, {}, { kind: "unavailable", retryAfter: null }],
    [302, { location: "/elsewhere" }, { kind: "unavailable" }],
    [429, { "retry-after": "7" }, { kind: "rateLimited", retryAfter: seconds(7) }],
    [400, {}, { kind: "refused", status: 400 }],
    [409, {}, { kind: "refused", status: 409 }],
  ])("a %i is told by its kind", async (status, headers, kind) => {
    answer = (response) => response.writeHead(status, headers).end("Transient error; please try again later");
    expect(await ask()).toMatchObject(kind);
  });

  it("neither a hub that hangs up nor one that never answers is waited for", async () => {
    answer = (response) => response.destroy();
    expect((await ask()).kind).toBe("unavailable");
    answer = () => undefined;
    expect(await ask(seconds(0.05))).toMatchObject({ kind: "unavailable", retryAfter: null });
  });

  it("never repeats the secret or the callback, though the hub's page may", async () => {
    answer = (response, form) => response.writeHead(400).end(`You sent ${form} and ${[...form.values()].join(" ")}`);
    const said = JSON.stringify(await ask());
    expect(said).toContain("400");
    expect(said).not.toContain(SECRET);
    expect(said).not.toContain("TheToken");
  });
});
