import type { Bucket } from "#domain/quota.ts";
import { limitOf, type VirtualProject } from "./books.ts";
import { type Answer, errorInfo, numberOf, refusal, SERVICE } from "./refusal.ts";

/** The default bucket answers 403 when the day is spent, the newer buckets 429 "per day" (§3.1, §3.2). */
export function quotaSpent(project: VirtualProject, bucket: Bucket): Answer {
  switch (bucket) {
    case "default":
      return refusal({
        code: 403,
        message:
          'The request cannot be completed because you have exceeded your <a href="/youtube/v3/getting-started#quota">quota</a>.',
        domain: "youtube.quota",
        reason: "quotaExceeded",
      });
    case "search":
      return exhausted(project, {
        metric: "Search Queries",
        span: "day",
        limit: "defaultSearchListPerDayPerProject",
        unit: "1/d/{project}",
        metricName: "search_list",
        value: limitOf(project, "search"),
      });
    case "batch":
      return exhausted(project, {
        metric: "Video Batch Get Stats Queries",
        span: "day",
        limit: "defaultVideoBatchGetStatsPerDayPerProject",
        unit: "1/d/{project}",
        metricName: "video_batch_get_stats",
        value: limitOf(project, "batch"),
      });
  }
}

/** Too many requests within a minute (§3.3). The number is made up: no recorded one is known. */
export const tooManyPerMinute = (project: VirtualProject): Answer =>
  exhausted(project, {
    metric: "Queries",
    span: "minute",
    limit: "defaultPerMinutePerProject",
    unit: "1/min/{project}",
    metricName: "default",
    value: 1800,
  });

function exhausted(
  project: VirtualProject,
  spent: { metric: string; span: string; limit: string; unit: string; metricName: string; value: number },
): Answer {
  return refusal({
    code: 429,
    message: `Quota exceeded for quota metric '${spent.metric}' and limit '${spent.metric} per ${spent.span}' of service '${SERVICE}' for consumer 'project_number:${numberOf(project)}'.`,
    domain: "global",
    reason: "rateLimitExceeded",
    status: "RESOURCE_EXHAUSTED",
    details: [
      errorInfo("RATE_LIMIT_EXCEEDED", {
        quota_limit: spent.limit,
        quota_unit: spent.unit,
        service: SERVICE,
        quota_metric: `${SERVICE}/${spent.metricName}`,
        consumer: project.consumer,
        quota_location: "global",
        quota_limit_value: String(spent.value),
      }),
    ],
  });
}
