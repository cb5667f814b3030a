import { createHmac } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "#clock.ts";
import type { ChannelId } from "#domain/channel.ts";
import { type Duration, type Instant, inSeconds, minutes, plus, seconds } from "#domain/time.ts";
import { askCallback, readText } from "./callback.ts";
import { type Fault, faultsAt, pushFate } from "./faults.ts";
import { type HubEvent, hubEventsOf, pushDelay, repeatDelay } from "./hub-events.ts";
import { notificationXml } from "./hub-notification.ts";
import { type HubRequest, readHubRequest } from "./hub-request.ts";
import { hash, share } from "./random.ts";
import { sendText } from "./respond.ts";
import { waitHalf } from "./slowness.ts";
import { Timetable } from "./timetable.ts";
import type { World } from "./world.ts";

export interface HubSubscription {
  readonly channelId: ChannelId;
  readonly callback: string;
  readonly expiresAt: Instant;
}

interface Subscription extends HubSubscription {
  readonly request: HubRequest;
  readonly events: readonly HubEvent[];
  /** Which of its events comes next. */
  next: number;
}

const FORM_BYTES_MAX = 64 * 1024;
/** A subscriber that does not answer within this has not answered. */
const CALLBACK_TIMEOUT = seconds(10);
/** Verifications that nobody answered, and notifications that nobody took, are tried again after these, then dropped [A]. */
const VERIFICATION_RETRIES: readonly Duration[] = [minutes(1), minutes(10)];
const DELIVERY_RETRIES: readonly Duration[] = [minutes(1), minutes(5), minutes(25)];

/**
 * The WebSub hub of a virtual YouTube. What it remembers is who subscribed; what it tells, and when, follows from the
 * world. It calls back only on this machine.
 */
export class Hub {
  readonly #world: World;
  readonly #clock: Clock;
  readonly #faults: readonly Fault[];
  readonly #timetable: Timetable;
  readonly #subscriptions = new Map<string, Subscription>();
  readonly #closing = new AbortController();
  #ordinal = 0;

  constructor(world: World, clock: Clock, faults: readonly Fault[]) {
    this.#world = world;
    this.#clock = clock;
    this.#faults = faults;
    this.#timetable = new Timetable(clock);
  }

  /** Answers `POST /subscribe`. */
  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = await readText(request, FORM_BYTES_MAX).catch(() => null);
    if (form === null) return void response.destroy();
    const striking = faultsAt(this.#faults, "hub", this.#clock.now(), this.#ordinal++);
    await waitHalf(this.#clock, striking, response);
    await waitHalf(this.#clock, striking, response);
    // Whoever hung up was not subscribed: such time-outs were reported with nothing coming after them.
    if (response.destroyed) return;
    if (striking.some((fault) => fault.kind === "hubUnavailable")) {
      const later = { "retry-after": "120" };
      return sendText(response, 503, "text/plain", "Transient error; please try again later", later);
    }
    const asked = readHubRequest(new URLSearchParams(form));
    if (typeof asked === "string") return sendText(response, 400, "text/plain", asked);
    if (asked.sync) {
      const verdict = await this.#verify(asked);
      if (verdict === "confirmed") response.writeHead(204).end();
      else sendText(response, 409, "text/plain", "Error trying to confirm subscription");
      return;
    }
    const held = striking.find((fault) => fault.kind === "verificationsHeld");
    const soon = seconds(1 + 3 * share("verification", asked.channelId, this.#clock.now()));
    this.#verifyAt(held?.to ?? plus(this.#clock.now(), soon), asked, VERIFICATION_RETRIES);
    response.writeHead(202).end();
  }

  /** Everything subscribed now, by channel. */
  subscriptions(): readonly HubSubscription[] {
    return [...this.#subscriptions.values()]
      .filter(({ expiresAt }) => expiresAt > this.#clock.now())
      .map(({ channelId, callback, expiresAt }) => ({ channelId, callback, expiresAt }));
  }

  /** Calls under way are cut, and none will leave. */
  close(): void {
    this.#timetable.close();
    this.#closing.abort();
  }

  #verifyAt(at: Instant, asked: HubRequest, retries: readonly Duration[]): void {
    const attempt = async () => {
      const [retry, ...rest] = retries;
      const verdict = await this.#verify(asked);
      if (verdict === "unanswered" && retry !== undefined) this.#verifyAt(plus(this.#clock.now(), retry), asked, rest);
    };
    this.#timetable.at(at, () => void this.#clock.task(attempt));
  }

  /** Asks the subscriber whether it meant it, and does what was asked if so. */
  async #verify(asked: HubRequest): Promise<"confirmed" | "refused" | "unanswered"> {
    const { callback, topic, mode, lease, verifyToken, channelId } = asked;
    const url = new URL(callback);
    const challenge = `${hash("challenge", channelId, this.#clock.now())}${hash(callback.href, this.#clock.now())}`;
    url.searchParams.set("hub.mode", mode);
    url.searchParams.set("hub.topic", topic);
    url.searchParams.set("hub.challenge", challenge);
    if (mode === "subscribe") url.searchParams.set("hub.lease_seconds", String(inSeconds(lease)));
    if (verifyToken !== null) url.searchParams.set("hub.verify_token", verifyToken);
    const answer = await this.#call(url, "GET");
    if (answer === null || answer.status >= 500) return "unanswered";
    if (answer.status < 200 || answer.status > 299 || answer.body !== challenge) return "refused";
    const key = `${channelId} ${callback.href}`;
    const known = this.#subscriptions.get(key);
    if (mode === "unsubscribe") this.#subscriptions.delete(key);
    else this.#subscribe(key, asked, known ?? null);
    return "confirmed";
  }

  #subscribe(key: string, request: HubRequest, known: Subscription | null): void {
    const now = this.#clock.now();
    const { channelId, callback, lease } = request;
    const events = known?.events ?? hubEventsOf(this.#world, channelId);
    // A renewal goes on where the subscription is; one that had run out has missed what came meanwhile.
    const isRenewal = known !== null && known.expiresAt > now;
    const first = events.findIndex((event) => event.at > now);
    const next = isRenewal ? known.next : first < 0 ? events.length : first;
    const expiresAt = plus(now, lease);
    const subscription = { channelId, callback: callback.href, expiresAt, request, events, next };
    this.#subscriptions.set(key, subscription);
    this.#awaitEvent(key, subscription);
  }

  #awaitEvent(key: string, subscription: Subscription): void {
    const event = subscription.events[subscription.next];
    if (!event || event.at >= subscription.expiresAt) return;
    this.#timetable.at(event.at, () => {
      // Another one has taken its place, or it was given up.
      if (this.#subscriptions.get(key) !== subscription) return;
      subscription.next += 1;
      this.#announce(subscription, event);
      this.#awaitEvent(key, subscription);
    });
  }

  #announce(subscription: Subscription, event: HubEvent): void {
    const fate = pushFate(this.#faults, event.at, event.video.id);
    if (fate.lost) return;
    const leavesAt = plus(plus(event.at, pushDelay(event)), fate.lateBy);
    this.#deliverAt(leavesAt, subscription, event, DELIVERY_RETRIES);
    const repeat = repeatDelay(event) ?? (fate.repeated ? seconds(5) : null);
    if (repeat !== null) this.#deliverAt(plus(leavesAt, repeat), subscription, event, DELIVERY_RETRIES);
  }

  #deliverAt(at: Instant, to: Subscription, event: HubEvent, retries: readonly Duration[]): void {
    const attempt = async () => {
      const [retry, ...rest] = retries;
      const { callback, secret, topic } = to.request;
      const body = notificationXml(this.#world, to.channelId, event);
      const signature = secret === null ? null : createHmac("sha1", secret).update(body).digest("hex");
      const headers = {
        "content-type": "application/atom+xml",
        link: `<${topic}>; rel=self, <https://pubsubhubbub.appspot.com/>; rel=hub`,
        ...(signature === null ? {} : { "x-hub-signature": `sha1=${signature}` }),
      };
      const answer = await this.#call(callback, "POST", headers, body);
      const isTaken = answer !== null && answer.status >= 200 && answer.status <= 299;
      if (!isTaken && retry !== undefined) this.#deliverAt(plus(this.#clock.now(), retry), to, event, rest);
    };
    this.#timetable.at(at, () => void this.#clock.task(attempt));
  }

  async #call(url: URL, method: "GET" | "POST", headers: Readonly<Record<string, string>> = {}, body = "") {
    using timeout = this.#clock.timeout(CALLBACK_TIMEOUT);
    const signal = AbortSignal.any([timeout.signal, this.#closing.signal]);
    return await askCallback(url, { method, headers, body, signal });
  }
}
