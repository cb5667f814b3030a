/* Which names of a network are written: those that there is room for. */

export interface Label {
  readonly tag: string;
  /** Where the middle of its foot stands, in the units of the drawing. */
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

/** About how wide a sign is, and how high a line. Wide scripts take twice as much; that they then touch is no harm. */
const [SIGN, LINE] = [7, 13];

/** Of labels in the order of what they are worth, those that lie on none before them. */
export function labelsWithRoom(labels: readonly Label[]): ReadonlySet<string> {
  const written: { readonly left: number; readonly right: number; readonly foot: number }[] = [];
  const tags = new Set<string>();
  for (const { tag, x, y, text } of labels) {
    const half = (Array.from(text).length * SIGN) / 2;
    const box = { left: x - half, right: x + half, foot: y };
    const isFree = written.every(
      ({ left, right, foot }) => box.right < left || right < box.left || Math.abs(box.foot - foot) >= LINE,
    );
    if (!isFree) continue;
    written.push(box);
    tags.add(tag);
  }
  return tags;
}
