import type { channelsQuery, compareExportQuery } from "#api/channels/channel-params.ts";
import type { discoveriesExportQuery, foundChannelsExportQuery } from "#api/discoveries/discovery-params.ts";
import type { callsExportQuery } from "#api/http/params.ts";
import type { engagingQuery } from "#api/insights/engaging-contract.ts";
import type { accuracyQuery } from "#api/insights/forecast-contract.ts";
import type { keywordsQuery, networkQuery } from "#api/insights/keywords-contract.ts";
import type { factsQuery } from "#api/insights/summary-contract.ts";
import type { trendingQuery } from "#api/insights/trending-contract.ts";
import type { typicalBandsQuery } from "#api/insights/typical-contract.ts";
import type { viewTrendsQuery } from "#api/insights/view-trends-contract.ts";
import type { seriesExportQuery } from "#api/videos/video-params.ts";
import type { videosQuery } from "#api/videos/videos-query.ts";
import type {
  DaysAsked,
  EntityAsked,
  FoundAsked,
  Nothing,
  OutliersAsked,
  PageOf,
  UploadsAsked,
  WatchesAsked,
} from "./asked.ts";
import type { Asked } from "./wire-types.ts";

/** What is answered as a stream of text or bytes, not as one JSON value. */
export interface Downloads {
  "/videos.csv": Omit<Asked<typeof videosQuery>, keyof PageOf | "page" | "pageSize">;
  "/videos.ndjson": Omit<Asked<typeof videosQuery>, keyof PageOf | "page" | "pageSize">;
  "/channels.csv": Omit<Asked<typeof channelsQuery>, keyof PageOf | "page" | "pageSize">;
  "/channels.ndjson": Omit<Asked<typeof channelsQuery>, keyof PageOf | "page" | "pageSize">;
  "/channels/compare.csv": Asked<typeof compareExportQuery>;
  "/channels/{id}/uploads.csv": UploadsAsked;
  "/channels/{id}/days.csv": DaysAsked;
  "/dictionary.csv": EntityAsked;
  /** Server-sent events, without an end: `types` with commas between them. */
  "/events": { readonly types?: string; readonly channel?: string | readonly string[] };
  "/watches/{id}/runs.ndjson": Nothing;
  "/discoveries.csv": Asked<typeof discoveriesExportQuery>;
  "/discoveries/{id}/channels.csv": Asked<typeof foundChannelsExportQuery>;
  "/discoveries/{id}/channels.ndjson": Asked<typeof foundChannelsExportQuery>;
  "/exports/{id}/files/{name}": Nothing;
  "/calls.csv": Asked<typeof callsExportQuery>;
  "/quota.csv": Nothing;
  "/settings.csv": Nothing;
  "/videos/{id}/series.csv": Asked<typeof seriesExportQuery>;
  "/watches.csv": WatchesAsked;
  "/watches/{id}/runs.csv": Nothing;
  "/watches/{id}/videos.csv": FoundAsked;
  "/insights/trending.csv": Asked<typeof trendingQuery>;
  "/insights/outliers.csv": OutliersAsked;
  "/insights/engaging.csv": Asked<typeof engagingQuery>;
  "/insights/views.csv": Asked<typeof viewTrendsQuery>;
  "/insights/typical.csv": Asked<typeof typicalBandsQuery>;
  "/insights/keywords.csv": Asked<typeof keywordsQuery>;
  "/insights/forecasts/accuracy.csv": Asked<typeof accuracyQuery>;
  "/insights/summary/facts.csv": Asked<typeof factsQuery>;
  "/insights/keywords/network.csv": Asked<typeof networkQuery>;
  "/insights/keywords/network.graphml": Asked<typeof networkQuery>;
}
