import { z } from "zod";

/** What became of an answer's text. `detail` says what is wrong with it, and never quotes it. */
export type Parsed<Body> =
  /** `unread`: the ids of items that are there and cannot be read; absent when there are none. */
  | { readonly kind: "parsed"; readonly body: Body; readonly unread?: readonly string[] }
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

/** What a list answer holds before anybody has judged it. */
interface RawList {
  readonly items: readonly unknown[];
  readonly nextPageToken: string | null;
  readonly total: number | null;
}

/**
 * Reads one page of a list. `kind` is the pattern that the answer's own `kind` must match when it names one; every call
 * asks for it, because the empty answer of `channels.list` has no `items`, and nothing else tells it from `{}`.
 * Items that cannot be read are left out so that one does not cost the other 49, and so are repeated ones; when none
 * of them can be read the whole answer is of another form than ours.
 */
export function readList<Item>(
  text: string,
  kind: RegExp,
  schema: z.ZodType<Item>,
  idOf: (item: Item) => string,
): Parsed<Page<Item>> {
  const list = readEnvelope(text, kind);
  if (list.kind === "malformed") return list;
  const { items: raw, nextPageToken, total } = list.body;
  const items = readable(raw, schema, idOf);
  if (raw.length > 0 && items.size === 0) return unreadable(raw);
  return { kind: "parsed", body: { items: [...items.values()], nextPageToken, total } };
}

/**
 * Reads the answer to a question for ids, whose items each name their own. Like `readList`, except that items which
 * cannot be read but name their id are told as `unread`: they are there, so nobody may take them for missing. When not
 * even an id can be read the answer is of another form than ours, and nobody may conclude that 50 videos are gone.
 */
export function readItems<Item extends { readonly id: string }>(
  text: string,
  kind: RegExp,
  schema: z.ZodType<Item>,
): Parsed<readonly Item[]> {
  const list = readEnvelope(text, kind);
  if (list.kind === "malformed") return list;
  const raw = list.body.items;
  const items = readable(raw, schema, ({ id }) => id);
  const named = new Set(raw.flatMap((candidate) => nameOnly.safeParse(candidate).data?.id ?? []));
  const unread = [...named].filter((id) => !items.has(id));
  if (raw.length > 0 && items.size + unread.length === 0) return unreadable(raw);
  return { kind: "parsed", body: [...items.values()], ...(unread.length > 0 ? { unread } : {}) };
}

/** All that is wanted of an item that cannot be read. No id is longer; anything else in its place names nothing. */
const nameOnly = z.object({ id: z.string().regex(/^[\w-]{1,64}$/) });

function readEnvelope(text: string, kind: RegExp): Parsed<RawList> {
  const page = envelope.safeParse(parseJson(text));
  if (!page.success) return { kind: "malformed", detail: "not a list of YouTube's" };
  const { kind: said, items, nextPageToken, pageInfo } = page.data;
  if (said === undefined ? items === undefined : !kind.test(said)) {
    return { kind: "malformed", detail: "another kind of answer" };
  }
  return { kind: "parsed", body: { items: items ?? [], nextPageToken, total: pageInfo?.totalResults ?? null } };
}

function readable<Item>(
  raw: readonly unknown[],
  schema: z.ZodType<Item>,
  idOf: (item: Item) => string,
): ReadonlyMap<string, Item> {
  const items = new Map<string, Item>();
  for (const candidate of raw) {
    const item = schema.safeParse(candidate);
    if (item.success && !items.has(idOf(item.data))) items.set(idOf(item.data), item.data);
  }
  return items;
}

const unreadable = (raw: readonly unknown[]): Parsed<never> => ({
  kind: "malformed",
  detail: `none of ${raw.length} items can be read`,
});

/** `undefined` when the text is no JSON (which no JSON text means). */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
