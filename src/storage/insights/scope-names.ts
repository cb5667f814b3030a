import { CATEGORIES } from "#domain/category.ts";
import type { InsightScope } from "#domain/insight-scope.ts";
import type { Db } from "#storage/database.ts";

/** The names of what a scope says by ids; what is not known is named by its id. */
export async function readScopeNames(
  db: Db,
  { channels, watch, categories }: InsightScope,
): Promise<{
  readonly channels: readonly string[];
  readonly watch: string | null;
  readonly categories: readonly string[];
}> {
  const [titled, watched] = await Promise.all([
    channels.length === 0
      ? []
      : db
          .selectFrom("channel")
          .select(["id", "title"])
          .where("id", "in", [...channels])
          .execute(),
    watch === null ? undefined : db.selectFrom("watch").select("name").where("id", "=", watch).executeTakeFirst(),
  ]);
  const titles = new Map(titled.map(({ id, title }) => [id, title]));
  return {
    channels: channels.map((id) => titles.get(id) || id),
    watch: watched?.name ?? watch,
    categories: categories.map((id) => CATEGORIES.find((category) => category.id === id)?.name ?? id),
  };
}
