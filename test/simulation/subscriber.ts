import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import type { Clock } from "#clock.ts";
import type { Instant } from "#domain/time.ts";
import { readText } from "#simulation/callback.ts";

interface Notification {
  readonly at: Instant;
  readonly path: string;
  readonly signature: string | null;
  readonly body: string;
}

/** A subscriber's server on this machine that confirms what it is asked and keeps what it is told. */
export async function subscriber(clock: Clock) {
  const verifications: { readonly at: Instant; readonly query: URLSearchParams }[] = [];
  const notifications: Notification[] = [];
  const answers = {
    /** How it answers verifications; `null` = with the challenge. */
    verification: null as { readonly status: number; readonly body: string } | null,
    notification: 204,
  };
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", "http://subscriber");
    if (request.method === "GET") {
      verifications.push({ at: clock.now(), query: url.searchParams });
      const { status, body } = answers.verification ?? { status: 200, body: url.searchParams.get("hub.challenge") };
      response.writeHead(status).end(body);
      return;
    }
    const signature = request.headers["x-hub-signature"];
    notifications.push({
      at: clock.now(),
      path: url.pathname,
      signature: typeof signature === "string" ? signature : null,
      body: await readText(request, 1_000_000),
    });
    response.writeHead(answers.notification).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  onTestFinished(close);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/push`,
    verifications,
    notifications,
    answers,
  };
}

/** Asks a hub as a subscriber does; gives the status. */
export async function askHub(
  hub: string,
  form: Readonly<Record<string, string>>,
): Promise<{ readonly status: number; readonly text: string; readonly retryAfter: string | null }> {
  const body = new URLSearchParams(form);
  const response = await fetch(`${hub}/subscribe`, { method: "POST", body });
  return { status: response.status, text: await response.text(), retryAfter: response.headers.get("retry-after") };
}
