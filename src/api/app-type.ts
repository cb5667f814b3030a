import type { IncomingMessage, ServerResponse } from "node:http";
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { problemAnswer } from "./contract.ts";

/** The application as routes see it: schemas are zod's. */
export type Api = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** How every operation documents its problems. */
export const problemResponses = {
  "4xx": {
    description: "The request cannot be answered; the problem says why, naming each parameter.",
    content: { "application/problem+json": { schema: problemAnswer } },
  },
  "5xx": {
    description: "The service cannot answer now.",
    content: { "application/problem+json": { schema: problemAnswer } },
  },
} as const;
