import { createHmac, timingSafeEqual } from "node:crypto";

/** Google's hub signs with SHA-1, as PubSubHubbub had it; WebSub's other hubs with SHA-256. Weaker and unknown ones are refused. */
const METHODS: readonly string[] = ["sha1", "sha256"];

/**
 * Why a message is not the hub's, or `null` when it is: its `X-Hub-Signature` is `METHOD=HEX`, the HMAC of the body's bytes
 * under the secret that only the hub was told.
 */
export function signatureFault(header: string | undefined, body: Uint8Array, secret: string): string | null {
  if (header === undefined) return "it is not signed";
  const [, method = "", hex = ""] = /^(\w+)=([0-9a-f]+)$/i.exec(header) ?? [];
  if (!METHODS.includes(method.toLowerCase())) return "its signature has no known method";
  const expected = createHmac(method.toLowerCase(), secret).update(body).digest();
  const sent = Buffer.from(hex, "hex");
  // Only the length is compared openly, and everybody knows it.
  const isEqual = sent.byteLength === expected.byteLength && timingSafeEqual(sent, expected);
  return isEqual ? null : "its signature is not the hub's";
}
