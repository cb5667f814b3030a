import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Clock } from "#clock.ts";
import type { Bucket } from "#domain/quota.ts";
import type { Instant } from "#domain/time.ts";
import { type ApiEndpoint, admit, keyOf, METHODS } from "./admission.ts";
import { batchGetStats } from "./batch-stats-endpoint.ts";
import { type BookEntry, Books, type VirtualProject } from "./books.ts";
import { listChannelSections } from "./channel-sections-endpoint.ts";
import { listChannels } from "./channels-endpoint.ts";
import { Charts } from "./chart.ts";
import { listCommentThreads } from "./comment-threads-endpoint.ts";
import { ENDPOINTS, type Endpoint, type Fault, faultsAt, keyTroubleAt, usedElsewhere } from "./faults.ts";
import { FEED_CACHE_SECONDS, readFeed } from "./feed-endpoint.ts";
import { Hub, type HubSubscription } from "./hub.ts";
import { methodForbidden } from "./key-refusals.ts";
import { Links } from "./links.ts";
import { parseSelector } from "./partial-response.ts";
import { servePicture } from "./pictures.ts";
import { listPlaylistItems } from "./playlist-items-endpoint.ts";
import { Query } from "./query.ts";
import { quotaSpent, tooManyPerMinute } from "./quota-refusals.ts";
import type { Answer } from "./refusal.ts";
import { backendUnavailable, invalidFields, invalidPageToken, playlistNotFound } from "./request-refusals.ts";
import { NOT_FOUND_HTML, sendJson, sendText } from "./respond.ts";
import { searcher } from "./search-endpoint.ts";
import { waitHalf } from "./slowness.ts";
import { listSubscriptions } from "./subscriptions-endpoint.ts";
import { listVideos } from "./videos-endpoint.ts";
import { uploadsPlaylistOf, type World } from "./world.ts";

export interface VirtualYouTubeOptions {
  readonly world: World;
  /** Every request is answered as of this clock's now. */
  readonly clock: Clock;
  /** 0, the default, takes any free port. */
  readonly port?: number;
  readonly host?: string;
  readonly projects: readonly VirtualProject[];
  readonly faults?: readonly Fault[];
  /** Told of each request to the API, in the order in which they arrive: whose key it brought, and whether that was let in. */
  readonly witness?: (request: WitnessedRequest) => void;
}

export interface WitnessedRequest {
  readonly at: Instant;
  /** `null` when it brought none. */
  readonly key: string | null;
  readonly bucket: Bucket;
  readonly isLetIn: boolean;
}

export interface VirtualYouTube {
  /** Base of the Data API, of the feeds and of the hub, without a slash at its end. */
  readonly url: string;
  readonly port: number;
  /** What each project spent, by YouTube's own count. */
  books(): readonly BookEntry[];
  /** How many requests each endpoint received, whatever became of them. */
  requests(): Readonly<Record<Endpoint, number>>;
  /** What is subscribed at the hub now. */
  subscriptions(): readonly HubSubscription[];
  /** Ends at once: open connections are cut, and the hub calls nobody any more. */
  close(): Promise<void>;
}

/** Serves a world over YouTube's own protocol. Rejects when the port is taken. */
export async function startVirtualYouTube(options: VirtualYouTubeOptions): Promise<VirtualYouTube> {
  const { world, clock, projects, faults = [], host = "127.0.0.1" } = options;
  const books = new Books();
  const requests = Object.fromEntries(ENDPOINTS.map((endpoint) => [endpoint, 0])) as Record<Endpoint, number>;
  const search = searcher(world);
  const charts = new Charts(world);
  const links = new Links(world);
  const hub = new Hub(world, clock, faults);
  let ordinal = 0;

  const answerApi = (asked: Asked, at: Instant, striking: readonly Fault[]): Answer => {
    const { endpoint, query } = asked;
    switch (endpoint) {
      case "videos":
        return listVideos(world, charts, query, at);
      case "batchGetStats": {
        const missing = striking.find((fault) => fault.kind === "missing");
        return batchGetStats(world, query, at, missing?.idShare ?? 0);
      }
      case "channels":
        return listChannels(world, query, at);
      case "channelSections":
        return listChannelSections(world, links, query);
      case "commentThreads":
        return listCommentThreads(world, links, query, at);
      case "subscriptions":
        return listSubscriptions(world, links, query, at);
      case "playlistItems": {
        const playlistId = query.one("playlistId");
        const isStruck = (fault: Fault) =>
          fault.kind === "playlistNotFound" && uploadsPlaylistOf(fault.channelId) === playlistId;
        return striking.some(isStruck) ? playlistNotFound : listPlaylistItems(world, query, at);
      }
      case "search": {
        const isStruck = query.one("pageToken") !== null && striking.some(({ kind }) => kind === "tokensRefused");
        return isStruck ? invalidPageToken : search(query, at);
      }
    }
  };

  const serveApi = async (asked: Asked, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { endpoint, query, bucket } = asked;
    requests[endpoint]++;
    const arrivedAt = clock.now();
    const { project, refusal, turnedAway } = admit(projects, query, request.headers, asked.method, (key) =>
      keyTroubleAt(faults, key, arrivedAt),
    );
    options.witness?.({ at: arrivedAt, key: keyOf(query, request.headers), bucket, isLetIn: project !== null });
    if (turnedAway) books.turnAway(turnedAway, bucket, arrivedAt);
    // Everything that arrives with a valid key costs its unit, also what then fails (docs/youtube-api.md).
    const elsewhere = project ? usedElsewhere(faults, project.consumer, bucket, arrivedAt) : 0;
    const spent = project !== null && !books.charge(project, bucket, arrivedAt, elsewhere);
    const isTooMuch = project !== null && !books.admit(project, bucket, arrivedAt);
    const striking = faultsAt(faults, endpoint, arrivedAt, ordinal++);
    await waitHalf(clock, striking, response);
    const at = clock.now();
    const fields = query.one("fields");
    const selector = fields === null ? null : parseSelector(fields);
    const answer =
      refusal ??
      struckAnswer(striking, project, bucket) ??
      (spent && project ? quotaSpent(project, bucket) : null) ??
      (isTooMuch && project ? tooManyPerMinute(project) : null) ??
      (fields !== null && selector === null ? invalidFields(fields) : answerApi(asked, at, striking));
    await waitHalf(clock, striking, response);
    if (strike(striking, response)) return;
    const pretty = query.one("prettyPrint") !== "false";
    sendJson(request, response, answer, { selector, pretty, etagSalt: endpoint === "search" ? String(ordinal) : "" });
  };

  const serveFeed = async (query: Query, response: ServerResponse): Promise<void> => {
    requests.feeds++;
    const striking = faultsAt(faults, "feeds", clock.now(), ordinal++);
    await waitHalf(clock, striking, response);
    const feed = readFeed(world, query, clock.now());
    await waitHalf(clock, striking, response);
    if (strike(striking, response)) return;
    const blocked = striking.find((fault) => fault.kind === "feedsBlocked");
    if (blocked) sendText(response, blocked.status, "text/html", "<html><title>Sorry...</title></html>");
    else if (striking.some((fault) => fault.kind === "unavailable")) sendText(response, 500, "text/html", "");
    else if (striking.some((fault) => fault.kind === "rateLimited" && fault.consumer === undefined))
      sendText(response, 429, "text/html", "");
    else if (feed === null || striking.some((fault) => fault.kind === "feeds404")) {
      sendText(response, 404, "text/html", NOT_FOUND_HTML);
    } else {
      const cache = { "cache-control": `max-age=${FEED_CACHE_SECONDS}`, age: String(feed.ageSeconds) };
      sendText(response, 200, "text/xml", feed.xml, cache);
    }
  };

  const server = createServer(async (request, response) => {
    const url = URL.parse(request.url ?? "/", "http://virtual");
    const query = new Query(url?.searchParams ?? new URLSearchParams());
    // Some clients write the colon of `videos:batchGetStats` as %3A.
    const path = (url?.pathname ?? "").replace("%3A", ":");
    const known = request.method === "GET" ? METHODS[path] : undefined;
    const isFeed = path === "/feeds/videos.xml" || path === "/xml/feeds/videos.xml";
    // Subscribers ask by either path.
    const isHub = request.method === "POST" && (path === "/subscribe" || path === "/");
    if (isHub) {
      requests.hub++;
      await hub.serve(request, response);
    } else if (known) await serveApi({ ...known, query }, request, response);
    else if (isFeed) await serveFeed(query, response);
    else if (request.method === "GET" && servePicture(world, path, response)) return;
    else sendText(response, 404, "text/html", NOT_FOUND_HTML);
  });
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${port}`,
    port,
    books: () => books.read(),
    requests: () => ({ ...requests }),
    subscriptions: () => hub.subscriptions(),
    async close() {
      hub.close();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

interface Asked {
  readonly endpoint: ApiEndpoint;
  readonly bucket: BookEntry["bucket"];
  readonly method: string;
  readonly query: Query;
}

/** What a fault makes the API say, or `null` when none of them speaks. */
function struckAnswer(
  striking: readonly Fault[],
  project: VirtualProject | null,
  bucket: Asked["bucket"],
): Answer | null {
  for (const fault of striking) {
    if (fault.kind === "unavailable") return backendUnavailable;
    if (fault.kind === "rateLimited" && project && (fault.consumer ?? project.consumer) === project.consumer)
      return tooManyPerMinute(project);
    if (fault.kind === "calledSpent" && project) return quotaSpent(project, bucket);
    if (fault.kind === "batchRefused" && fault.status === 403) return methodForbidden;
  }
  return null;
}

/** Faults that leave no JSON at all; `true` when one of them has dealt with the response. */
function strike(striking: readonly Fault[], response: ServerResponse): boolean {
  for (const fault of striking) {
    switch (fault.kind) {
      case "reset":
        response.destroy();
        return true;
      case "html":
        sendText(response, 200, "text/html", "<!DOCTYPE html><html><title>Sorry...</title><p>Try again later.</html>");
        return true;
      case "truncated":
        sendText(
          response,
          200,
          "application/json",
          '{\n  "kind": "youtube#videoListResponse",\n  "items": [\n    {\n      "id": "',
        );
        return true;
      case "batchRefused":
        if (fault.status !== 404) break;
        sendText(response, 404, "text/html", NOT_FOUND_HTML);
        return true;
    }
  }
  return false;
}
