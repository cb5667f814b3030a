import type { FastifyReply } from "fastify";
import { problem, sendProblem } from "#api/http/problem.ts";
import type { AskedWindow } from "#domain/insight-scope.ts";
import type { Instant } from "#domain/time.ts";
import { askedWindowOf, windowOf } from "./scope-query.ts";

/** By then most answers have been made. */
const RETRY_AFTER_SECONDS = 5;

/** Answers that an insight is being made for the first time, and when to ask again. */
export const sendPending = (reply: FastifyReply): FastifyReply =>
  sendProblem(
    reply.header("retry-after", RETRY_AFTER_SECONDS),
    problem("insight-pending", `It is being made: ask again in ${RETRY_AFTER_SECONDS} seconds.`),
  );

/** Answers that a window cannot be looked at, which only shows beside the present. */
export const sendOddWindow = (reply: FastifyReply): FastifyReply =>
  sendProblem(
    reply,
    problem("invalid-parameter", "The window has not begun, or is longer than 366 days: give another from.", [
      { parameter: "from", message: "must lie in the past, and within 366 days of to" },
    ]),
  );

/** The window that is asked for, as it is kept; `null` when it cannot be looked at. */
export const askedWindow = (query: Parameters<typeof windowOf>[0], usual: string, now: Instant): AskedWindow | null =>
  windowOf(query, usual, now) === null ? null : askedWindowOf(query, usual);
