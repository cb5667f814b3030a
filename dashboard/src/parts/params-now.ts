import { OF_THE_READER } from "../paths.ts";

/*
 * Several parts of a page write its address, at times within one stroke of a key: who leaves a field by closing what it stands in
 * changes a filter and what is opened. What was read when a part was drawn may be out of date by then.
 */

/** The address as it is at this instant. */
export const paramsNow = (): URLSearchParams => new URLSearchParams(location.search);

/** The address with another question, and looked at as before. */
export function asLookedAt(now: URLSearchParams, asked: URLSearchParams): URLSearchParams {
  const isLook = ([name]: readonly [string, string]): boolean => OF_THE_READER.includes(name);
  return new URLSearchParams([...[...asked].filter((each) => !isLook(each)), ...[...now].filter(isLook)]);
}
