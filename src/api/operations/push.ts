import { timingSafeEqual } from "node:crypto";
import type { FastifyReply } from "fastify";
import { z } from "zod";
import type { Api } from "#api/app-type.ts";
import { problem, sendProblem } from "#api/http/problem.ts";
import type { Clock } from "#clock.ts";
import { type ChannelId, isChannelId } from "#domain/channel.ts";
import { topicOf } from "#domain/push.ts";
import { seconds } from "#domain/time.ts";
import type { Report } from "#events.ts";
import { isTracked, keepArrival } from "#storage/collecting/pushes.ts";
import type { Db } from "#storage/database.ts";
import { signatureFault } from "./push-signature.ts";

/** The path of every channel's callback, behind the public address. */
export const CALLBACK = "/push/:channelId/:token";

/** What proves whom: both follow from the installation's secret, and neither is stored. */
export interface PushSecrets {
  /** The last part of a channel's callback. Who knows it was told by us: it is how verifications are believed. */
  readonly tokenOf: (channelId: ChannelId) => string;
  /** What the hub signs with. */
  readonly secretOf: (channelId: ChannelId) => string;
}

/** Messages are a few kilobytes. */
const BODY_BYTES_MAX = 1024 * 1024;

const verification = z.object({
  "hub.mode": z.enum(["subscribe", "unsubscribe"]),
  "hub.topic": z.string(),
  "hub.challenge": z.string().min(1).max(4096),
  "hub.lease_seconds": z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .nullable()
    .catch(null),
});

const denial = z.object({
  "hub.mode": z.literal("denied"),
  "hub.topic": z.string(),
  "hub.reason": z.string().max(500).catch(""),
});

const nothingHere = problem("not-found", "There is nothing at this path.");

/**
 * The addresses at which the hub verifies subscriptions and delivers (WebSub). Without token or Host check: the hub calls
 * whatever public address it was given. What is proved to be the hub's is kept as a row for the collector, and nothing
 * else: nothing is parsed here, and no message can make this fail.
 */
export function pushRoutes(app: Api, deps: { db: Db; clock: Clock; report: Report; pushSecrets: PushSecrets }): void {
  const { db, clock, report, pushSecrets } = deps;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer", bodyLimit: BODY_BYTES_MAX }, (_request, body, done) =>
    done(null, body),
  );

  /** The channel whose callback this is; `null` for any other path, however like one. */
  const channelAt = (params: { channelId: string; token: string }): ChannelId | null => {
    const { channelId, token } = params;
    return isChannelId(channelId) && isSame(token, pushSecrets.tokenOf(channelId)) ? channelId : null;
  };

  app.get<{ Params: { channelId: string; token: string } }>(
    CALLBACK,
    // A HEAD would confirm what nobody reads.
    { exposeHeadRoute: false, schema: { hide: true } },
    async (request, reply) => {
      const channelId = channelAt(request.params);
      if (!channelId) return sendProblem(reply, nothingHere);
      const denied = denial.safeParse(request.query);
      if (denied.success) {
        if (denied.data["hub.topic"] === topicOf(channelId)) {
          await keepArrival(db, channelId, { kind: "denied", reason: denied.data["hub.reason"] }, clock.now());
        }
        return plain(reply, "");
      }
      const asked = verification.safeParse(request.query);
      if (!asked.success || asked.data["hub.topic"] !== topicOf(channelId)) return sendProblem(reply, nothingHere);
      const wanted = (await isTracked(db, channelId)) ? "subscribe" : "unsubscribe";
      if (asked.data["hub.mode"] !== wanted) return sendProblem(reply, nothingHere);
      if (wanted === "subscribe") {
        const lease = asked.data["hub.lease_seconds"];
        const granted = lease === null ? null : seconds(lease);
        await keepArrival(db, channelId, { kind: "verified", lease: granted }, clock.now());
      }
      return plain(reply, asked.data["hub.challenge"]);
    },
  );

  app.post<{ Params: { channelId: string; token: string } }>(
    CALLBACK,
    { schema: { hide: true } },
    async (request, reply) => {
      const channelId = channelAt(request.params);
      if (!channelId) return sendProblem(reply, nothingHere);
      const body = request.body instanceof Uint8Array ? request.body : new Uint8Array();
      const sent = request.headers["x-hub-signature"];
      const fault = signatureFault([sent].flat()[0], body, pushSecrets.secretOf(channelId));
      if (fault !== null) {
        report({ kind: "pushRefused", channelId, reason: fault });
        // As WebSub has it: whoever forges learns nothing, and a hub has no reason to send it again.
        return reply.code(204).send();
      }
      // Gone: a hub that knows the status ends the subscription, others let it run out.
      if (!(await isTracked(db, channelId))) return reply.code(410).send();
      await keepArrival(db, channelId, { kind: "pushed", body: new TextDecoder().decode(body) }, clock.now());
      return reply.code(204).send();
    },
  );
}

const plain = (reply: FastifyReply, text: string): FastifyReply =>
  reply.code(200).type("text/plain; charset=utf-8").header("cache-control", "no-store").send(text);

function isSame(sent: string, expected: string): boolean {
  const [a, b] = [Buffer.from(sent), Buffer.from(expected)];
  return a.byteLength === b.byteLength && timingSafeEqual(a, b);
}
