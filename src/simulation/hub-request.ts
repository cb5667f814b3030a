import { type ChannelId, isChannelId } from "#domain/channel.ts";
import { type Duration, seconds } from "#domain/time.ts";
import { loopbackCallback } from "./callback.ts";

/** What a subscriber asks of the hub. */
export interface HubRequest {
  readonly mode: "subscribe" | "unsubscribe";
  readonly channelId: ChannelId;
  /** As it was written: the verification repeats it. */
  readonly topic: string;
  readonly callback: URL;
  /** Whether the answer waits for the verification. */
  readonly sync: boolean;
  readonly lease: Duration;
  readonly secret: string | null;
  readonly verifyToken: string | null;
}

/** Five days, whatever is asked for beyond it: that is what has been observed (docs/youtube-api.md). */
const LEASE_MOST = seconds(432_000);
const SECRET_BYTES_MAX = 200;
/** Both forms that YouTube has documented. */
const TOPIC = /^https?:\/\/www\.youtube\.com\/(?:xml\/)?feeds\/videos\.xml\?channel_id=([A-Za-z0-9_-]+)$/;

/** Reads the form of `POST /subscribe`; a text says what is wrong with it. */
export function readHubRequest(form: URLSearchParams): HubRequest | string {
  const mode = form.get("hub.mode");
  if (mode !== "subscribe" && mode !== "unsubscribe") return `Invalid value for hub.mode: ${mode ?? ""}`;
  const topic = form.get("hub.topic") ?? "";
  const channelId = TOPIC.exec(topic)?.[1] ?? "";
  if (!isChannelId(channelId)) return `Invalid parameter: hub.topic; not a channel's feed: ${topic}`;
  const text = form.get("hub.callback") ?? "";
  const callback = loopbackCallback(text);
  if (!callback) return `Invalid parameter: hub.callback; a virtual hub calls only http on this machine: ${text}`;
  // Several ways may be named, in the order of preference.
  const verify = form.getAll("hub.verify").flatMap((value) => value.split(","));
  const known = verify.find((way) => way === "sync" || way === "async");
  if (verify.length > 0 && !known) return `Invalid values for hub.verify: ${verify.join(",")}`;
  const asked = form.get("hub.lease_seconds") || "0";
  if (!/^\d{1,12}$/.test(asked)) return `Invalid value for hub.lease_seconds: ${asked}`;
  const secret = form.get("hub.secret") || null;
  if (secret !== null && Buffer.byteLength(secret) >= SECRET_BYTES_MAX)
    return "Invalid parameter: hub.secret; too long";
  return {
    mode,
    channelId,
    topic,
    callback,
    sync: known === "sync",
    lease: Number(asked) === 0 ? LEASE_MOST : seconds(Math.min(Number(asked), LEASE_MOST / 1000)),
    secret,
    verifyToken: form.get("hub.verify_token") || null,
  };
}
