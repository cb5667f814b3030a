import etag from "@fastify/etag";
import helmet from "@fastify/helmet";
import Fastify from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { ZodType } from "zod";
import type { Clock } from "#clock.ts";
import type { RetentionChoice } from "#domain/retention.ts";
import type { Report } from "#events.ts";
import type { Policy } from "#planning/policy.ts";
import type { Db } from "#storage/database.ts";
import { API_PREFIX } from "./api-prefix.ts";
import type { Api } from "./app-type.ts";
import { type Access, refuseForeignHost, requireToken } from "./auth.ts";
import { callRoutes } from "./calls.ts";
import { channelRoutes } from "./channels.ts";
import { errorProblem } from "./error-problem.ts";
import { healthRoutes } from "./health.ts";
import { homeRoutes } from "./home.ts";
import { type KeyIntake, keyRoutes } from "./keys.ts";
import { answerOtherMethods } from "./methods.ts";
import { describeApi } from "./openapi.ts";
import { planRoutes } from "./plan.ts";
import { problem, sendProblem } from "./problem.ts";
import { projectRoutes } from "./projects.ts";
import { CALLBACK, type PushSecrets, pushRoutes } from "./push.ts";
import { quotaRoutes } from "./quota.ts";
import type { ReadPlanning } from "./read-planning.ts";
import { RefusedInput } from "./refusals.ts";
import { videoRoutes } from "./videos.ts";
import { watchRunRoutes } from "./watch-runs.ts";
import { watchRoutes } from "./watches.ts";
import { answerBrokenRequests, isMalformedUrl, readJsonBodies } from "./wire.ts";

export interface ApiDependencies extends Access {
  readonly db: Db;
  readonly clock: Clock;
  readonly policy: Policy;
  readonly readPlanning: ReadPlanning;
  /** The fewest first-hour views a channel's median is taken over (VIEWCURVE_PERFORMANCE_POOL). */
  readonly performancePool: number;
  /** How long data is kept, where the settings say so; absent = as was decided in the installation. */
  readonly retention?: RetentionChoice;
  readonly report: Report;
  readonly pushSecrets: PushSecrets;
  readonly keyIntake: KeyIntake;
}

/** 500 references of 500 characters, in UTF-8 and JSON, fit well. */
const BODY_BYTES_MAX = 1024 * 1024;

/** Builds the HTTP API without listening; `listen` or `inject` on what is returned. */
export async function buildApi(deps: ApiDependencies): Promise<Api> {
  const app: Api = Fastify({
    bodyLimit: BODY_BYTES_MAX,
    clientErrorHandler: answerBrokenRequests,
    frameworkErrors: (error, _request, reply) => sendProblem(reply, errorProblem(error)),
    // Schemas refuse a long parameter by its name. The router's own limit protects expressions in paths; we have none.
    routerOptions: { maxParamLength: Number.MAX_SAFE_INTEGER },
  }).withTypeProvider<ZodTypeProvider>();

  app.setValidatorCompiler(({ schema }) => (data) => {
    const result = (schema as ZodType).safeParse(data);
    return result.success ? { value: result.data } : { error: new RefusedInput(result.error.issues) };
  });
  // The types check answers at compile time, the tests at run time: checking each again would cost a third of the speed.
  app.setSerializerCompiler(() => JSON.stringify);
  app.setErrorHandler((error, request, reply) => {
    const stated = errorProblem(error);
    if (stated.status >= 500) {
      const route = `${request.method} ${request.routeOptions.url ?? "unknown"}`;
      deps.report({
        kind: "requestFailed",
        route,
        problem: stated.type,
        message: String(error instanceof Error ? error.stack : error),
      });
    }
    return sendProblem(reply, stated);
  });

  readJsonBodies(app);
  answerOtherMethods(app);
  await app.register(helmet, {
    // Installations on a LAN speak plain HTTP: neither of these may send their browsers to HTTPS.
    strictTransportSecurity: false,
    contentSecurityPolicy: {
      directives: {
        upgradeInsecureRequests: null,
        imgSrc: ["'self'", "data:", "https://i.ytimg.com", "https://yt3.ggpht.com"],
      },
    },
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
  });
  await app.register(etag);
  const checkHost = refuseForeignHost(deps);
  // The hub calls whatever public address it was given; what it sends is believed by token and signature alone.
  app.addHook("onRequest", async (request, reply) =>
    request.routeOptions.url === CALLBACK ? undefined : checkHost(request, reply),
  );
  app.addHook("onRequest", async (request, reply) => {
    if (!isMalformedUrl(request.url)) return undefined;
    return sendProblem(reply, problem("malformed-request", "The URL is not valid percent-encoded UTF-8."));
  });

  await describeApi(app);
  homeRoutes(app);
  healthRoutes(app, deps);
  await app.register((scope: Api, _options, done) => {
    pushRoutes(scope, deps);
    done();
  });
  await app.register(
    (scope: Api, _options, done) => {
      scope.addHook("onRequest", requireToken(deps.db, deps));
      videoRoutes(scope, deps);
      channelRoutes(scope, deps);
      watchRoutes(scope, deps);
      watchRunRoutes(scope, deps);
      quotaRoutes(scope, deps);
      callRoutes(scope, deps);
      planRoutes(scope, deps);
      done();
    },
    { prefix: API_PREFIX },
  );
  await app.register(
    (scope: Api, _options, done) => {
      scope.addHook("onRequest", requireToken(deps.db, { ...deps, loopback: false }));
      keyRoutes(scope, deps);
      projectRoutes(scope, deps);
      done();
    },
    { prefix: API_PREFIX },
  );
  return app;
}
