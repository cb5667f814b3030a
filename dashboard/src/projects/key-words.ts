import type { KeyAnswer } from "#api/operations/keys-contract.ts";

const UNKNOWN = "YouTube knows no such key: was it copied whole, or deleted in Google’s console?";
const NOT_ENABLED = "YouTube Data API v3 is not enabled in the key’s project: enable it in Google’s console.";
const ELSEWHERE = "The key is restricted to other addresses: allow this machine’s in Google’s console.";

/** What YouTube's own words for refusing a key mean, and what to do; the newer ones first. */
const REASONS: Readonly<Record<string, string>> = {
  API_KEY_INVALID: UNKNOWN,
  API_KEY_SERVICE_BLOCKED: "The key is restricted to other services: allow YouTube Data API v3 in Google’s console.",
  API_KEY_HTTP_REFERRER_BLOCKED: ELSEWHERE,
  API_KEY_IP_ADDRESS_BLOCKED: ELSEWHERE,
  BILLING_DISABLED: "Google wants the project’s billing account in order first.",
  CONSUMER_SUSPENDED: "Google has suspended the project: its console says why.",
  SERVICE_DISABLED: NOT_ENABLED,
  accessNotConfigured: NOT_ENABLED,
  ipRefererBlocked: ELSEWHERE,
  keyExpired: "The key has expired: make another in Google’s console.",
  keyInvalid: UNKNOWN,
};

/** How a key fares, in a sentence; what was wrong with it goes before what is fine. */
export function keyWords({ state, reason, testedAt, testSaid }: KeyAnswer): { text: string; tone: string } {
  switch (state) {
    case "testing":
      return { text: "being tried by one call", tone: "warn" };
    case "paused":
      return { text: "paused: it is not used until it is resumed", tone: "quiet" };
    case "refused":
      return {
        text: (reason && REASONS[reason]) ?? `YouTube refuses it: ${reason ?? "it did not say why"}`,
        tone: "bad",
      };
    case "usable":
      if (testSaid !== null) return { text: `in use; the last test was told: ${testSaid}`, tone: "warn" };
      return { text: testedAt === null ? "in use, not tested" : "in use: the test was answered", tone: "good" };
  }
}
