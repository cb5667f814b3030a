import { type RawBuilder, sql } from "kysely";

/**
 * A JSON object of what the fields that differ between two rows were before: `{"title": "…"}`, and `{}` when none does.
 *
 * @param fields a revision's name of each field, and its column.
 * @param before the alias of the stored row, `after` of the incoming one.
 */
export const changedFields = (
  fields: Readonly<Record<string, string>>,
  before: string,
  after: string,
): RawBuilder<unknown> =>
  sql.join(
    Object.entries(fields).map(([name, column]) => {
      const [old, now] = [sql.ref(`${before}.${column}`), sql.ref(`${after}.${column}`)];
      return sql`case when ${old} is distinct from ${now} then jsonb_build_object(${sql.lit(name)}, ${old}) else '{}' end`;
    }),
    sql` || `,
  );
