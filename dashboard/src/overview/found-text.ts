import { asCount } from "../format/numbers.ts";

/**
 * How many videos came while somebody looked: a page that nobody looks at does not listen. Empty where none came.
 *
 * @param isAll whether these are all, and not the last of many.
 */
export const foundText = (videos: number, isAll: boolean): string =>
  videos === 0 ? "" : `${asCount(videos)}${isAll ? "" : " or more"} found while this page was looked at.`;
