import { API_PREFIX } from "#api/api-prefix.ts";
import type { Api } from "#api/app-type.ts";
import { nothing } from "#api/http/params.ts";
import type { Db } from "#storage/database.ts";
import { countMissingMigrations } from "#storage/readiness.ts";
import { healthAnswer, type Ready, readyAnswer } from "./operations-contract.ts";

/**
 * For supervisors and load balancers: both are open to everyone, and say nothing but this. They are at the root, where
 * such programs look, and once more beside the other resources, where the OpenAPI document need not repeat them.
 */
export function healthRoutes(app: Api, { db }: { db: Db }): void {
  for (const [prefix, hide] of [
    ["", false],
    [API_PREFIX, true],
  ] as const) {
    aliveRoute(app, prefix, hide);
    readyRoute(app, prefix, hide, db);
  }
}

function aliveRoute(app: Api, prefix: string, hide: boolean): void {
  app.get(
    `${prefix}/healthz`,
    {
      schema: {
        hide,
        operationId: "isAlive",
        summary: "Whether the process answers",
        tags: ["service"],
        querystring: nothing,
        response: { 200: healthAnswer },
      },
    },
    () => ({ status: "alive" as const }),
  );
}

function readyRoute(app: Api, prefix: string, hide: boolean, db: Db): void {
  app.get(
    `${prefix}/readyz`,
    {
      schema: {
        hide,
        operationId: "isReady",
        summary: "Whether the database answers and is migrated",
        tags: ["service"],
        querystring: nothing,
        response: { 200: readyAnswer, 503: readyAnswer },
      },
    },
    async (_request, reply) => {
      const reason = await whyUnready(db);
      const answer: Ready = { status: reason === null ? "ready" : "unready", reason };
      return reply
        .code(reason === null ? 200 : 503)
        .header("cache-control", "no-store")
        .send(answer);
    },
  );
}

async function whyUnready(db: Db): Promise<string | null> {
  try {
    const missing = await countMissingMigrations(db);
    return missing === 0 ? null : `${missing} migrations are missing: run viewcurve migrate.`;
  } catch {
    return "The database does not answer.";
  }
}
