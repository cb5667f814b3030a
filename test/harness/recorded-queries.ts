import type { CompiledQuery, KyselyPlugin, RootOperationNode } from "kysely";
import type { Db } from "#storage/database.ts";

/** A database that notes what it is asked: `queries()` gives every statement so far, as it was sent. */
export function recordQueries(db: Db): { readonly db: Db; queries(): readonly CompiledQuery[] } {
  const nodes: RootOperationNode[] = [];
  const recorder: KyselyPlugin = {
    transformQuery: ({ node }) => {
      nodes.push(node);
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  return {
    db: db.withPlugin(recorder),
    queries: () => nodes.map((node) => db.getExecutor().compileQuery(node, { queryId: "recorded" })),
  };
}
