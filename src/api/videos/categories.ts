import { type Api, problemResponses } from "#api/app-type.ts";
import { nothing } from "#api/http/params.ts";
import { remembered } from "#api/http/remembered.ts";
import { type Categories, categoriesAnswer } from "#api/operations/stats-contract.ts";
import type { Clock } from "#clock.ts";
import { CATEGORIES } from "#domain/category.ts";
import { toIso } from "#domain/iso-time.ts";
import { type Instant, minutes } from "#domain/time.ts";
import type { Db } from "#storage/database.ts";
import { countCategories } from "#storage/stats.ts";

/** What share of all videos is of a category changes by the week. */
const REMEMBERED = minutes(1);

export function categoryRoutes(app: Api, { db, clock }: { db: Db; clock: Clock }): void {
  const categories = remembered(clock, REMEMBERED, (now) => categoriesOf(db, now));
  app.get(
    "/categories",
    {
      schema: {
        operationId: "listCategories",
        summary: "YouTube's categories by their ids, and how many videos are of each",
        tags: ["videos"],
        querystring: nothing,
        response: { 200: categoriesAnswer, ...problemResponses },
      },
    },
    () => categories(),
  );
}

async function categoriesOf(db: Db, now: Instant): Promise<Categories> {
  const { counts, isEstimate } = await countCategories(db);
  const names = new Map<string, string | null>(CATEGORIES.map(({ id, name }) => [id, name]));
  for (const id of counts.keys()) if (id !== null && !names.has(id)) names.set(id, null);
  return {
    items: [...names].map(([id, name]) => ({ id, name, videos: counts.get(id) ?? 0 })),
    none: counts.get(null) ?? 0,
    approximate: isEstimate,
    asOf: toIso(now),
  };
}
