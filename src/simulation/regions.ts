const REGIONS = new Intl.DisplayNames("en", { type: "region", fallback: "none" });

/** Whether a code is of a country or territory (ISO 3166-1). */
export const isRegion = (code: string): boolean =>
  /^[A-Z]{2}$/i.test(code) && REGIONS.of(code.toUpperCase()) !== undefined;
