import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import type { RouteOptions } from "fastify";
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from "fastify-type-provider-zod";
import { scopeNeeded } from "#api/access/auth.ts";
import { SESSION_COOKIE } from "#api/access/credentials.ts";
import { API_PREFIX } from "#api/api-prefix.ts";
import type { Api } from "#api/app-type.ts";
import { nothing } from "#api/http/params.ts";
import { DOCS_LOOK } from "./docs-look.ts";
import { completeOperations } from "./openapi-operations.ts";
import type { OperationFacts } from "./openapi-problems.ts";

/** JSON Schema for what zod would say with more words: safe-integer bounds and a regular expression for every date. */
const plainer: Parameters<typeof createJsonSchemaTransform>[0] = {
  zodToJsonConfig: {
    override: ({ jsonSchema }) => {
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.format === "date-time" || jsonSchema.format === "date") delete jsonSchema.pattern;
    },
  },
};
const transform = createJsonSchemaTransform(plainer);
const transformObject = createJsonSchemaTransformObject(plainer);

/**
 * Serves `/openapi.json`, made from the routes' schemas, also beside the resources, and a page that shows it, at `/docs`.
 * Register it before the routes.
 */
export async function describeApi(app: Api): Promise<void> {
  const facts = new Map<string, OperationFacts>();
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Viewcurve",
        version: "1",
        description: "YouTube videos, channels and their view curves, as one installation has tracked them.",
        license: { name: "MIT", identifier: "MIT" },
      },
      components: {
        securitySchemes: {
          token: { type: "http", scheme: "bearer", description: "A token: `viewcurve tokens add`." },
          session: {
            type: "apiKey",
            in: "cookie",
            name: SESSION_COOKIE,
            description: "A browser that was signed in by a link. It changes things from pages of this server only.",
          },
        },
      },
    },
    transform: (document) => {
      const transformed = transform(document);
      const { operationId, hide } = document.schema ?? {};
      if (operationId !== undefined && !hide) facts.set(operationId, factsOf(document.route, document.url));
      return transformed;
    },
    transformObject: (document) => completeOperations(transformObject(document), facts),
  });
  await app.register(swaggerUi, {
    routePrefix: "/docs",
    // The page must not ask another server to validate what it shows.
    uiConfig: { validatorUrl: null },
    theme: DOCS_LOOK,
  });
  for (const prefix of ["", API_PREFIX]) {
    app.get(`${prefix}/openapi.json`, { schema: { hide: true, querystring: nothing } }, () => app.swagger());
  }
}

/** What a route declares of itself, for whoever wants to use it. */
function factsOf({ method, config = {}, schema }: RouteOptions, url: string): OperationFacts {
  const name = [method].flat()[0] ?? "GET";
  return {
    scope: url.startsWith(`${API_PREFIX}/`) ? scopeNeeded(name, config) : null,
    problems: config.problems ?? [],
    reads: name === "GET",
    hasBody: schema?.body !== undefined,
    namesSomething: url.includes(":"),
  };
}
