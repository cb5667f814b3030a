/** With more of its letters wrong it is another word, not a slip of the hand. */
const WRONG_SHARE_MAX = 1 / 3;

/** The name among `names` that a mistyped one was probably meant to be; `null` when none is near. */
export function nearestName(mistyped: string, names: readonly string[]): string | null {
  let nearest: { name: string; edits: number } | null = null;
  for (const name of names) {
    const edits = editsBetween(mistyped, name);
    if (edits <= name.length * WRONG_SHARE_MAX && (!nearest || edits < nearest.edits)) nearest = { name, edits };
  }
  return nearest?.name ?? null;
}

/**
 * How many letters must be added, left out, replaced, or swapped with their neighbour to turn one text into the other:
 * the optimal string alignment distance.
 */
function editsBetween(from: string, to: string): number {
  const rows: number[][] = [Array.from({ length: to.length + 1 }, (_, column) => column)];
  const at = (row: number, column: number): number => rows[row]?.[column] ?? Number.POSITIVE_INFINITY;
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    rows.push(current);
    for (let column = 1; column <= to.length; column += 1) {
      const kept = at(row - 1, column - 1) + (from[row - 1] === to[column - 1] ? 0 : 1);
      const swapped = column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      const edits = Math.min(kept, at(row - 1, column) + 1, at(row, column - 1) + 1);
      current.push(swapped ? Math.min(edits, at(row - 2, column - 2) + 1) : edits);
    }
  }
  return at(from.length, to.length);
}
