import { LOCALE } from "./locale.ts";

/* Numbers as the reader's language writes them. */

/** A little less than nothing is rounded to 0, and not to -0. */
const signDisplay = "negative";

const whole = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0, signDisplay });
const short = new Intl.NumberFormat(LOCALE, { notation: "compact", maximumFractionDigits: 1, signDisplay });
const two = new Intl.NumberFormat(LOCALE, { minimumFractionDigits: 2, maximumFractionDigits: 2, signDisplay });
const one = new Intl.NumberFormat(LOCALE, { minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay });
const percent = new Intl.NumberFormat(LOCALE, { style: "percent", maximumFractionDigits: 1, signDisplay });
const rate = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1, signDisplay });
const change = new Intl.NumberFormat(LOCALE, {
  style: "percent",
  maximumFractionDigits: 1,
  signDisplay: "exceptZero",
});
const signed = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0, signDisplay: "exceptZero" });

/** 1,234,567 */
export const asCount = (value: number): string => whole.format(value);
/** 12.3: what there is of something on a day. */
export const asRate = (value: number): string => rate.format(value);
/** 1.2M */
export const asShort = (value: number): string => short.format(value);
/** +1,234 */
export const asGain = (value: number): string => signed.format(value);
/** 2.2 */
export const asDecimal = (value: number): string => one.format(value);
/** 12.3 % */
export const asPercent = (value: number): string => percent.format(value);
/** ×3.21; ×32.1; ×321: three digits tell enough of a ratio. */
export const asMultiple = (value: number): string => `×${(value < 10 ? two : value < 100 ? one : whole).format(value)}`;
/** 3.21: a number without a unit. */
export const asPlain = (value: number): string => two.format(value);
/** +12.3 % */
export const asChange = (value: number): string => change.format(value);
