import { ROW_SHOWN_MAX, type Row, type Table } from "./row.ts";

/** Subscriptions are some kilobytes; what is larger is no list of them. */
export const OPML_BYTES_MAX = 16 * 1024 * 1024;

/** A tag ends where the next begins, and is no book: one that is never closed must not be read to the end of the file again and again. */
const OUTLINE = /<outline\b(?:[^<>"']|"[^"<]{0,10000}"|'[^'<]{0,10000}'){0,10000}>/gi;
const ATTRIBUTE = /\s(xmlUrl|htmlUrl)\s*=\s*(?:"([^"]*)"|'([^']*)')/gi;

/** The subscriptions of an OPML document, one a row: the address of the feed and that of the page. Folders are no rows. */
export function opmlTable(text: string): Table {
  const rows: Row[] = [];
  for (const [outline] of text.matchAll(OUTLINE)) {
    const urls = new Map(
      Array.from(outline.matchAll(ATTRIBUTE), ([, name = "", double, single]) => [
        name.toLowerCase(),
        (double ?? single ?? "").replaceAll("&amp;", "&").slice(0, ROW_SHOWN_MAX),
      ]),
    );
    if (urls.size === 0) continue;
    const cells = [urls.get("xmlurl") ?? null, urls.get("htmlurl") ?? null];
    rows.push({ kind: "read", number: rows.length + 1, cells });
  }
  return {
    format: "OPML",
    columns: ["xmlUrl", "htmlUrl"],
    rows: async function* () {
      yield rows;
    },
  };
}
