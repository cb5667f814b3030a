import type { FastifyReply, FastifyRequest } from "fastify";
import type { Api } from "#api/app-type.ts";
import { problem, sendProblem } from "./problem.ts";

/**
 * Answers for methods a resource does not have: OPTIONS says which it has, others are refused with the same list
 * (405), and a path that is no resource is 404. Register it before the routes, whose list it keeps.
 */
export function answerOtherMethods(app: Api): void {
  const methodsOf = new Map<string, Set<string>>();
  app.addHook("onRoute", ({ url, method }) => {
    const methods = methodsOf.get(url) ?? new Set(["OPTIONS"]);
    for (const one of [method].flat()) methods.add(one);
    methodsOf.set(url, methods);
  });
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split("?", 1)[0] ?? "";
    const known = [...methodsOf].filter(([pattern]) => matches(pattern, path)).flatMap(([, methods]) => [...methods]);
    // A resource that takes the method and still sends us here, as that of files does, has nothing at this path.
    const isThere = known.length > 0 && (request.method === "OPTIONS" || !known.includes(request.method));
    return isThere ? otherMethod(request, reply, [...new Set(known)].sort()) : noSuchPath(request, reply);
  });
}

/** Whether a path fits a route's pattern, whose parameters are whole segments and whose `*` is anything. */
function matches(pattern: string, path: string): boolean {
  const [wanted, given] = [pattern.split("/"), path.split("/")];
  if (pattern.endsWith("*")) return path.startsWith(pattern.slice(0, -1));
  return wanted.length === given.length && wanted.every((part, i) => part.startsWith(":") || part === given[i]);
}

function noSuchPath(_request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return sendProblem(reply, problem("not-found", "There is nothing at this path; /docs lists what there is."));
}

function otherMethod(request: FastifyRequest, reply: FastifyReply, allowed: readonly string[]): FastifyReply {
  reply.header("allow", allowed.join(", "));
  if (request.method === "OPTIONS") return reply.code(204).send();
  return sendProblem(reply, problem("method-not-allowed", `This resource takes ${allowed.join(", ")}.`));
}
