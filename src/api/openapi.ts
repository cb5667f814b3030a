import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from "fastify-type-provider-zod";
import { API_PREFIX } from "./api-prefix.ts";
import type { Api } from "./app-type.ts";
import { nothing } from "./params.ts";

/** JSON Schema for what zod would say with more words: safe-integer bounds and a regular expression for every date. */
const plainer: Parameters<typeof createJsonSchemaTransform>[0] = {
  zodToJsonConfig: {
    override: ({ jsonSchema }) => {
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.format === "date-time") delete jsonSchema.pattern;
    },
  },
};
const transformObject = createJsonSchemaTransformObject(plainer);

type Described = ReturnType<typeof transformObject>;

/** Each named schema is written a second time as an input; ours are answers only. */
function withoutInputTwins(document: Described): Described {
  const schemas: Record<string, unknown> = ("components" in document && document.components?.schemas) || {};
  for (const name of Object.keys(schemas)) if (name.endsWith("Input")) delete schemas[name];
  return document;
}

/**
 * Serves `/openapi.json`, made from the routes' schemas, also beside the resources, and a page that shows it, at `/docs`.
 * Register it before the routes.
 */
export async function describeApi(app: Api): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Viewcurve",
        version: "1",
        description: "YouTube videos, channels and their view curves, as one installation has tracked them.",
        license: { name: "MIT", identifier: "MIT" },
      },
      components: { securitySchemes: { token: { type: "http", scheme: "bearer" } } },
      // Reads are open on loopback, so that the token is an alternative to nothing.
      security: [{}, { token: [] }],
    },
    transform: createJsonSchemaTransform(plainer),
    transformObject: (document) => withoutInputTwins(transformObject(document)),
  });
  await app.register(swaggerUi, {
    routePrefix: "/docs",
    // The page must not ask another server to validate what it shows.
    uiConfig: { validatorUrl: null },
  });
  for (const prefix of ["", API_PREFIX]) {
    app.get(`${prefix}/openapi.json`, { schema: { hide: true, querystring: nothing } }, () => app.swagger());
  }
}
