import type { VirtualProject } from "./books.ts";

/** What an endpoint answers: a status and a JSON body. */
export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The one error inside an error body: YouTube's own family has no `status`, Google's front end has one. */
interface Detail {
  readonly code: number;
  readonly message: string;
  readonly domain: string;
  readonly reason: string;
  readonly location?: string;
  readonly extendedHelp?: string;
  readonly status?: string;
  readonly details?: readonly object[];
}

/**
 * An error body in the form of the real service (docs/youtube-api.md); which ones nobody has recorded,
 * docs/virtual-youtube.md says.
 */
export function refusal({ code, message, domain, reason, location, extendedHelp, status, details }: Detail): Answer {
  const error = {
    message,
    domain,
    reason,
    ...(extendedHelp === undefined ? {} : { extendedHelp }),
    ...(location === undefined ? {} : { location, locationType: "parameter" }),
  };
  return {
    status: code,
    body: { error: { code, message, errors: [error], ...(status ? { status } : {}), ...(details ? { details } : {}) } },
  };
}

/** The `ErrorInfo` that Google's front end adds to its errors. */
export const errorInfo = (reason: string, metadata: Readonly<Record<string, string>>) => ({
  "@type": "type.googleapis.com/google.rpc.ErrorInfo",
  reason,
  domain: "googleapis.com",
  metadata,
});

export const SERVICE = "youtube.googleapis.com";
/** A project's number, as texts for people name it. */
export const numberOf = (project: VirtualProject): string => project.consumer.replace("projects/", "");
