import { type Api, problemResponses } from "#api/app-type.ts";
import type { Clock } from "#clock.ts";
import { CATEGORIES } from "#domain/category.ts";
import { toIso } from "#domain/iso-time.ts";
import type { Db } from "#storage/database.ts";
import { type FacetValue, readFacets } from "#storage/videos/video-facets.ts";
import { facetsAnswer } from "./video-facets-contract.ts";
import { questionOf, videoFacetsQuery } from "./videos-query.ts";

const CATEGORY_NAMES = new Map(CATEGORIES.map(({ id, name }) => [id, name]));

export function videoFacetRoutes(app: Api, { db, clock }: { readonly db: Db; readonly clock: Clock }): void {
  app.get(
    "/videos/facets",
    {
      schema: {
        operationId: "countFacets",
        summary:
          "Of the newest thousand videos of a list, how many are of each category, format, language, channel and tag",
        tags: ["videos"],
        querystring: videoFacetsQuery,
        response: { 200: facetsAnswer, ...problemResponses },
      },
    },
    async (request) => {
      const now = clock.now();
      const found = await readFacets(db, questionOf(request.query, now));
      return {
        ...found,
        categories: found.categories.map(named),
        formats: [...found.formats],
        languages: [...found.languages],
        channels: [...found.channels],
        tags: [...found.tags],
        derived: true as const,
        asOf: toIso(now),
      };
    },
  );
}

const named = ({ value, videos }: FacetValue): FacetValue => ({
  value,
  label: value === null ? null : (CATEGORY_NAMES.get(value) ?? null),
  videos,
});
