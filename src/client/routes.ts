import type { newTokenAnswer, sessionAnswer, tokenBody, tokensAnswer } from "#api/access/tokens-contract.ts";
import type { changedChannel, channelItem, channelPage } from "#api/channels/channel-contract.ts";
import type { channelDetail, comparison } from "#api/channels/channel-detail-contract.ts";
import type { channelBody, channelDetailQuery, channelsQuery, compareQuery } from "#api/channels/channel-params.ts";
import type { channelDays, channelUploads } from "#api/channels/channel-uploads-contract.ts";
import type { videoItem, videoPage } from "#api/contract.ts";
import type {
  discoveryDetail,
  discoveryPage,
  discoveryPreview,
  foundChannelPage,
} from "#api/discoveries/discoveries-contract.ts";
import type {
  discoveriesQuery,
  discoveryBody,
  discoveryPatch,
  foundChannelsQuery,
} from "#api/discoveries/discovery-params.ts";
import type { dictionaryAnswer } from "#api/documents/dictionary-contract.ts";
import type { exportBody, exportItem, exportPage } from "#api/files/export-contract.ts";
import type { importPage } from "#api/files/imports-contract.ts";
import type { callsQuery, untrackQuery } from "#api/http/params.ts";
import type { engagingAnswer, engagingQuery } from "#api/insights/engaging-contract.ts";
import type { accuracyAnswer, accuracyQuery, forecastAnswer } from "#api/insights/forecast-contract.ts";
import type { keywordsAnswer, keywordsQuery, networkAnswer, networkQuery } from "#api/insights/keywords-contract.ts";
import type { outliersAnswer } from "#api/insights/outliers-contract.ts";
import type { factsAnswer, factsQuery, summaryAnswer, summaryBody } from "#api/insights/summary-contract.ts";
import type { trendingAnswer, trendingQuery } from "#api/insights/trending-contract.ts";
import type { typicalBandsAnswer, typicalBandsQuery } from "#api/insights/typical-contract.ts";
import type { viewTrendsAnswer, viewTrendsQuery } from "#api/insights/view-trends-contract.ts";
import type { collectorAnswer } from "#api/operations/collector-contract.ts";
import type {
  keyAnswer,
  keyBody,
  keyPatch,
  keysAnswer,
  projectAnswer,
  projectBody,
  projectPatch,
  projectsAnswer,
} from "#api/operations/keys-contract.ts";
import type {
  planAnswer,
  purgeAnswer,
  requestsAnswer,
  trackAnswer,
  trackBody,
} from "#api/operations/operations-contract.ts";
import type { callPage, quotaAnswer } from "#api/operations/quota-contract.ts";
import type { settingsAnswer } from "#api/operations/settings-contract.ts";
import type { categoriesAnswer, statsAnswer } from "#api/operations/stats-contract.ts";
import type { viewAnswer, viewBody, viewPatch, viewsAnswer } from "#api/videos/saved-views-contract.ts";
import type { seriesAnswer } from "#api/videos/series-contract.ts";
import type { tagAnswer, tagsAnswer, tagsQuery } from "#api/videos/tags-contract.ts";
import type { agedCurvesAnswer, agedCurvesBody, curvesAnswer, curvesBody } from "#api/videos/video-curves-contract.ts";
import type { videoDetail } from "#api/videos/video-detail-contract.ts";
import type { facetsAnswer } from "#api/videos/video-facets-contract.ts";
import type { followAnswer } from "#api/videos/video-follow-contract.ts";
import type { lookupBody, seriesQuery, similarQuery } from "#api/videos/video-params.ts";
import type { lookupAnswer, similarAnswer } from "#api/videos/video-sets-contract.ts";
import type { channelVideosQuery, videoFacetsQuery, videosQuery } from "#api/videos/videos-query.ts";
import type { watchBody, watchPatch } from "#api/watches/watch-body.ts";
import type { runsPage, watchDetail, watchPage, watchPreview, watchVideoPage } from "#api/watches/watches-contract.ts";
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
import type { Answered, Asked, Written } from "./wire-types.ts";

/*
 * The operations of the API by their paths, below /api/v1, with what each takes and answers. docs/client.md shows how they
 * are asked, and a test holds every path against the server's own document.
 */

interface Read<Query, Answer> {
  readonly query: Query;
  readonly answer: Answer;
}

/** A read whose answer goes on: `{ items, next }`. `Item` is what a page holds when all its fields are wanted. */
interface Paged<Query, Answer extends { readonly items: readonly unknown[] }, Item = Answer["items"][number]>
  extends Read<Query, Answer> {
  readonly item: Item;
}

interface Write<Body, Answer, Query = Nothing> extends Read<Query, Answer> {
  readonly body: Body;
}

export interface Reads {
  "/videos": Paged<Asked<typeof videosQuery>, Answered<typeof videoPage>, Answered<typeof videoItem>>;
  "/videos/facets": Read<Asked<typeof videoFacetsQuery>, Answered<typeof facetsAnswer>>;
  "/videos/{id}": Read<Nothing, Answered<typeof videoDetail>>;
  "/videos/{id}/series": Read<Asked<typeof seriesQuery>, Answered<typeof seriesAnswer>>;
  "/videos/{id}/similar": Read<Asked<typeof similarQuery>, Answered<typeof similarAnswer>>;
  "/videos/{id}/forecast": Read<Nothing, Answered<typeof forecastAnswer>>;
  "/channels": Paged<Asked<typeof channelsQuery>, Answered<typeof channelPage>, Answered<typeof channelItem>>;
  "/channels/compare": Read<Asked<typeof compareQuery>, Answered<typeof comparison>>;
  "/channels/requests": Read<{ readonly ref?: string | readonly string[] }, Answered<typeof requestsAnswer>>;
  "/channels/{id}": Read<Asked<typeof channelDetailQuery>, Answered<typeof channelDetail>>;
  "/channels/{id}/videos": Paged<
    Asked<typeof channelVideosQuery>,
    Answered<typeof videoPage>,
    Answered<typeof videoItem>
  >;
  "/channels/{id}/uploads": Read<UploadsAsked, Answered<typeof channelUploads>>;
  "/channels/{id}/days": Read<DaysAsked, Answered<typeof channelDays>>;
  "/tags": Read<Asked<typeof tagsQuery>, Answered<typeof tagsAnswer>>;
  "/tags/{tag}": Read<Nothing, Answered<typeof tagAnswer>>;
  "/categories": Read<Nothing, Answered<typeof categoriesAnswer>>;
  "/watches": Paged<PageOf & WatchesAsked, Answered<typeof watchPage>>;
  "/watches/{id}": Read<Nothing, Answered<typeof watchDetail>>;
  "/watches/{id}/runs": Paged<PageOf, Answered<typeof runsPage>>;
  "/watches/{id}/videos": Paged<PageOf & FoundAsked, Answered<typeof watchVideoPage>>;
  "/discoveries": Paged<Asked<typeof discoveriesQuery>, Answered<typeof discoveryPage>>;
  "/discoveries/{id}": Read<Nothing, Answered<typeof discoveryDetail>>;
  "/discoveries/{id}/channels": Paged<Asked<typeof foundChannelsQuery>, Answered<typeof foundChannelPage>>;
  "/insights/trending": Read<Asked<typeof trendingQuery>, Answered<typeof trendingAnswer>>;
  "/insights/outliers": Read<OutliersAsked, Answered<typeof outliersAnswer>>;
  "/insights/engaging": Read<Asked<typeof engagingQuery>, Answered<typeof engagingAnswer>>;
  "/insights/views": Read<Asked<typeof viewTrendsQuery>, Answered<typeof viewTrendsAnswer>>;
  "/insights/keywords": Read<Asked<typeof keywordsQuery>, Answered<typeof keywordsAnswer>>;
  "/insights/keywords/network": Read<Asked<typeof networkQuery>, Answered<typeof networkAnswer>>;
  "/insights/forecasts/accuracy": Read<Asked<typeof accuracyQuery>, Answered<typeof accuracyAnswer>>;
  "/insights/typical": Read<Asked<typeof typicalBandsQuery>, Answered<typeof typicalBandsAnswer>>;
  "/insights/summary/facts": Read<Asked<typeof factsQuery>, Answered<typeof factsAnswer>>;
  "/insights/summaries/{id}": Read<Nothing, Answered<typeof summaryAnswer>>;
  "/exports": Paged<PageOf, Answered<typeof exportPage>>;
  "/exports/{id}": Read<Nothing, Answered<typeof exportItem>>;
  "/imports": Paged<PageOf, Answered<typeof importPage>>;
  "/quota": Read<Nothing, Answered<typeof quotaAnswer>>;
  "/calls": Paged<Asked<typeof callsQuery>, Answered<typeof callPage>>;
  "/stats": Read<Nothing, Answered<typeof statsAnswer>>;
  "/plan": Read<Nothing, Answered<typeof planAnswer>>;
  "/keys": Read<Nothing, Answered<typeof keysAnswer>>;
  "/keys/{id}": Read<Nothing, Answered<typeof keyAnswer>>;
  "/projects": Read<Nothing, Answered<typeof projectsAnswer>>;
  "/projects/{id}": Read<Nothing, Answered<typeof projectAnswer>>;
  "/tokens": Read<Nothing, Answered<typeof tokensAnswer>>;
  "/session": Read<Nothing, Answered<typeof sessionAnswer>>;
  "/settings": Read<Nothing, Answered<typeof settingsAnswer>>;
  "/collector": Read<Nothing, Answered<typeof collectorAnswer>>;
  "/dictionary": Read<EntityAsked, Answered<typeof dictionaryAnswer>>;
  "/saved-views": Read<Nothing, Answered<typeof viewsAnswer>>;
  "/saved-views/{name}": Read<Nothing, Answered<typeof viewAnswer>>;
}

export interface Posts {
  "/videos/lookup": Write<Written<typeof lookupBody>, Answered<typeof lookupAnswer>>;
  "/videos/curves/aged": Write<Written<typeof agedCurvesBody>, Answered<typeof agedCurvesAnswer>>;
  "/videos/curves": Write<Written<typeof curvesBody>, Answered<typeof curvesAnswer>>;
  "/channels": Write<Written<typeof trackBody>, Answered<typeof trackAnswer>>;
  "/watches": Write<
    Written<typeof watchBody>,
    Answered<typeof watchPreview> | Answered<typeof watchDetail>,
    { readonly dryRun?: boolean }
  >;
  "/discoveries": Write<
    Written<typeof discoveryBody>,
    Answered<typeof discoveryPreview> | Answered<typeof discoveryDetail>,
    { readonly dryRun?: boolean }
  >;
  "/insights/summary": Write<Partial<Asked<typeof summaryBody>>, Answered<typeof summaryAnswer>>;
  "/exports": Write<Written<typeof exportBody>, Answered<typeof exportItem>>;
  "/keys": Write<Written<typeof keyBody>, Answered<typeof keyAnswer>>;
  "/keys/{id}/test": Write<undefined, Answered<typeof keyAnswer>>;
  "/projects": Write<Written<typeof projectBody>, Answered<typeof projectAnswer>>;
  "/tokens": Write<Written<typeof tokenBody>, Answered<typeof newTokenAnswer>>;
}

export interface Puts {
  "/saved-views/{name}": Write<Written<typeof viewBody>, Answered<typeof viewAnswer>>;
  "/videos/{id}/follow": Write<undefined, Answered<typeof followAnswer>>;
}

export interface Patches {
  "/channels/{id}": Write<Written<typeof channelBody>, Answered<typeof changedChannel>>;
  "/watches/{id}": Write<Written<typeof watchPatch>, Answered<typeof watchDetail>>;
  "/discoveries/{id}": Write<Written<typeof discoveryPatch>, Answered<typeof discoveryDetail>>;
  "/keys/{id}": Write<Written<typeof keyPatch>, Answered<typeof keyAnswer>>;
  "/projects/{id}": Write<Written<typeof projectPatch>, Answered<typeof projectAnswer>>;
  "/saved-views/{name}": Write<Written<typeof viewPatch>, Answered<typeof viewAnswer>>;
}

/** `null` where nothing is left to say. */
export interface Deletes {
  "/channels/{id}": Read<Asked<typeof untrackQuery>, Answered<typeof purgeAnswer> | null>;
  "/watches/{id}": Read<Nothing, null>;
  "/discoveries/{id}": Read<{ readonly purge?: boolean }, null>;
  "/exports/{id}": Read<Nothing, null>;
  "/keys/{id}": Read<Nothing, null>;
  "/projects/{id}": Read<Nothing, null>;
  "/tokens/{id}": Read<Nothing, null>;
  "/saved-views/{name}": Read<Nothing, null>;
  "/videos/{id}/follow": Read<Nothing, null>;
}
