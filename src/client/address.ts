/** A parameter's value; lists are repeated, and what is undefined is left out. */
type Value = string | number | boolean | Date | undefined | readonly (string | number | boolean | Date)[];

const textOf = (value: string | number | boolean | Date): string =>
  value instanceof Date ? value.toISOString() : String(value);

/**
 * The address of an operation: `{names}` in its path are filled in from `path`, the query behind it. Throws a TypeError
 * where a part of the path is missing, which would otherwise ask for something else.
 */
export function addressOf(
  base: string,
  template: string,
  path: Readonly<Record<string, string>> = {},
  query: Readonly<Record<string, unknown>> = {},
): string {
  const filled = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = path[name];
    if (value === undefined || value === "") throw new TypeError(`${template} needs path.${name}.`);
    return encodeURIComponent(value);
  });
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query) as [string, Value][]) {
    if (value === undefined) continue;
    if (Array.isArray(value)) for (const one of value) search.append(name, textOf(one));
    else search.append(name, textOf(value as string | number | boolean | Date));
  }
  const text = search.toString();
  return `${base}/api/v1${filled}${text === "" ? "" : `?${text}`}`;
}
