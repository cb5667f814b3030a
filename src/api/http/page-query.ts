import { z } from "zod";
import { COUNTED_MAX } from "#storage/videos/video-count.ts";
import { asNumber, cursor, limit } from "./params.ts";

/** How a page is asked for: by a cursor, or by its number. */
export const paging = {
  limit,
  cursor,
  page: z
    .preprocess(asNumber, z.int().min(1).max(COUNTED_MAX))
    .optional()
    .meta({ description: "For shallow pages: which, from 1; answers with a `total`." }),
  pageSize: z.preprocess(asNumber, z.int().min(1).max(200)).optional().meta({ description: "Rows of such a page." }),
};

export type Paging = z.infer<z.ZodObject<typeof paging>>;

/** A page that is asked for by its number and by a cursor, or that lies too deep to be counted to. */
export function refuseMixedPaging(
  { page, pageSize, limit: rows, cursor: from }: Paging,
  context: z.RefinementCtx,
): void {
  if (page === undefined && pageSize === undefined) return;
  const issue = (path: string, message: string): void => context.addIssue({ code: "custom", path: [path], message });
  if (from !== undefined) issue("cursor", "continues by itself: leave out page and pageSize");
  if ((page ?? 1) * (pageSize ?? rows) > COUNTED_MAX) {
    issue("page", `must not lead beyond the first ${COUNTED_MAX.toLocaleString("en")} rows: follow next instead`);
  }
}

/** The page that is asked for by its number, and how many rows lie before it; `null` when it is asked for by a cursor. */
export function numberedPage({ page, pageSize, limit: rows }: Omit<Paging, "cursor">) {
  if (page === undefined && pageSize === undefined) return null;
  const numbered = { page: page ?? 1, pageSize: pageSize ?? rows };
  return { ...numbered, skip: (numbered.page - 1) * numbered.pageSize };
}
