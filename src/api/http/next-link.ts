import type { FastifyReply, FastifyRequest } from "fastify";

/** The answer as it is; where it is truncated, the `Link` header names the URL of the rest, which begins at `next`. */
export function nextLink<Answer extends object>(request: FastifyRequest, reply: FastifyReply, answer: Answer): Answer {
  const next = "next" in answer ? answer.next : null;
  if (typeof next !== "string") return answer;
  const url = new URL(request.url, "http://localhost");
  url.searchParams.set("from", next);
  reply.header("link", `<${url.pathname}${url.search}>; rel="next"`);
  return answer;
}
