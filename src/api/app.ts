import cookie from "@fastify/cookie";
import etag from "@fastify/etag";
import Fastify from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { ZodType } from "zod";
import type { InsightDesk } from "#analysis/insight-desk.ts";
import type { RetentionChoice } from "#domain/retention.ts";
import type { Report } from "#events.ts";
import type { Policy } from "#planning/policy.ts";
import type { Db } from "#storage/database.ts";
import { API_PREFIX } from "./api-prefix.ts";
import type { Api } from "./app-type.ts";
import { requireScope } from "./auth.ts";
import { callRoutes } from "./calls.ts";
import { categoryRoutes } from "./categories.ts";
import { channelChangeRoutes } from "./channel-change.ts";
import { channelCompareRoutes } from "./channel-compare.ts";
import { channelDaysRoutes } from "./channel-days.ts";
import { channelDetailRoutes } from "./channel-detail.ts";
import { channelListRoutes } from "./channel-list.ts";
import { channelUploadsRoutes } from "./channel-uploads.ts";
import { channelVideoRoutes } from "./channel-videos.ts";
import { channelRoutes } from "./channels.ts";
import { collectorRoutes } from "./collector.ts";
import { compressAnswers } from "./compression.ts";
import { allowOrigins } from "./cors.ts";
import { dashboardRoutes } from "./dashboard.ts";
import { dictionaryRoutes } from "./dictionary.ts";
import { discoveryRoutes } from "./discoveries.ts";
import { errorProblem } from "./error-problem.ts";
import { eventRoutes } from "./events.ts";
import type { ExportDesk } from "./export-desk.ts";
import { exportRoutes } from "./exports.ts";
import { healthRoutes } from "./health.ts";
import { refuseForeignHost } from "./hosts.ts";
import { importRoutes } from "./imports.ts";
import { engagingRoutes } from "./insights/engaging.ts";
import { forecastRoutes } from "./insights/forecast.ts";
import { forecastAccuracyRoutes } from "./insights/forecast-accuracy.ts";
import { keywordRoutes } from "./insights/keywords.ts";
import { keywordNetworkRoutes } from "./insights/keywords-network.ts";
import { outlierRoutes } from "./insights/outliers.ts";
import { summaryRoutes } from "./insights/summary.ts";
import { trendingRoutes } from "./insights/trending.ts";
import { typicalBandRoutes } from "./insights/typical-bands.ts";
import { viewTrendRoutes } from "./insights/view-trends.ts";
import { type KeyIntake, keyRoutes } from "./keys.ts";
import { type LoginDependencies, loginRoutes } from "./login.ts";
import { answerOtherMethods } from "./methods.ts";
import { describeApi } from "./openapi.ts";
import { planRoutes } from "./plan.ts";
import { problem, sendProblem } from "./problem.ts";
import { projectRoutes } from "./projects.ts";
import { CALLBACK, type PushSecrets, pushRoutes } from "./push.ts";
import { quotaRoutes } from "./quota.ts";
import { countAddresses, openRateLimits } from "./rate-limits.ts";
import type { ReadPlanning } from "./read-planning.ts";
import { RefusedInput } from "./refusals.ts";
import { savedViewRoutes } from "./saved-views.ts";
import { sendSecurityHeaders } from "./security-headers.ts";
import { sessionRoutes } from "./session.ts";
import { type About, settingsRoutes } from "./settings.ts";
import { statsRoutes } from "./stats.ts";
import { addTableTwins } from "./table-twin.ts";
import { tagRoutes } from "./tags.ts";
import { type Thumbnails, thumbnailRoutes } from "./thumbnails.ts";
import { tokenRoutes } from "./tokens.ts";
import { videoCurveRoutes } from "./video-curves.ts";
import { videoDetailRoutes } from "./video-detail.ts";
import { videoFacetRoutes } from "./video-facets.ts";
import { videoFollowRoutes } from "./video-follow.ts";
import type { LineDesk } from "./video-lines.ts";
import { videoSeriesRoutes } from "./video-series.ts";
import { videoSetRoutes } from "./video-sets.ts";
import { videoRoutes } from "./videos.ts";
import { watchRunRoutes } from "./watch-runs.ts";
import { watchRoutes } from "./watches.ts";
import { answerBrokenRequests, isMalformedUrl, readJsonBodies } from "./wire.ts";

export interface ApiDependencies extends LoginDependencies {
  /** The same database for what takes its time: exports. */
  readonly patient: Db;
  /** Where exports of videos are written. */
  readonly lines: LineDesk;
  /** The name of the text model that writes summaries; absent = the template does. */
  readonly summaryModel?: string;
  /** How often it may be asked on a UTC day. */
  readonly summaryCallsPerDay?: number;
  /** What the process is and how it was set up; absent = only what the database knows is told. */
  readonly about?: About;
  /** Insights whose answers are kept. */
  readonly desk: InsightDesk;
  readonly policy: Policy;
  readonly readPlanning: ReadPlanning;
  /** The fewest first-hour views a channel's median is taken over (VIEWCURVE_PERFORMANCE_POOL). */
  readonly performancePool: number;
  /** How long data is kept, where the settings say so; absent = as was decided in the installation. */
  readonly retention?: RetentionChoice;
  readonly report: Report;
  readonly pushSecrets: PushSecrets;
  readonly keyIntake: KeyIntake;
  /** The origins whose pages may read answers in a browser (VIEWCURVE_CORS_ORIGINS). */
  readonly corsOrigins: readonly string[];
  /** How browsers get pictures (VIEWCURVE_THUMBNAILS); absent = from YouTube's servers. */
  readonly thumbnails?: Thumbnails;
  /** Writes the exports that are asked for; absent = they wait for a process that does. */
  readonly exportDesk?: ExportDesk;
  /** The folder of the built dashboard; absent = where it is built. */
  readonly dashboard?: string;
}

/** 500 references of 500 characters, in UTF-8 and JSON, fit well. */
const BODY_BYTES_MAX = 1024 * 1024;

/** Builds the HTTP API without listening; `listen` or `inject` on what is returned. */
export async function buildApi(deps: ApiDependencies): Promise<Api> {
  const { thumbnails = { way: "direct" } } = deps;
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
  // As bytes, a text is encoded once; its length, its ETag and the socket would each do so again.
  app.setSerializerCompiler(() => (answer) => Buffer.from(JSON.stringify(answer)) as unknown as string);
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

  await allowOrigins(app, deps.corsOrigins);
  readJsonBodies(app);
  answerOtherMethods(app);
  await sendSecurityHeaders(app, thumbnails);
  // An ETag stands for both forms of an answer, the plain and the compressed: it is a weak one.
  await app.register(etag, { weak: true });
  await compressAnswers(app);
  await app.register(cookie);
  app.decorateRequest("granted", null);
  app.decorateRequest("grantedTo", null);
  const limits = await openRateLimits(app);
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
  await dashboardRoutes(app, thumbnails.way, deps.dashboard);
  await app.register((scope: Api, _options, done) => {
    scope.addHook("onRequest", requireScope(deps, limits));
    thumbnailRoutes(scope, { ...deps, thumbnails });
    done();
  });
  await app.register((scope: Api, _options, done) => {
    scope.addHook("onRequest", countAddresses(limits, deps));
    healthRoutes(scope, deps);
    loginRoutes(scope, deps, limits);
    done();
  });
  await app.register((scope: Api, _options, done) => {
    pushRoutes(scope, deps);
    done();
  });
  await app.register(
    (scope: Api, _options, done) => {
      scope.addHook("onRequest", requireScope(deps, limits));
      addTableTwins(scope);
      videoRoutes(scope, deps);
      videoDetailRoutes(scope, deps);
      videoFollowRoutes(scope, deps);
      videoSeriesRoutes(scope, deps);
      videoSetRoutes(scope, deps);
      videoFacetRoutes(scope, deps);
      videoCurveRoutes(scope, deps);
      savedViewRoutes(scope, deps);
      channelListRoutes(scope, deps);
      channelRoutes(scope, deps);
      channelCompareRoutes(scope, deps);
      channelDetailRoutes(scope, deps);
      channelChangeRoutes(scope, deps);
      channelVideoRoutes(scope, deps);
      channelUploadsRoutes(scope, deps);
      channelDaysRoutes(scope, deps);
      tagRoutes(scope, deps);
      watchRoutes(scope, deps);
      watchRunRoutes(scope, deps);
      discoveryRoutes(scope, deps);
      quotaRoutes(scope, deps);
      callRoutes(scope, deps);
      importRoutes(scope, deps);
      eventRoutes(scope, deps);
      statsRoutes(scope, deps);
      exportRoutes(scope, deps);
      trendingRoutes(scope, deps);
      outlierRoutes(scope, deps);
      summaryRoutes(scope, deps);
      forecastRoutes(scope, deps);
      forecastAccuracyRoutes(scope, deps);
      viewTrendRoutes(scope, deps);
      typicalBandRoutes(scope, deps);
      keywordRoutes(scope, deps);
      keywordNetworkRoutes(scope, deps);
      engagingRoutes(scope, deps);
      categoryRoutes(scope, deps);
      dictionaryRoutes(scope);
      collectorRoutes(scope, deps);
      planRoutes(scope, deps);
      keyRoutes(scope, deps);
      projectRoutes(scope, deps);
      tokenRoutes(scope, deps);
      sessionRoutes(scope);
      settingsRoutes(scope, deps);
      done();
    },
    { prefix: API_PREFIX },
  );
  return app;
}
