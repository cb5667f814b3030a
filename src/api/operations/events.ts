import { z } from "zod";
import { type Api, problemResponses } from "#api/app-type.ts";
import { channelId } from "#api/http/params.ts";
import { problem, sendProblem } from "#api/http/problem.ts";
import { HAPPENING_KINDS } from "#domain/happening.ts";
import { EventFeed, type FeedDependencies } from "./event-feed.ts";
import { EventQueue, eventStream, isHappeningKind, type LastEvent, parseEventId } from "./event-stream.ts";
import { streamedEvent } from "./events-contract.ts";

/** Each holds a connection and little else; more than this is a loop of somebody's that opens and never closes. */
const LISTENERS_MAX = 100;

const eventsQuery = z.strictObject({
  types: z
    .string()
    .max(200)
    .transform((text, context) => {
      const kinds = text.split(",");
      const known = kinds.filter(isHappeningKind);
      if (known.length === kinds.length) return known;
      context.addIssue({ code: "custom", message: `must be some of ${HAPPENING_KINDS.join(",")}` });
      return z.NEVER;
    })
    .optional()
    .meta({ description: `Only these, with commas between them: ${HAPPENING_KINDS.join(", ")}.` }),
  channel: z
    .preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(channelId).min(1).max(100))
    .optional()
    .meta({ description: "Only what concerns this channel. May be repeated." }),
});

/** What happens, told as it is stored. */
export function eventRoutes(app: Api, deps: FeedDependencies): void {
  const feed = new EventFeed(deps);
  // A stream has no end of its own: the server could not end before it.
  app.addHook("preClose", () => feed.close());
  app.get(
    "/events",
    {
      // An answer without a body would have to end at once, and this one never does.
      exposeHeadRoute: false,
      config: { problems: ["too-many-listeners"] },
      schema: {
        operationId: "listenToEvents",
        summary:
          "New videos, samples, milestones, outliers and quota as they are recorded: server-sent events, endless",
        tags: ["service"],
        querystring: eventsQuery,
        headers: z.object({
          "last-event-id": z
            .string()
            .optional()
            .meta({ description: "The id of the last event that is known: what happened since comes first." }),
        }),
        response: {
          200: {
            description: "Events, each with an id, its kind as its name, and data as described; kept for a day.",
            content: { "text/event-stream": { schema: streamedEvent } },
          },
          ...problemResponses,
        },
      },
    },
    async (request, reply) => {
      const sent = request.headers["last-event-id"];
      let last: LastEvent | null = null;
      if (sent !== undefined && sent !== "") {
        last = parseEventId(sent);
        if (!last) return sendProblem(reply, badEventId);
      }
      if (feed.listeners >= LISTENERS_MAX) return sendProblem(reply.header("retry-after", 60), tooMany);
      const { types = null, channel = null } = request.query;
      const queue = new EventQueue(reply.raw);
      const leave = await feed.add(queue);
      reply.raw.once("close", () => {
        leave();
        queue.end();
      });
      const filter = { kinds: types, channels: channel };
      const body = eventStream({ db: deps.db, feed, filter, last, now: deps.clock.now() }, queue);
      // Nothing of it may be kept or held back, and no other request follows on a connection that ends with it.
      reply.header("cache-control", "no-store").header("x-accel-buffering", "no").header("connection", "close");
      return reply.type("text/event-stream; charset=utf-8").send(body as never);
    },
  );
}

const badEventId = problem("invalid-parameter", "The header Last-Event-ID holds no id of an event.", [
  { parameter: "Last-Event-ID", message: "must be the id of an event of this service, or be left out" },
]);

const tooMany = problem("too-many-listeners", `${LISTENERS_MAX} listen already. Try again in a while.`);
