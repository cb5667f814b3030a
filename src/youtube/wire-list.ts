import { z } from "zod";

/** What became of an answer's text. `detail` says what is wrong with it, and never quotes it. */
export type Parsed<Body> =
  | { readonly kind: "parsed"; readonly body: Body }
  | { readonly kind: "malformed"; readonly detail: string };

/** One page of a list as YouTube sends it, its items read. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextPageToken: string | null;
  readonly total: number | null;
}

const envelope = z.object({
  kind: z.string().optional(),
  items: z.array(z.unknown()).optional(),
  nextPageToken: z.string().min(1).nullable().catch(null),
  pageInfo: z
    .object({ totalResults: z.number().int().nonnegative().nullable().catch(null) })
    .nullable()
    .catch(null),
});

/**
 * Reads a list answer. `kind` is the pattern that the answer's own `kind` must match when it names one; every call
 * asks for it, because the empty answer of `channels.list` has no `items`, and nothing else tells it from `{}`.
 * Items that cannot be read are left out so that one does not cost the other 49, and so are repeated ones; when none
 * of them can be read the whole answer is of another form than ours, and nobody may conclude that 50 videos are gone.
 */
export function readList<Item>(
  text: string,
  kind: RegExp,
  schema: z.ZodType<Item>,
  idOf: (item: Item) => string,
): Parsed<Page<Item>> {
  const page = envelope.safeParse(parseJson(text));
  if (!page.success) return { kind: "malformed", detail: "not a list of YouTube's" };
  const { kind: said, items: raw, nextPageToken, pageInfo } = page.data;
  if (said === undefined ? raw === undefined : !kind.test(said)) {
    return { kind: "malformed", detail: "another kind of answer" };
  }
  const items = new Map<string, Item>();
  for (const candidate of raw ?? []) {
    const item = schema.safeParse(candidate);
    if (item.success && !items.has(idOf(item.data))) items.set(idOf(item.data), item.data);
  }
  if (raw && raw.length > 0 && items.size === 0) {
    return { kind: "malformed", detail: `none of ${raw.length} items can be read` };
  }
  return {
    kind: "parsed",
    body: { items: [...items.values()], nextPageToken, total: pageInfo?.totalResults ?? null },
  };
}

/** `undefined` when the text is no JSON (which no JSON text means). */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
