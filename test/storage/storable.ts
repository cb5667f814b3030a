/** A row with its text as PostgreSQL can hold it. */
export const storable = <T>(row: T): T =>
  JSON.parse(
    JSON.stringify(row, (_key, part) =>
      typeof part === "string" ? part.toWellFormed().replaceAll("\0", "\uFFFD") : part,
    ),
  );
