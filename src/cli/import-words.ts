/** How many rows were refused, and for which reasons, a line each; nothing where none was. */
export function refusalLines(refused: number, refusals: Readonly<Record<string, number>>): string {
  if (refused === 0) return "";
  const reasons = Object.entries(refusals).toSorted(([, a], [, b]) => b - a);
  const lines = reasons.map(([reason, n]) => `  ${String(n).padStart(9)}  ${reason}`);
  return `Refused: ${refused}\n${lines.join("\n")}\n`;
}
