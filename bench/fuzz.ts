import { fork } from "node:child_process";
import { once } from "node:events";
import { Agent, request as ask, type IncomingMessage } from "node:http";
import { parseArgs } from "node:util";
import fc from "fast-check";
import { systemClock } from "#clock.ts";
import { hours, plus } from "#domain/time.ts";
import type { Event } from "#events.ts";
import { temporaryDirectory } from "#storage/embedded/temporary-directory.ts";
import { type ApiDocument, type HostileRequest, hostileRequests } from "../test/api/hostile-requests.ts";
import { answerJudge } from "../test/api/judge-answer.ts";
import { knownValues } from "../test/api/known-values.ts";
import { openApiSet } from "./api-load.ts";
import { PRESENT } from "./api-set.ts";
import type { FuzzServerChoice, FuzzServerReady } from "./fuzz-server.ts";

/** As many as ask at once; each waits for its answer. */
const CLIENTS = 8;
/** Requests are drawn so many at a time: a hundred thousand with their bodies would not fit into memory. */
const DRAWN_AT_ONCE = 500;
/** No more of an export is read: what follows is the same again, and clients do leave. */
const BODY_BYTES_MAX = 4 * 1024 * 1024;
const SLOW_MS = 1000;
/** Beyond these they are more of the same. */
const FAULTS_SHOWN = 5;

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  /** `null` = it was left unread after a while. */
  readonly body: Buffer | null;
  /** Until the answer began. */
  readonly milliseconds: number;
}

/**
 * Requests to every operation of the OpenAPI document, from sensible to malicious, to a listening server over a generated
 * collection. Every answer is held against the document. `faults` (5xx that no statement timeout is) and `wrong` must be
 * 0; `queryTimeouts` are counted with the longest of them.
 */
export async function fuzz(args: readonly string[]): Promise<object> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      requests: { type: "string", default: "100000" },
      videos: { type: "string", default: "20000" },
      seed: { type: "string", default: "1" },
      directory: { type: "string" },
      json: { type: "boolean" },
    },
  });
  const [requests, videos, seed] = [Number(values.requests), Number(values.videos), Number(values.seed)];
  // What is fuzzed is changed: a directory that was given is somebody's to give up.
  const directory = values.directory ?? (await temporaryDirectory());
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const set = await openApiSet({ videos, snapshots: videos * 5, directory, say });
  const server = await startServer({ directory, base: plus(PRESENT, hours(1)), realBase: systemClock.now() });
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
  try {
    const document = JSON.parse(await textAt(`${server.ready.url}/openapi.json`)) as ApiDocument;
    const known = await knownValues(async (path) => JSON.parse(await textAt(`${server.ready.url}${path}`)));
    const arbitrary = hostileRequests(document, server.ready.tokens, known);
    const judge = answerJudge(document);
    const tally = new Tally();
    for (let drawn = 0; drawn < requests; drawn += DRAWN_AT_ONCE) {
      const numRuns = Math.min(DRAWN_AT_ONCE, requests - drawn);
      const batch = fc.sample(arbitrary, { numRuns, seed: seed * 1_000_003 + drawn });
      const work = batch.values();
      await Promise.all(
        Array.from({ length: CLIENTS }, async () => {
          for (const one of work) {
            const answer = await send(agent, server.ready.url, one);
            const wrong = answer.body && judge(one, { ...answer, body: answer.body });
            tally.take(one, answer, wrong);
          }
        }),
      );
      if ((drawn + numRuns) % 10_000 === 0) say(`${drawn + numRuns} requests`);
    }
    return { requests, videos, seed, ...tally.result(), events: server.events.length };
  } finally {
    agent.destroy();
    await server.stop();
    await set.close();
  }
}

/** What came of the requests. */
class Tally {
  readonly #statuses = new Map<number, number>();
  readonly #samples: string[] = [];
  #wrong = 0;
  #faults = 0;
  #timeouts = 0;
  #longestTimeout = 0;
  #slow = 0;
  #slowest = { milliseconds: 0, request: "" };

  take(request: HostileRequest, { status, body, milliseconds }: Answer, wrong: string | null): void {
    this.#statuses.set(status, (this.#statuses.get(status) ?? 0) + 1);
    const what = `${request.method} ${request.url.slice(0, 200)}`;
    if (status === 503 && body?.includes("query-timeout")) {
      this.#timeouts += 1;
      this.#longestTimeout = Math.max(this.#longestTimeout, milliseconds);
      this.#note(`timeout: ${what}`);
    } else {
      if (status >= 500) this.#faults += 1;
      if (wrong !== null) this.#wrong += 1;
      if (wrong !== null) this.#note(`${status} ${wrong}: ${what}`);
    }
    if (milliseconds > SLOW_MS) this.#slow += 1;
    if (milliseconds > this.#slowest.milliseconds) this.#slowest = { milliseconds, request: what };
  }

  #note(line: string): void {
    if (this.#samples.length < 20) this.#samples.push(line.slice(0, 400));
  }

  result() {
    return {
      statuses: Object.fromEntries([...this.#statuses].sort(([a], [b]) => a - b)),
      faults: this.#faults,
      wrong: this.#wrong,
      queryTimeouts: { requests: this.#timeouts, longestMs: Math.round(this.#longestTimeout) },
      overASecond: this.#slow,
      slowest: { ...this.#slowest, milliseconds: Math.round(this.#slowest.milliseconds) },
      samples: this.#samples,
    };
  }
}

function send(agent: Agent, url: string, { method, url: path, headers, body }: HostileRequest): Promise<Answer> {
  const { hostname, port, host } = new URL(url);
  const from = performance.now();
  const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
  return new Promise((resolve, reject) => {
    const outgoing = ask({ agent, hostname, port, method, path, headers: { host, ...headers, ...length } });
    outgoing.on("response", (incoming) => {
      const milliseconds = performance.now() - from;
      const { statusCode: status = 0, headers: answered } = incoming;
      const pieces: Buffer[] = [];
      let bytes = 0;
      incoming.on("data", (piece: Buffer) => {
        pieces.push(piece);
        bytes += piece.length;
        if (bytes <= BODY_BYTES_MAX) return;
        resolve({ status, headers: answered, body: null, milliseconds });
        incoming.destroy();
      });
      incoming.on("end", () => resolve({ status, headers: answered, body: Buffer.concat(pieces), milliseconds }));
      incoming.on("error", reject);
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

async function textAt(url: string): Promise<string> {
  const answer = await fetch(url);
  return answer.text();
}

async function startServer(choice: FuzzServerChoice) {
  const child = fork(new URL("./fuzz-server.ts", import.meta.url), [JSON.stringify(choice)]);
  const events: Event[] = [];
  const ready = new Promise<FuzzServerReady>((resolve, reject) => {
    child.on("message", (said: { ready?: FuzzServerReady; event?: Event }) => {
      if (said.ready) resolve(said.ready);
      if (said.event) {
        events.push(said.event);
        if (events.length > FAULTS_SHOWN) return;
        process.stderr.write(`${JSON.stringify(said.event).slice(0, 1000)}\n`);
      }
    });
    child.on("exit", () => reject(new Error("the server ended")));
  });
  return {
    ready: await ready,
    events,
    async stop() {
      const ended = once(child, "exit");
      child.send("stop");
      await ended;
    },
  };
}
