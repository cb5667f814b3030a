import type { FastifyReply } from "fastify";
import { z } from "zod";
import type { InsightDesk } from "#analysis/insight-desk.ts";
import { askForSummary, findSummary, type SummaryText } from "#analysis/summary.ts";
import { API_PREFIX } from "#api/api-prefix.ts";
import { type Api, problemResponses } from "#api/app-type.ts";
import { nothing } from "#api/http/params.ts";
import { problem, sendProblem } from "#api/http/problem.ts";
import type { Clock } from "#clock.ts";
import { toIso } from "#domain/iso-time.ts";
import type { Db } from "#storage/database.ts";
import { askedWindow, sendOddWindow, sendPending } from "./kept-reply.ts";
import { scopeAsAnswered, scopeOf, windowAsAnswered } from "./scope-query.ts";
import { SUMMARY_WINDOW, type SummaryAnswer, summaryAnswer, summaryBody, summaryId } from "./summary-contract.ts";
import { summaryFactRoutes } from "./summary-facts.ts";

interface SummaryRouteDependencies {
  readonly db: Db;
  readonly clock: Clock;
  readonly desk: InsightDesk;
  readonly summaryModel?: string;
}

/** A model writes a page in some seconds. */
const RETRY_AFTER_SECONDS = 5;

const unknownSummary = problem(
  "not-found",
  "No summary of this id is stored here: they are kept for 30 days. Ask for another.",
);

/** A page of text on a scope and a window, with the facts that it is made of. */
export function summaryRoutes(app: Api, { db, clock, desk, summaryModel }: SummaryRouteDependencies): void {
  summaryFactRoutes(app, { clock, desk });
  // Whoever waits for a model is told how it stands when the server ends.
  const closing = new AbortController();
  app.addHook("preClose", async () => closing.abort());

  app.post(
    "/insights/summary",
    {
      // The template reads. A model is somebody's money, and titles leave for it.
      config: { scope: summaryModel === undefined ? "read" : "write", problems: ["insight-pending"] },
      schema: {
        operationId: "summarize",
        summary: "A page of text: what rose and why, which words and formats carry it, what to watch",
        description:
          "By the text model that the installation is set to, checked against the facts beside it; else by a template. A model that takes longer than 20 seconds is answered for by the template (202), and `Location` has its text later.",
        tags: ["insights"],
        querystring: nothing,
        body: summaryBody,
        response: { 200: summaryAnswer, 202: summaryAnswer, ...problemResponses },
      },
    },
    async (request, reply) => {
      const { language, window: span, from, to, ...scoped } = request.body;
      const window = askedWindow({ window: span, from, to }, SUMMARY_WINDOW, clock.now());
      if (window === null) return sendOddWindow(reply);
      const gone = new AbortController();
      reply.raw.once("close", () => gone.abort());
      const got = await askForSummary(
        { db, clock, facts: desk.summaryFacts, model: summaryModel ?? null },
        { scope: scopeOf(scoped), window, language },
        AbortSignal.any([gone.signal, closing.signal]),
      );
      // The server waits for connections that stay open, and this one would for more than a minute.
      if (closing.signal.aborted) reply.header("connection", "close");
      return got === "gathering" ? sendPending(reply) : sendSummary(reply, got);
    },
  );

  app.get(
    "/insights/summaries/:id",
    {
      schema: {
        operationId: "readSummary",
        summary: "A summary that a model was asked for, as it stands",
        tags: ["insights"],
        params: z.strictObject({ id: summaryId }),
        querystring: nothing,
        response: { 200: summaryAnswer, 202: summaryAnswer, ...problemResponses },
      },
    },
    async (request, reply) => {
      const found = await findSummary(db, request.params.id, clock.now());
      return found ? sendSummary(reply, found) : sendProblem(reply, unknownSummary);
    },
  );
}

function sendSummary(reply: FastifyReply, summary: SummaryText): FastifyReply {
  if (summary.id !== null) reply.header("location", `${API_PREFIX}/insights/summaries/${summary.id}`);
  if (summary.pending) reply.header("retry-after", RETRY_AFTER_SECONDS);
  return reply.code(summary.pending ? 202 : 200).send(summaryAnswerOf(summary));
}

/** The template knows one language. */
const TEMPLATE_LANGUAGE = "en";

const summaryAnswerOf = ({ id, pending, scope, window, text, facts, ...of }: SummaryText): SummaryAnswer => ({
  id,
  state: pending ? "pending" : "final",
  scope: scopeAsAnswered(scope),
  window: windowAsAnswered(window),
  language: of.model === null ? TEMPLATE_LANGUAGE : of.language,
  text: {
    title: text.title,
    paragraphs: text.paragraphs.map((paragraph) => ({ ...paragraph, videoIds: [...paragraph.videoIds] })),
  },
  writtenBy: of.model ?? "template",
  reason: of.reason,
  facts: structuredClone(facts) as SummaryAnswer["facts"],
  formula: "docs/formulas/summary.md",
  derived: true,
  asOf: toIso(of.gatheredAt),
});
