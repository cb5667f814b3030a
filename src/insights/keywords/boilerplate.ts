/** A link, a mail address, or a bare domain: what they lead to is not what the video is about. */
const LINK =
  /(?:https?:\/\/|www\.)\S+|\S+@\S+\.\p{L}{2,}|\b(?:[\w-]+\.)+(?:com|net|org|tv|ly|gg|be|me|io|co)(?:\/\S*)?/giu;

/** Lines that sell or ask, in the languages that tell so by a few words. */
const SELLING =
  /sponsor|affiliate|promo ?code|discount|% off|subscribe|follow (?:me|us)|patreon|merch|business (?:inquir|enquir)|abonnier|abonne-toi|suscr[ií]b|inscreva-se|チャンネル登録|구독|подпис/iu;

/** A line that a channel writes under so many of its videos, at least, is its footer. */
const FOOTER_VIDEOS = 3;

/** Only the beginning of a description tells of the video; what follows is credits, links and hashtags for search. */
const DESCRIPTION_CHARACTERS = 600;

/** A text without its links. */
export const withoutLinks = (text: string): string => text.replaceAll(LINK, " ");

/** The lines that a channel repeats: those of `FOOTER_VIDEOS` of its descriptions and more. */
export function footersOf(descriptions: readonly string[]): ReadonlySet<string> {
  const seen = new Map<string, number>();
  for (const description of descriptions) {
    for (const line of new Set(linesOf(description))) seen.set(line, (seen.get(line) ?? 0) + 1);
  }
  return new Set([...seen].filter(([, videos]) => videos >= FOOTER_VIDEOS).map(([line]) => line));
}

/** What a description says of its video: its beginning, without links, selling lines and the channel's footers. */
export function substanceOf(description: string, footers: ReadonlySet<string>): string {
  return linesOf(description)
    .filter((line) => !footers.has(line) && !SELLING.test(line))
    .map(withoutLinks)
    .join("\n")
    .slice(0, DESCRIPTION_CHARACTERS);
}

const linesOf = (text: string): string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
