import type { FastifyReply } from "fastify";
import { z } from "zod";
import type { InsightDesk } from "#analysis/insight-desk.ts";
import { type Api, problemResponses } from "#api/app-type.ts";
import type { Clock } from "#clock.ts";
import { windowAt } from "#domain/insight-scope.ts";
import { toIso } from "#domain/iso-time.ts";
import { csvLine } from "#exports/csv.ts";
import { graphml } from "#exports/graphml.ts";
import { askedWindow, sendOddWindow, sendPending } from "./kept-reply.ts";
import { KEYWORDS_FORMULA } from "./keywords.ts";
import { networkOfNodes } from "./keywords-answer.ts";
import { type NetworkReply, networkAnswer, networkQuery, USUAL_WINDOW } from "./keywords-contract.ts";
import { scopeAsAnswered, scopeOf, windowAsAnswered } from "./scope-query.ts";

const EDGE_COLUMNS = ["from", "to", "videos", "npmi"] as const;

/** Each form that other programs read a network in. */
const EXPORTS = {
  csv: {
    type: "text/csv",
    parameters: "; charset=utf-8; header=present",
    summary: "The edges of such a network as CSV",
    write: ({ edges }: NetworkReply): string =>
      csvLine(EDGE_COLUMNS) + edges.map((edge) => csvLine(EDGE_COLUMNS.map((name) => edge[name]))).join(""),
  },
  graphml: {
    type: "application/graphml+xml",
    parameters: "; charset=utf-8",
    summary: "Such a network as GraphML",
    write: graphml,
  },
} as const;

export function keywordNetworkRoutes(app: Api, { clock, desk }: { clock: Clock; desk: InsightDesk }): void {
  app.get(
    "/insights/keywords/network",
    {
      schema: {
        operationId: "readKeywordNetwork",
        summary: "Which tags stand together more often than by chance",
        tags: ["insights"],
        querystring: networkQuery,
        response: { 200: networkAnswer, ...problemResponses },
      },
    },
    async (request, reply) => answerOf(request.query, reply),
  );

  for (const [form, { type, parameters, summary, write }] of Object.entries(EXPORTS)) {
    app.get(
      `/insights/keywords/network.${form}`,
      {
        schema: {
          operationId: `exportKeywordNetworkAs${form === "csv" ? "Csv" : "Graphml"}`,
          summary,
          tags: ["insights"],
          querystring: networkQuery,
          response: { 200: { description: summary, content: { [type]: { schema: z.string() } } }, ...problemResponses },
        },
      },
      async (request, reply) => {
        const answer = await answerOf(request.query, reply);
        if (!("edges" in answer)) return answer;
        return reply
          .type(`${type}${parameters}`)
          .header("content-disposition", `attachment; filename="tags.${form}"`)
          .serializer((text: string) => text)
          .send(write(answer));
      },
    );
  }

  /** The network, or a problem that was sent. */
  async function answerOf(
    { nodes, window: span, from, to, ...scoped }: z.infer<typeof networkQuery>,
    reply: FastifyReply,
  ): Promise<NetworkReply | FastifyReply> {
    const scope = scopeOf(scoped);
    const window = askedWindow({ window: span, from, to }, USUAL_WINDOW, clock.now());
    if (window === null) return sendOddWindow(reply);
    const kept = await desk.network({ scope, window });
    if (kept.kind === "pending") return sendPending(reply);
    return {
      scope: scopeAsAnswered(scope),
      window: windowAsAnswered(windowAt(window, kept.computedAt)),
      ...networkOfNodes(kept.answer, nodes),
      formula: KEYWORDS_FORMULA,
      asOf: toIso(kept.computedAt),
      derived: true,
    };
  }
}
