import stopwords from "stopwords-iso" with { type: "json" };

const LISTS: Readonly<Record<string, readonly string[]>> = stopwords;

/**
 * Words of video titles everywhere, whatever they are about: they say that something is a video. Kept short: a word in it
 * can never rise.
 */
const OF_VIDEOS = ["video", "official", "ft", "feat", "vs", "ep", "episode", "part", "hd", "4k", "shorts", "#shorts"];

const known = new Map<string, ReadonlySet<string>>();

/** The words of a language that carry no topic; English ones count everywhere, for titles mix them in. */
export function stopWordsOf(language: string | null): ReadonlySet<string> {
  const primary = language?.split("-")[0] ?? "";
  const made = known.get(primary);
  if (made) return made;
  const words = new Set(
    [...OF_VIDEOS, ...(LISTS["en"] ?? []), ...(LISTS[primary] ?? [])].map((word) =>
      word.normalize("NFKC").toLowerCase(),
    ),
  );
  known.set(primary, words);
  return words;
}
