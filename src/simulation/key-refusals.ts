import type { VirtualProject } from "./books.ts";
import type { KeyTrouble } from "./faults.ts";
import { type Answer, errorInfo, numberOf, refusal, SERVICE } from "./refusal.ts";

const KEY_NOT_VALID = "API key not valid. Please pass a valid API key.";

export const invalidKey: Answer = refusal({
  code: 400,
  message: KEY_NOT_VALID,
  domain: "global",
  reason: "badRequest",
  status: "INVALID_ARGUMENT",
  details: [
    errorInfo("API_KEY_INVALID", { service: SERVICE }),
    { "@type": "type.googleapis.com/google.rpc.LocalizedMessage", locale: "en-US", message: KEY_NOT_VALID },
  ],
});

export const noKey: Answer = refusal({
  code: 403,
  message:
    "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API consumer identity to call this API.",
  domain: "global",
  reason: "forbidden",
  status: "PERMISSION_DENIED",
});

export function apiNotEnabled(project: VirtualProject): Answer {
  const url = `https://console.developers.google.com/apis/api/${SERVICE}/overview?project=${numberOf(project)}`;
  return refusal({
    code: 403,
    message: `YouTube Data API v3 has not been used in project ${numberOf(project)} before or it is disabled. Enable it by visiting ${url} then retry. If you enabled this API recently, wait a few minutes for the action to propagate to our systems and retry.`,
    domain: "usageLimits",
    reason: "accessNotConfigured",
    extendedHelp: "https://console.developers.google.com",
    status: "PERMISSION_DENIED",
    details: [
      {
        "@type": "type.googleapis.com/google.rpc.Help",
        links: [{ description: "Google developers console API activation", url }],
      },
      errorInfo("SERVICE_DISABLED", { service: SERVICE, consumer: project.consumer }),
    ],
  });
}

/** The key is restricted to other APIs; `method` is Google's inner name of the one called. */
export const keyRestricted = (project: VirtualProject, method: string): Answer =>
  refusal({
    code: 403,
    message: `Requests to this API youtube method ${method} are blocked.`,
    domain: "global",
    reason: "forbidden",
    status: "PERMISSION_DENIED",
    details: [errorInfo("API_KEY_SERVICE_BLOCKED", { service: SERVICE, consumer: project.consumer })],
  });

const forbidden = (reason: string, message: string, project: VirtualProject): Answer =>
  refusal({
    code: 403,
    message,
    domain: "global",
    reason: "forbidden",
    status: "PERMISSION_DENIED",
    details: [errorInfo(reason, { service: SERVICE, consumer: project.consumer })],
  });

const expiredKey: Answer = refusal({
  code: 400,
  message: "API key expired. Please renew the API key.",
  domain: "global",
  reason: "badRequest",
  status: "INVALID_ARGUMENT",
  details: [errorInfo("API_KEY_INVALID", { service: SERVICE })],
});

/** What a key is told that is let in no more. A suspension names the key itself, as the real one does. */
export function refusalFor(trouble: KeyTrouble, project: VirtualProject, key: string, method: string): Answer {
  switch (trouble) {
    case "invalid":
      return invalidKey;
    case "expired":
      return expiredKey;
    case "notEnabled":
      return apiNotEnabled(project);
    case "restricted":
      return keyRestricted(project, method);
    case "referrer":
      return forbidden("API_KEY_HTTP_REFERRER_BLOCKED", "Requests from referer <empty> are blocked.", project);
    case "address":
      return forbidden("API_KEY_IP_ADDRESS_BLOCKED", "The provided API key has an IP address restriction.", project);
    case "suspended":
      return forbidden(
        "CONSUMER_SUSPENDED",
        `Permission denied: Consumer 'api_key:${key}' has been suspended.`,
        project,
      );
  }
}

/** A method that this project may not call (supposed: nobody has recorded batchGetStats being refused). */
export const methodForbidden: Answer = refusal({
  code: 403,
  message: "The caller does not have permission",
  domain: "global",
  reason: "forbidden",
  status: "PERMISSION_DENIED",
});
