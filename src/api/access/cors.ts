import cors, { type FastifyCorsOptions } from "@fastify/cors";
import type { FastifyRequest } from "fastify";
import type { Api } from "#api/app-type.ts";

/**
 * Lets the pages of these origins ask, and read the answers. They get nothing that a program would not: cookies never
 * count for them, so that off loopback, and for every write, a page needs a token like everybody else. Register it
 * before everything that answers. Without origins nothing is said of any, and browsers keep all answers from other pages.
 */
export async function allowOrigins(app: Api, origins: readonly string[]): Promise<void> {
  if (origins.length === 0) return;
  const options = {
    origin: [...origins],
    credentials: false,
    methods: ["GET", "HEAD", "POST", "PATCH", "DELETE"],
    allowedHeaders: ["authorization", "content-type", "if-none-match"],
    exposedHeaders: ["etag", "link", "location", "retry-after", "ratelimit", "ratelimit-policy"],
    // Browsers keep it for two hours at most.
    maxAge: 7_200,
  };
  await app.register(cors, {
    // An OPTIONS that is no question of a browser's is answered by the resource: with the methods it has.
    delegator: (request: FastifyRequest, done: (error: Error | null, chosen: FastifyCorsOptions) => void) =>
      done(null, { ...options, preflight: request.headers["access-control-request-method"] !== undefined }),
  });
}
