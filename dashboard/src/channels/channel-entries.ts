/* What somebody pastes, as the entries that are asked for. */

/** As many as one request takes. */
export const ENTRIES_MAX = 500;

const LOOKS_LIKE_A_CHANNEL = /^(?:UC[\w-]{22}|@\S{3,}|(?:https?:\/\/)?(?:www\.|m\.)?youtube\.com\/\S+)$/i;

/** What stands around and between entries in lists, tables and sentences. */
const BETWEEN = /[\s,;|"'<>()]+/;

/** The first line of a list of subscriptions that Google hands out. */
const HEADING = /^"?channel id"?\s*,/i;

/**
 * The channels that a text names, each once and in its order: of a line that holds any, those; a line without one is an
 * entry as it stands, so that what it lacks is told and nothing is left out in silence.
 */
export function entriesIn(text: string): string[] {
  const entries = text.split(/[\r\n]+/).flatMap((line) => {
    const whole = line.trim();
    if (whole === "" || HEADING.test(whole)) return [];
    const named = whole.split(BETWEEN).filter((part) => LOOKS_LIKE_A_CHANNEL.test(part));
    return named.length > 0 ? withoutTwins(named) : [whole];
  });
  return [...new Set(entries)];
}

/** A row of a table holds a channel's id and its address: the address says nothing more. */
function withoutTwins(named: readonly string[]): readonly string[] {
  const ids = named.filter((part) => part.startsWith("UC"));
  return named.filter((part) => part.startsWith("UC") || !ids.some((id) => part.includes(id)));
}
