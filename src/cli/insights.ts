import { askApi } from "./ask-api.ts";
import { type InsightOptions, queryOf } from "./insight-options.ts";
import {
  accuracyInWords,
  engagingInWords,
  forecastInWords,
  keywordsInWords,
  networkInWords,
  outliersInWords,
  summaryInWords,
  trendingInWords,
  typicalInWords,
  viewsInWords,
} from "./insight-words.ts";

/* `viewcurve insights …`: each asks the API and shows what it answers, in words or as it is. */

const insight =
  <Answer>(path: string, inWords: (answer: Answer) => string) =>
  (options: InsightOptions): Promise<void> =>
    askApi({ method: "GET", path: `${path}${queryOf({ ...options })}` }, shown(options.json, inWords));

/** What people read, or the answer itself on a line. */
const shown =
  <Answer>(json: boolean, inWords: (answer: Answer) => string) =>
  (answer: string): void =>
    void process.stdout.write(json ? `${answer}\n` : inWords(JSON.parse(answer)));

export const trending = insight("/insights/trending", trendingInWords);
export const outliers = insight("/insights/outliers", outliersInWords);
export const typical = insight("/insights/typical", typicalInWords);
export const engaging = insight("/insights/engaging", engagingInWords);
export const views = insight("/insights/views", viewsInWords);
export const keywords = insight("/insights/keywords", keywordsInWords);
export const network = insight("/insights/keywords/network", networkInWords);
export const accuracy = insight("/insights/forecasts/accuracy", accuracyInWords);

export const forecast = (video: string, { json }: { json: boolean }): Promise<void> =>
  askApi({ method: "GET", path: `/videos/${encodeURIComponent(video)}/forecast` }, shown(json, forecastInWords));

export const summary = ({ json, ...body }: InsightOptions): Promise<void> =>
  askApi({ method: "POST", path: "/insights/summary", body }, shown(json, summaryInWords));
