/** Quoted text, quoted names, dollar quotes and comments: what may hold a semicolon that ends nothing. */
const TOKEN = /'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(\w*)\$[\s\S]*?\$\1\$|--[^\n]*|\/\*[\s\S]*?\*\/|;|[^'"$;/-]+|[\s\S]/g;

/**
 * The statements of a SQL text, without comments. Needed because a driver that prepares what it runs (PGlite's) takes
 * one statement at a time.
 */
export function statementsIn(text: string): string[] {
  const statements: string[] = [];
  let current = "";
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === ";") {
      statements.push(current.trim());
      current = "";
    } else if (token.startsWith("--") || token.startsWith("/*")) current += " ";
    else current += token;
  }
  return [...statements, current.trim()].filter((statement) => statement !== "");
}
