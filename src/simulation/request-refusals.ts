import { type Answer, refusal } from "./refusal.ts";

export const playlistNotFound: Answer = refusal({
  code: 404,
  message: "The playlist identified with the request's <code>playlistId</code> parameter cannot be found.",
  domain: "youtube.playlistItem",
  reason: "playlistNotFound",
  location: "playlistId",
});

export const invalidPageToken: Answer = refusal({
  code: 400,
  message: "The request specifies an invalid page token.",
  domain: "youtube.parameter",
  reason: "invalidPageToken",
  location: "pageToken",
});

/** More than 50 ids, or filters that exclude each other. */
export const invalidFilters: Answer = refusal({
  code: 400,
  message: "The request specifies an invalid filter parameter.",
  domain: "youtube.parameter",
  reason: "invalidFilters",
  location: "parameters",
});

export const chartNotFound: Answer = refusal({
  code: 404,
  message: "The requested video chart is not supported or is not available.",
  domain: "youtube.video",
  reason: "videoChartNotFound",
  location: "chart",
});

/** Most subscriptions are private. */
export const subscriptionForbidden: Answer = refusal({
  code: 403,
  message: "The requester is not allowed to access the requested subscriptions.",
  domain: "youtube.subscription",
  reason: "subscriptionForbidden",
});

export const subscriberNotFound: Answer = refusal({
  code: 404,
  message: "The subscriber identified with the request cannot be found.",
  domain: "youtube.subscription",
  reason: "subscriberNotFound",
});

export const channelOfSectionsNotFound: Answer = refusal({
  code: 404,
  message: "Channel not found.",
  domain: "youtube.channelSection",
  reason: "channelNotFound",
  location: "channelId",
});

const threadRefusal = (code: number, reason: string, what: string, location: string, how: string): Answer =>
  refusal({
    code,
    message: `The ${what} identified by the <code><a href="/youtube/v3/docs/commentThreads/list#${location}">${location}</a></code> parameter ${how}.`,
    domain: "youtube.commentThread",
    reason,
    location,
  });

export const commentsDisabled = threadRefusal(403, "commentsDisabled", "video", "videoId", "has disabled comments");
export const videoOfThreadsNotFound = threadRefusal(404, "videoNotFound", "video", "videoId", "could not be found");
export const channelOfThreadsNotFound = threadRefusal(
  404,
  "channelNotFound",
  "channel",
  "allThreadsRelatedToChannelId",
  "could not be found",
);

export const noFilter = (expected: readonly string[]): Answer =>
  refusal({
    code: 400,
    message: `No filter selected. Expected one of: ${expected.join(", ")}`,
    domain: "youtube.parameter",
    reason: "missingRequiredParameter",
    location: "",
  });

export const missingParameter = (name: string): Answer =>
  refusal({
    code: 400,
    message: `Required parameter: ${name}`,
    domain: "global",
    reason: "required",
    location: name,
  });

export const unknownPart = (part: string): Answer =>
  refusal({ code: 400, message: `'${part}'`, domain: "youtube.part", reason: "unknownPart", location: "part" });

export const maxResultsOutOfRange = (value: string, least: number, most: number): Answer =>
  refusal({
    code: 400,
    message: `Invalid value '${value}'. Values must be within the range: [${least}, ${most}]`,
    domain: "global",
    reason: "invalidParameter",
    location: "maxResults",
  });

export const invalidArgument: Answer = refusal({
  code: 400,
  message: "Request contains an invalid argument.",
  domain: "global",
  reason: "badRequest",
  status: "INVALID_ARGUMENT",
});

export const invalidFields = (selector: string): Answer =>
  refusal({
    code: 400,
    message: `Invalid field selection ${selector}`,
    domain: "global",
    reason: "invalidParameter",
    location: "fields",
  });

export const invalidSearchFilter: Answer = refusal({
  code: 400,
  message:
    "The request contains an invalid combination of search filters and/or restrictions. Note that you must set the <code>type</code> parameter to <code>video</code> if you set either the <code>forContentOwner</code> or <code>forMine</code> parameters to <code>true</code>. You must also set the <code>type</code> parameter to <code>video</code> if you set a value for the <code>eventType</code>, <code>videoCaption</code>, <code>videoCategoryId</code>, <code>videoDefinition</code>, <code>videoDimension</code>, <code>videoDuration</code>, <code>videoEmbeddable</code>, <code>videoLicense</code>, <code>videoSyndicated</code>, or <code>videoType</code> parameters.",
  domain: "youtube.search",
  reason: "invalidSearchFilter",
});

export const invalidRegionCode: Answer = refusal({
  code: 400,
  message: "The <code>regionCode</code> parameter specifies an invalid region code.",
  domain: "youtube.parameter",
  reason: "invalidRegionCode",
  location: "regionCode",
});

/** A value that a parameter does not take. */
export const invalidValue = (name: string, value: string): Answer =>
  refusal({
    code: 400,
    message: `Invalid value at '${name}' ("${value}")`,
    domain: "global",
    reason: "badRequest",
    location: name,
    status: "INVALID_ARGUMENT",
  });

export const backendUnavailable: Answer = refusal({
  code: 503,
  message: "The service is currently unavailable.",
  domain: "global",
  reason: "backendError",
  status: "UNAVAILABLE",
});
