/** The height of a row; style/parts.css says the same. */
export const ROW_HEIGHT = 28;

/** Rows that are drawn beyond both edges, so that a fast scroll meets no blank. */
const BEYOND = 14;

/** Which rows of a long table are drawn, as a range whose end is not part of it. */
export function visibleRows(scrolled: number, height: number, rows: number): { from: number; to: number } {
  const first = Math.floor(scrolled / ROW_HEIGHT) - BEYOND;
  const last = Math.ceil((scrolled + height) / ROW_HEIGHT) + BEYOND;
  const to = Math.min(rows, Math.max(last, BEYOND));
  return { from: Math.min(Math.max(0, first), to), to };
}

/** Where to scroll so that a row is seen whole below the table's head; `null` = it is. */
export function scrollToRow(row: number, scrolled: number, height: number): number | null {
  const [top, bottom] = [row * ROW_HEIGHT, (row + 2) * ROW_HEIGHT];
  if (top < scrolled) return top;
  return bottom > scrolled + height ? bottom - height : null;
}
