import { eld } from "eld/small";

/** A detection over fewer letters is a guess: brand names and shouted titles look like any language. */
const LETTERS_LEAST = 12;

/**
 * The language of each of a channel's videos: what was declared, else what its text is reliably written in, else what most
 * of the channel's other videos are in; `null` where nothing tells. Primary subtags: `pt`, not `pt-BR`.
 */
export function languagesOf(
  videos: readonly { readonly declared: string | null; readonly text: string }[],
): readonly (string | null)[] {
  const own = videos.map(({ declared, text }) => primaryOf(declared) ?? detected(text));
  const counts = new Map<string, number>();
  for (const language of own) if (language !== null) counts.set(language, (counts.get(language) ?? 0) + 1);
  const [majority = null] = [...counts]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([language]) => language);
  return own.map((language) => language ?? majority);
}

/** `zxx` is YouTube's "no linguistic content", `und` nobody's language. */
export function primaryOf(declared: string | null): string | null {
  const primary = declared?.split("-")[0]?.toLowerCase();
  return primary === undefined || primary === "" || primary === "zxx" || primary === "und" ? null : primary;
}

/** What a text is reliably written in; `null` where nothing tells. */
export function detected(text: string): string | null {
  if ((text.match(/\p{L}/gu)?.length ?? 0) < LETTERS_LEAST) return null;
  const found = eld.detect(text);
  return found.language !== "" && found.isReliable() ? found.language : null;
}
