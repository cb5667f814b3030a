/* Whose way of writing numbers and dates is taken. The texts are English whichever it is. */

const KEPT_AS = "locale";

function isLocale(text: string | null): text is string {
  try {
    return text !== null && Intl.NumberFormat.supportedLocalesOf(text).length > 0;
  } catch {
    return false;
  }
}

/** What the browser says of itself; tests have none. */
const HERE = globalThis.navigator?.language ?? "en-US";

/** One in the address is what its sender saw, and goes before one's own habit. */
const asked = (): string | null =>
  typeof location === "undefined" ? null : new URLSearchParams(location.search).get(KEPT_AS);
const kept = (): string | null => (typeof location === "undefined" ? null : localStorage.getItem(KEPT_AS));

/** Of the page as it was loaded: formats are made once, so that another choice loads it anew. */
export const LOCALE: string = [asked(), kept()].find(isLocale) ?? HERE;

/** Some ways to write numbers that differ from each other: 1,234.5, 1.234,5, 1 234,5, 1’234.5, 12,34,567, ١٬٢٣٤٫٥. */
const KNOWN = [
  "en-US",
  "en-GB",
  "de-DE",
  "de-CH",
  "fr-FR",
  "es-ES",
  "pt-BR",
  "ja-JP",
  "ko-KR",
  "zh-CN",
  "hi-IN",
  "ar-EG",
];

/** What can be chosen, the browser's own first. */
export const LOCALES: readonly string[] = [...new Set([HERE, LOCALE, ...KNOWN])];

/** Keeps a choice, and shows the page by it. */
export function setLocale(locale: string): void {
  localStorage.setItem(KEPT_AS, locale);
  const address = new URL(location.href);
  address.searchParams.set(KEPT_AS, locale);
  location.replace(address);
}
