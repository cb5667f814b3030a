import type { Clock } from "#clock.ts";
import type { ChannelId } from "#domain/channel.ts";
import { topicOf } from "#domain/push.ts";
import type { Failure, Reply } from "#domain/reply.ts";
import { type Duration, days, inSeconds } from "#domain/time.ts";
import { plainText } from "./plain-text.ts";
import { post, type Received } from "./request.ts";

/** The hub, and the address at which it finds us. */
export interface Hub {
  /** Where it is served, as `https://pubsubhubbub.appspot.com`. */
  readonly url: string;
  /** Our own address for news of a channel. Its last part is secret: who knows it can confirm in the hub's name. */
  readonly callbackOf: (channelId: ChannelId) => string;
  /** What the hub signs its messages with; it is told the hub and nobody else. */
  readonly secretOf: (channelId: ChannelId) => string;
}

/** The most that has been seen granted is five days; ten are asked for, the longest that the hub is known to take. */
const LEASE_ASKED: Duration = days(10);

/**
 * Asks a hub (WebSub, in the form that Google's takes) to push a channel's news. Answered = it took the wish,
 * and will verify it at the callback.
 */
export async function askHub(
  { url, callbackOf, secretOf }: Hub,
  channelId: ChannelId,
  clock: Clock,
  timeout: Duration,
): Promise<Reply<null>> {
  const [callback, secret] = [callbackOf(channelId), secretOf(channelId)];
  const form = new URLSearchParams({
    "hub.mode": "subscribe",
    "hub.topic": topicOf(channelId),
    "hub.callback": callback,
    // Verified later, so that the hub's answer does not wait for ours.
    "hub.verify": "async",
    "hub.lease_seconds": String(inSeconds(LEASE_ASKED)),
    "hub.secret": secret,
  });
  const received = await post(new URL(`${url}/subscribe`), form, clock, timeout);
  if (received.kind !== "received") return received;
  if (received.status >= 200 && received.status < 300) return { kind: "answered", body: null, at: received.at };
  const token = callback.slice(callback.lastIndexOf("/") + 1);
  return refusal({ ...received, text: without([secret, token], received.text) });
}

/** An error page may repeat what was sent; both are plain letters and digits, which no encoding changes. */
const without = (secrets: readonly string[], text: string): string =>
  secrets.reduce((cleaned, secret) => cleaned.replaceAll(secret, "[hidden]"), text);

/** The hub has few answers: 429 and 5xx pass (503 for weeks at times, docs/youtube-api.md), the rest is about what was asked. */
function refusal({ status, retryAfter, text }: Received): Failure {
  const detail = plainText(`${status} ${text}`, null);
  if (status === 429) return { kind: "rateLimited", retryAfter, detail };
  if (status < 400 || status >= 500 || status === 408) return { kind: "unavailable", retryAfter, detail };
  return { kind: "refused", status, reason: `http${status}`, detail };
}
