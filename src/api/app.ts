import cookie from "@fastify/cookie";
import etag from "@fastify/etag";
import Fastify from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { ZodType } from "zod";
import type { InsightDesk } from "#analysis/insight-desk.ts";
import { requireScope } from "#api/access/auth.ts";
import { allowOrigins } from "#api/access/cors.ts";
import { refuseForeignHost } from "#api/access/hosts.ts";
import { type LoginDependencies, loginRoutes } from "#api/access/login.ts";
import { countAddresses, openRateLimits } from "#api/access/rate-limits.ts";
import { sendSecurityHeaders } from "#api/access/security-headers.ts";
import { sessionRoutes } from "#api/access/session.ts";
import { tokenRoutes } from "#api/access/tokens.ts";
import { channelChangeRoutes } from "#api/channels/channel-change.ts";
import { channelCompareRoutes } from "#api/channels/channel-compare.ts";
import { channelDaysRoutes } from "#api/channels/channel-days.ts";
import { channelDetailRoutes } from "#api/channels/channel-detail.ts";
import { channelListRoutes } from "#api/channels/channel-list.ts";
import { channelUploadsRoutes } from "#api/channels/channel-uploads.ts";
import { channelVideoRoutes } from "#api/channels/channel-videos.ts";
import { channelRoutes } from "#api/channels/channels.ts";
import { discoveryRoutes } from "#api/discoveries/discoveries.ts";
import { dashboardRoutes } from "#api/documents/dashboard.ts";
import { dictionaryRoutes } from "#api/documents/dictionary.ts";
import { describeApi } from "#api/documents/openapi.ts";
import type { ExportDesk } from "#api/files/export-desk.ts";
import { exportRoutes } from "#api/files/exports.ts";
import { importRoutes } from "#api/files/imports.ts";
import { compressAnswers } from "#api/http/compression.ts";
import { errorProblem } from "#api/http/error-problem.ts";
import { answerOtherMethods } from "#api/http/methods.ts";
import { problem, sendProblem } from "#api/http/problem.ts";
import { RefusedInput } from "#api/http/refusals.ts";
import { addTableTwins } from "#api/http/table-twin.ts";
import { answerBrokenRequests, isMalformedUrl, readJsonBodies } from "#api/http/wire.ts";
import { callRoutes } from "#api/operations/calls.ts";
import { collectorRoutes } from "#api/operations/collector.ts";
import { eventRoutes } from "#api/operations/events.ts";
import { healthRoutes } from "#api/operations/health.ts";
import { type KeyIntake, keyRoutes } from "#api/operations/keys.ts";
import { planRoutes } from "#api/operations/plan.ts";
import { projectRoutes } from "#api/operations/projects.ts";
import { CALLBACK, type PushSecrets, pushRoutes } from "#api/operations/push.ts";
import { quotaRoutes } from "#api/operations/quota.ts";
import type { ReadPlanning } from "#api/operations/read-planning.ts";
import { type About, settingsRoutes } from "#api/operations/settings.ts";
import { statsRoutes } from "#api/operations/stats.ts";
import { categoryRoutes } from "#api/videos/categories.ts";
import { savedViewRoutes } from "#api/videos/saved-views.ts";
import { tagRoutes } from "#api/videos/tags.ts";
import { type Thumbnails, thumbnailRoutes } from "#api/videos/thumbnails.ts";
import { videoCurveRoutes } from "#api/videos/video-curves.ts";
import { videoDetailRoutes } from "#api/videos/video-detail.ts";
import { videoFacetRoutes } from "#api/videos/video-facets.ts";
import { videoFollowRoutes } from "#api/videos/video-follow.ts";
import type { LineDesk } from "#api/videos/video-lines.ts";
import { videoSeriesRoutes } from "#api/videos/video-series.ts";
import { videoSetRoutes } from "#api/videos/video-sets.ts";
import { videoRoutes } from "#api/videos/videos.ts";
import { watchRunRoutes } from "#api/watches/watch-runs.ts";
import { watchRoutes } from "#api/watches/watches.ts";
import type { RetentionChoice } from "#domain/retention.ts";
import type { Report } from "#events.ts";
import type { Policy } from "#planning/policy.ts";
import type { Db } from "#storage/database.ts";
import { API_PREFIX } from "./api-prefix.ts";
import type { Api } from "./app-type.ts";
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
