import { z } from "zod";
import { SCOPES } from "#domain/scope.ts";
import { type Api, problemResponses } from "./app-type.ts";
import { nothing } from "./params.ts";

const sessionAnswer = z
  .strictObject({
    scope: z
      .enum(SCOPES)
      .nullable()
      .meta({ description: "What the token or session that was sent may do; `null` = none was, or it is over." }),
  })
  .meta({ id: "Session" });

export type Session = z.infer<typeof sessionAnswer>;

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
