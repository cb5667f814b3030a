/* Numbers as the reader's language writes them. */

const whole = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat(undefined, { notation: "compact", maximumFractionDigits: 1 });
const two = new Intl.NumberFormat(undefined, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const one = new Intl.NumberFormat(undefined, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const percent = new Intl.NumberFormat(undefined, { style: "percent", maximumFractionDigits: 1 });
const rate = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
const signed = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0, signDisplay: "exceptZero" });

/** 1,234,567 */
export const asCount = (value: number): string => whole.format(value);
/** 12.3: what there is of something on a day. */
export const asRate = (value: number): string => rate.format(value);
/** 1.2M */
export const asShort = (value: number): string => short.format(value);
/** +1,234 */
export const asGain = (value: number): string => signed.format(value);
/** 12.3 % */
export const asPercent = (value: number): string => percent.format(value);
/** ×3.21; ×32.1; ×321: three digits tell enough of a ratio. */
export const asMultiple = (value: number): string => `×${(value < 10 ? two : value < 100 ? one : whole).format(value)}`;
