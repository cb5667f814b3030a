/** A word, hashtag or emoji as it is counted, and how it joins the one before it. */
export interface Token {
  /** Compatibility-normalised and lower-cased. */
  readonly text: string;
  /** What stands between the token before and this one: nothing (as in Japanese), a space, or a break that ends phrases. */
  readonly joint: "" | " " | "break";
}

/** Word segmentation follows the language where it must (Japanese, Thai); one segmenter a language is kept. */
const segmenters = new Map<string, Intl.Segmenter>();

function segmenterOf(language: string | null): Intl.Segmenter {
  const key = language ?? "und";
  const known = segmenters.get(key);
  if (known) return known;
  const made = new Intl.Segmenter(Intl.Segmenter.supportedLocalesOf([key])[0], { granularity: "word" });
  segmenters.set(key, made);
  return made;
}

const EMOJI = /^\p{Extended_Pictographic}/u;
/** What may stand within a phrase: "rock 'n' roll", "spider-man", "AC/DC". */
const WITHIN = /^[\s\-‐‑'’&/]+$/u;

/**
 * The words, hashtags and emoji of a text in order. `language` (a BCP 47 tag, or `null`) decides where words end in
 * scripts that are written without spaces. Links must be gone already.
 */
export function segmentWords(text: string, language: string | null): Token[] {
  const tokens: Token[] = [];
  let joint: Token["joint"] = "break";
  let hash = false;
  for (const { segment, isWordLike } of segmenterOf(language).segment(text.normalize("NFKC").toLowerCase())) {
    if (isWordLike || EMOJI.test(segment)) {
      tokens.push({ text: hash ? `#${segment}` : segment, joint });
      joint = "";
      hash = false;
      continue;
    }
    hash = segment === "#";
    if (hash || !WITHIN.test(segment)) joint = "break";
    else if (joint !== "break") joint = " ";
  }
  return tokens;
}
