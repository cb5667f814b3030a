/**
 * Reads CSV (RFC 4180): fields may be quoted, quoted fields may hold commas, line ends and doubled quotes. Gives one
 * record of column name to text for each row; the first row names the columns. Throws on a quote that never closes
 * and on rows with more or fewer fields than columns, because a half-read recording would be a false truth.
 */
export function parseCsv(text: string): readonly Readonly<Record<string, string>>[] {
  const [header, ...rows] = splitRows(text.startsWith("\ufeff") ? text.slice(1) : text);
  if (!header) return [];
  return rows.map((fields, index) => {
    if (fields.length !== header.length) {
      throw new Error(`CSV row ${index + 2} has ${fields.length} fields where ${header.length} are named`);
    }
    return Object.fromEntries(header.map((name, column) => [name, fields[column] ?? ""]));
  });
}

function splitRows(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let position = 0;
  while (position < text.length) {
    const [field, end] = text[position] === '"' ? quoted(text, position + 1) : plain(text, position);
    row.push(field);
    position = end;
    if (text[position] === ",") {
      position++;
      // A comma at the very end stands before one more, empty field.
      if (position === text.length) row.push("");
      else continue;
    }
    if (text.startsWith("\r\n", position)) position += 2;
    else if (text[position] === "\n" || text[position] === "\r") position++;
    else if (position < text.length) throw new Error(`CSV row ${rows.length + 1} goes on after a closing quote`);
    rows.push(row);
    row = [];
  }
  return rows;
}

const FIELD_END = /[,\r\n]/g;

function plain(text: string, from: number): [field: string, end: number] {
  FIELD_END.lastIndex = from;
  const end = FIELD_END.exec(text)?.index ?? text.length;
  return [text.slice(from, end), end];
}

function quoted(text: string, from: number): [field: string, end: number] {
  let field = "";
  let position = from;
  for (;;) {
    const quote = text.indexOf('"', position);
    if (quote < 0) throw new Error("CSV ends inside a quoted field");
    field += text.slice(position, quote);
    if (text[quote + 1] !== '"') return [field, quote + 1];
    field += '"';
    position = quote + 2;
  }
}
