import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { z } from "zod";
import type { ApiDocument, HostileRequest } from "./hostile-requests.ts";
import type { Schema } from "./hostile-values.ts";

export interface JudgedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Buffer;
}

/** A body as it was before it was compressed for whoever accepts that. */
function textOf({ headers, body }: JudgedAnswer): string {
  if (headers["content-encoding"] === "br") return brotliDecompressSync(body).toString();
  return (headers["content-encoding"] === "gzip" ? gunzipSync(body) : body).toString();
}

/**
 * Judges answers by the OpenAPI document alone: nothing of our own code says here what is right.
 *
 * @returns what is wrong with an answer; `null` when nothing is.
 */
export function answerJudge(document: ApiDocument): (request: HostileRequest, answer: JudgedAnswer) => string | null {
  const $defs = JSON.parse(JSON.stringify(document.components.schemas).replaceAll("#/components/schemas/", "#/$defs/"));
  const compiled = new Map<string, z.ZodType>();
  const parserOf = (schema: Schema): z.ZodType => {
    const text = JSON.stringify(schema).replaceAll("#/components/schemas/", "#/$defs/");
    const parser = compiled.get(text) ?? z.fromJSONSchema({ ...JSON.parse(text), $defs });
    compiled.set(text, parser);
    return parser;
  };
  const problem = parserOf({ $ref: "#/components/schemas/Problem" } as Schema);
  const operations = new Map(
    Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).map((operation) => [operation.operationId, operation] as const),
    ),
  );
  return (request, answer) => {
    const { status } = answer;
    const body = textOf(answer);
    const contentType = String(answer.headers["content-type"] ?? "");
    if (status >= 500) return "a fault of ours";
    const operation = operations.get(request.operationId);
    const stated = operation?.responses[String(status)];
    if (status >= 400) {
      if (!contentType.startsWith("application/problem+json")) return "no problem";
      const parsed = problem.safeParse(JSON.parse(body));
      if (!parsed.success) return `no problem of ours: ${parsed.error.message}`;
      const name = String((JSON.parse(body) as { type: string }).type).replace("/problems/", "");
      const shared = document.components.responses[stated?.$ref?.split("/").at(-1) ?? ""];
      const names = Object.keys((shared ?? stated)?.content?.["application/problem+json"]?.examples ?? {});
      return request.onPath && !names.includes(name) ? `a problem the document does not tell of: ${name}` : null;
    }
    if (!request.onPath || status === 304) return null;
    if (!stated) return "a status the document does not tell of";
    const schema = stated.content?.["application/json"]?.schema;
    if (schema && contentType.startsWith("application/json")) {
      const parsed = parserOf(schema).safeParse(JSON.parse(body));
      return parsed.success ? null : `not as the document says: ${parsed.error.message}`;
    }
    return schema && body !== "" ? `not JSON but ${contentType}` : null;
  };
}
