import { type Api, problemResponses } from "#api/app-type.ts";
import { nothing } from "#api/http/params.ts";
import { sessionAnswer } from "./tokens-contract.ts";

/** Who asks. A page cannot read its cookie, and would have to try a write to learn what it may. */
export function sessionRoutes(app: Api): void {
  app.get(
    "/session",
    {
      schema: {
        operationId: "readSession",
        summary: "What whoever asks may do; reads that are open to this machine need nothing",
        tags: ["access"],
        querystring: nothing,
        response: { 200: sessionAnswer, ...problemResponses },
      },
    },
    (request, reply) => {
      // The next person at this browser is somebody else.
      reply.header("cache-control", "no-store");
      return { scope: request.granted };
    },
  );
}
