import type { ChannelUploads } from "#api/channels/channel-uploads-contract.ts";
import { asCount, asMultiple } from "../format/numbers.ts";

type Band = ChannelUploads["typical"][number];

/** Ages as they are said. */
export const AGE_WORDS: Readonly<Record<ChannelUploads["age"], string>> = {
  "1h": "an hour",
  "24h": "24 hours",
  "7d": "7 days",
  "30d": "30 days",
  now: "their last samples",
};

/** The band that dots are seen against: of the format that most of them are of, if anything is usual for it. */
export function bandOf({ items, typical }: Pick<ChannelUploads, "items" | "typical">): Band | null {
  const known = typical.filter(({ p50 }) => p50 !== null);
  const dots = (format: string): number => items.filter((item) => item.format === format && item.views !== null).length;
  return known.toSorted((a, b) => dots(b.format) - dots(a.format))[0] ?? null;
}

/** What the plot shows, in a sentence or two. */
export function dotsText({ age, items, n, typical }: ChannelUploads): string {
  const at = age === "now" ? `by ${AGE_WORDS.now}` : `at the age of ${AGE_WORDS[age]}`;
  const said = `Of ${asCount(items.length)} uploads the views ${at} are known of ${asCount(n)}.`;
  const best = items.toSorted((a, b) => (b.views ?? -1) - (a.views ?? -1))[0];
  if (!best || best.views === null) return said;
  // A title may run from right to left: the signs around it keep it from taking the sentence along.
  const multiple = best.outlier.value === null ? "" : `, ${asMultiple(best.outlier.value)} of what is usual`;
  const most = ` Most has “\u2068${best.title}\u2069”: ${asCount(best.views)}${multiple}.`;
  const band = bandOf({ items, typical });
  if (!band || band.p25 === null || band.p75 === null) return `${said}${most}`;
  return `${said}${most} Half of its last ${asCount(band.n)} ${band.format} videos had ${asCount(band.p25)} to ${asCount(band.p75)}.`;
}
