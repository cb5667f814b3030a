import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Clock } from "#clock.ts";
import { instant, seconds } from "#domain/time.ts";
import { dataApi } from "#youtube/data-api.ts";
import type { YouTube } from "#youtube/youtube.ts";

export type Answer = (response: ServerResponse, request: IncomingMessage) => void;

/** A server of this test's own, that answers everything as it is told, and our client of it. */
export interface Loopback extends AsyncDisposable {
  readonly url: string;
  readonly youtube: YouTube;
  /** What to do with the next requests. */
  answer: Answer;
  readonly requests: IncomingMessage[];
  /** How many connections were opened. */
  readonly connections: () => number;
  /** Ends the patience of every call under way. */
  readonly timeOut: () => void;
}

/** The clock's first reading of a call, and its second: the answer took four seconds. */
export const SENT_AT = instant(Date.UTC(2026, 9, 21));
export const ANSWERED_AT = instant(SENT_AT + 4000);

export async function loopback(): Promise<Loopback> {
  let connections = 0;
  const server = createServer((request, response) => {
    self.requests.push(request);
    self.answer(response, request);
  });
  server.on("connection", () => {
    connections += 1;
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { clock, timeOut } = handClock();
  const self: Loopback = {
    url,
    youtube: dataApi({ youtubeUrl: url, feedsUrl: url, hub: null, clock, timeout: seconds(30) }),
    answer: (response) => response.end(),
    requests: [],
    connections: () => connections,
    timeOut,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
  return self;
}

/** A clock that moves by four seconds between two looks at it, and whose time-outs come when they are told to. */
function handClock(): { clock: Clock; timeOut: () => void } {
  let looks = 0;
  const waiting = new Set<AbortController>();
  const clock: Clock = {
    now: () => (looks++ % 2 === 0 ? SENT_AT : ANSWERED_AT),
    until: () => Promise.reject(new Error("the client must not wait")),
    timeout() {
      const controller = new AbortController();
      waiting.add(controller);
      return { signal: controller.signal, [Symbol.dispose]: () => waiting.delete(controller) };
    },
    task: (work) => work(),
    join: (promise) => promise,
  };
  const timeOut = () => {
    for (const controller of waiting) controller.abort();
  };
  return { clock, timeOut };
}
