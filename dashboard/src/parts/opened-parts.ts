/* Which parts of a page are opened stands in its address, by their names with commas between them. */

const OPENED = "opened";

const namesIn = (params: URLSearchParams): readonly string[] =>
  (params.get(OPENED) ?? "").split(",").filter((name) => name !== "");

export const isOpened = (params: URLSearchParams, name: string): boolean => namesIn(params).includes(name);

/** The address with a part opened or closed. */
export function withOpened(params: URLSearchParams, name: string, isOpen: boolean): URLSearchParams {
  const names = namesIn(params).filter((other) => other !== name);
  const changed = new URLSearchParams(params);
  changed.delete(OPENED);
  if (isOpen || names.length > 0) changed.set(OPENED, [...names, ...(isOpen ? [name] : [])].join(","));
  return changed;
}
