/** A number as a text writes it. */
export interface Written {
  readonly text: string;
  /** What it may mean: a separator is a thousands' mark to some and a decimal mark to others. */
  readonly values: readonly number[];
  /** For each meaning the step it is rounded to. */
  readonly step: readonly number[];
  readonly percent: boolean;
}

/** How languages shorten large numbers; "Mio." and "млн" are millions. */
const FACTORS: readonly (readonly [RegExp, number])[] = [
  [/^\s?(?:billion|milliarden?|mrd\.?|milliards?|mil millones|bilh(?:ão|ões)|млрд|bn|b)(?!\p{L})/iu, 1e9],
  [/^\s?(?:million(?:en|s|es)?|mio\.?|millones|milh(?:ão|ões)|млн|m)(?!\p{L})/iu, 1e6],
  [/^\s?(?:thousand|tausend|tsd\.?|mil(?:le)?|тыс\.?|k)(?!\p{L})/iu, 1e3],
  [/^\s?(?:億|亿|억)/u, 1e8],
  [/^\s?(?:万|萬|만)/u, 1e4],
];

/** Digits with marks between them; a mark at the end is a full stop, and a blank divides thousands only. */
const NUMBER = /\p{Nd}+(?:[.,'’]\p{Nd}+|[\u00a0\u202f ]\p{Nd}{3}(?!\p{Nd}))*/gu;

/**
 * The numbers that a text writes in digits, of any script, with what they may mean. Words ("three") are not read: they cannot be
 * told from speech in every language.
 */
export function numbersIn(text: string): readonly Written[] {
  const found: Written[] = [];
  for (const match of text.matchAll(NUMBER)) {
    const after = text.slice(match.index + match[0].length);
    const factor = FACTORS.find(([pattern]) => pattern.test(after))?.[1] ?? 1;
    const percent =
      /^\s?[%％٪]/u.test(after) || /^\s?(?:per ?cent|prozent|pour ?cent|por ciento|por cento)/iu.test(after);
    const meanings = readings(match[0]);
    found.push({
      text: match[0],
      values: meanings.map(({ value }) => value * factor),
      step: meanings.map(({ step }) => step * factor),
      percent,
    });
  }
  return found;
}

function readings(written: string): readonly { value: number; step: number }[] {
  const latin = written.replaceAll(/\p{Nd}/gu, (digit) => String(digitOf(digit)));
  const groups = latin.split(/[.,'’\u00a0\u202f ]/u);
  const meanings: { value: number; step: number }[] = [];
  const whole = groups.slice(1).every((group) => group.length === 3);
  if (whole) meanings.push({ value: Number(groups.join("")), step: 1 });
  const last = groups.at(-1) ?? "";
  if (groups.length > 1 && /[.,]\d+$/.test(latin) && groups.slice(1, -1).every((group) => group.length === 3)) {
    meanings.push({ value: Number(`${groups.slice(0, -1).join("")}.${last}`), step: 10 ** -last.length });
  }
  // Two numbers side by side, as in a date: each group has to be known. The weakest reading is that of the whole.
  return meanings.length > 0 ? meanings : [{ value: Number(groups.join("")), step: 0 }];
}

/** Digits of every script stand in tens, from a code point divisible as their zero is. */
function digitOf(digit: string): number {
  const point = digit.codePointAt(0) ?? 0;
  let zero = point;
  while (zero > 0 && point - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
  return point - zero;
}
