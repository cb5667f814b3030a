import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { hours, minutes, plus } from "#domain/time.ts";
import type { Fault } from "#simulation/faults.ts";
import { writeBackup } from "#storage/backup/write-backup.ts";
import { answersOf, CANARY, logOf, SECRET, tablesOf, unpacked } from "./canary-traces.ts";
import { faultWorld } from "./fault-stage.ts";
import { FROM, PROJECT, raise } from "./stage.ts";

it("no key appears in an event, a log line, an answer, a table or the process, whatever happens to it", async () => {
  const hour = (n: number, kind: "unavailable" | "html" | "truncated" | "reset" | "rateLimited"): Fault => ({
    kind,
    from: plus(FROM, hours(n)),
    to: plus(FROM, hours(n + 0.5)),
  });
  const faults = [
    hour(1, "html"),
    hour(2, "reset"),
    hour(3, "rateLimited"),
    hour(4, "truncated"),
    hour(5, "unavailable"),
  ];
  const circumstances = [
    { projects: [{ ...PROJECT, keys: [CANARY] }], faults },
    { projects: [{ ...PROJECT, keys: [CANARY], limits: { default: 40, batch: 5 } }], faults: [] },
    { projects: [PROJECT], faults: [] },
    { projects: [{ ...PROJECT, keys: [CANARY], enabled: false }], faults: [] },
    { projects: [{ ...PROJECT, keys: [CANARY], restrictedKeys: [CANARY] }], faults: [] },
  ];
  for (const choice of circumstances) {
    await using stage = await raise({ ...choice, world: faultWorld(1), keys: [["main", CANARY]] });
    await stage.pass(choice.faults.length > 0 ? hours(6) : hours(2));
    expect(stage.service.events.length).toBeGreaterThan(1);
    const texts = { log: logOf(stage), answers: await answersOf(stage), tables: await tablesOf(stage) };
    for (const [where, text] of Object.entries(texts)) {
      expect(text.length, where).toBeGreaterThan(100);
      expect(text.includes(SECRET), where).toBe(false);
    }
    // The mask is shown: so the key was there to leak.
    expect(texts.answers).toContain("AIza…6789");
  }
  expect(`${process.title} ${process.argv.join(" ")} ${process.execArgv.join(" ")}`).not.toContain(SECRET);
});

it("nor by what people do with it: keys that are sent, tried, paused, refused by their name, and backed up", async () => {
  // A suspension names the key itself.
  const suspended: Fault = {
    kind: "keyRefused",
    key: CANARY,
    why: "suspended",
    from: plus(FROM, minutes(90)),
    to: plus(FROM, hours(4)),
  };
  await using stage = await raise({
    world: faultWorld(1),
    projects: [{ ...PROJECT, keys: [CANARY] }],
    keys: [["main", CANARY]],
    faults: [suspended],
  });
  await stage.pass(hours(1));
  const said: string[] = [];
  const ask = async (method: string, path: string, body: unknown) => {
    const answer = await stage.service.ask(method, path, body);
    said.push(answer.text);
    return answer.status;
  };
  const id = stage.vault.fingerprint(CANARY);
  expect(await ask("POST", "/keys", { key: CANARY, project: "main" })).toBe(200);
  expect(await ask("POST", "/keys", { key: CANARY, project: "other" })).toBe(409);
  expect(await ask("POST", "/keys", { key: `${CANARY} and a word` })).toBe(400);
  expect(await ask("POST", "/keys", { [CANARY]: CANARY })).toBe(400);
  expect(await ask("POST", "/keys", CANARY)).toBe(400);
  expect(await ask("POST", `/keys/${CANARY}/test`, undefined)).toBe(400);
  expect(await ask("PATCH", `/keys/${id}`, { paused: CANARY })).toBe(400);
  expect(await ask("POST", `/keys/${id}/test`, undefined)).toBe(202);
  await stage.pass(hours(1));
  expect((await stage.service.admin<{ items: { state: string }[] }>("/keys")).items).toMatchObject([
    { state: "refused", reason: "CONSUMER_SUSPENDED" },
  ]);
  expect(await ask("POST", `/keys/${id}/test`, undefined)).toBe(202);
  await stage.pass(minutes(10));
  const path = join(await mkdtemp(join(tmpdir(), "viewcurve-canary-")), "all.backup");
  const { connectionString } = stage;
  const backedUp = await writeBackup({ connectionString, path, product: "a test", now: stage.clock.now() });
  expect(backedUp.kind).toBe("written");
  const texts = [said.join("\n"), logOf(stage), await answersOf(stage), await tablesOf(stage), await unpacked(path)];
  await rm(dirname(path), { recursive: true });
  for (const text of texts) {
    expect(text.length).toBeGreaterThan(100);
    expect(text.includes(SECRET)).toBe(false);
  }
  expect(texts.at(-1)).toContain("AIza…6789");
});

it("nor when what answers in YouTube's place repeats it in every way", async () => {
  const said = [
    (key: string) => [502, "text/html", `<html><p>Bad gateway for ${key}</p></html>`],
    (key: string) => [200, "application/json", `{"items": "${key}"}`],
    (key: string) => [
      400,
      "application/json",
      `{"error": {"code": 400, "message": "It says ${key}, &#x41;${key.slice(1)}"}}`,
    ],
    (key: string) => [302, "text/plain", `Moved to https://elsewhere.test/?key=${key}`],
    (key: string) => [
      403,
      "application/json",
      JSON.stringify({
        error: {
          message: `Quota of ${key}`,
          errors: [{ reason: key, message: key }],
          details: [{ reason: key, metadata: { consumer: `api_key:${key}`, service: key } }],
        },
      }),
    ],
  ] as const;
  let asked = 0;
  const echo = createServer((request, response) => {
    const [status, type, body] = said[asked++ % said.length]?.(String(request.headers["x-goog-api-key"])) ?? [
      500,
      "",
      "",
    ];
    response.writeHead(Number(status), { "content-type": String(type), location: `/?key=${CANARY}` }).end(body);
  });
  await new Promise<void>((resolve) => void echo.listen(0, "127.0.0.1", resolve));
  await using stage = await raise({
    world: faultWorld(1),
    projects: [{ ...PROJECT, keys: [CANARY] }],
    keys: [["main", CANARY]],
  });
  // The first service learns what there is to ask for, the second asks the echo.
  await stage.pass(minutes(5));
  await stage.service.stop();
  const { port } = echo.address() as AddressInfo;
  const service = await stage.serve({ youtubeUrl: `http://127.0.0.1:${port}` });
  await stage.pass(hours(3));
  echo.closeAllConnections();
  echo.close();
  expect(asked).toBeGreaterThan(said.length);
  const outcomes = service.events.flatMap((event) => (event.kind === "callSettled" ? [event.outcome.kind] : []));
  expect(new Set(outcomes).size).toBeGreaterThanOrEqual(3);
  const seen = { ...stage, service };
  for (const text of [logOf(seen), await answersOf(seen), await tablesOf(seen)]) {
    expect(text.length).toBeGreaterThan(100);
    expect(text.includes(SECRET)).toBe(false);
  }
});

it("nor does what the hub signs with, or the token of a callback, whatever the hub does with it", async () => {
  const asked: URLSearchParams[] = [];
  const hub = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const form = new URLSearchParams(Buffer.concat(chunks).toString());
    asked.push(form);
    // An error page that repeats all that was sent, as it was sent and decoded.
    response.writeHead(asked.length % 2 ? 503 : 400).end(`You sent ${form} ${[...form.values()].join(" ")}`);
  });
  await new Promise<void>((resolve) => void hub.listen(0, "127.0.0.1", resolve));
  const { port } = hub.address() as AddressInfo;
  await using stage = await raise({
    world: faultWorld(1),
    pushed: true,
    projects: [{ ...PROJECT, keys: [CANARY] }],
    keys: [["main", CANARY]],
  });
  await stage.pass(minutes(5));
  await stage.service.stop();
  // Everything is subscribed by now: the second service asks anew.
  await stage.db.updateTable("channel_poll").set({ subscribe_at: null }).execute();
  const service = await stage.serve({ hubUrl: `http://127.0.0.1:${port}` });
  await stage.pass(hours(2));
  hub.closeAllConnections();
  hub.close();
  expect(asked.length).toBeGreaterThan(4);
  const callback = asked[0]?.get("hub.callback") ?? "";
  const forged = await fetch(callback, { method: "POST", body: "<feed/>", headers: { "x-hub-signature": "sha1=00" } });
  expect(forged.status).toBe(204);
  expect(service.events.some((event) => event.kind === "pushRefused")).toBe(true);
  const secrets = asked.flatMap((form) => [
    form.get("hub.secret") ?? "",
    form.get("hub.callback")?.split("/").at(-1) ?? "",
  ]);
  expect(Math.min(...secrets.map((secret) => secret.length))).toBe(32);
  const seen = { ...stage, service };
  for (const text of [logOf(seen), await answersOf(seen), await tablesOf(seen)]) {
    expect(text.length).toBeGreaterThan(100);
    for (const secret of secrets) expect(text.includes(secret)).toBe(false);
  }
});
