/**
 * Where YouTube has charts and which language is spoken there, by ISO 639-1 and 3166-1, the countries with most people
 * first. Countries that several languages share stand under each of them.
 */
const COUNTRIES_OF: Readonly<Record<string, string>> = {
  ar: "EG DZ SD IQ MA SA YE SY TN JO AE LY LB PS OM KW QA BH",
  bg: "BG",
  bn: "BD",
  cs: "CZ",
  da: "DK",
  de: "DE AT CH LI",
  el: "GR CY",
  en: "US NG GB ZA KE CA GH AU UG NZ IE JM ZW SG PH IN MT",
  es: "MX CO ES AR PE VE CL EC GT BO CU DO HN PY SV NI CR PA UY PR",
  et: "EE",
  fi: "FI",
  fr: "FR CI CA CM SN BE CH LU",
  he: "IL",
  hi: "IN",
  hr: "HR",
  hu: "HU",
  id: "ID",
  is: "IS",
  it: "IT CH",
  ja: "JP",
  ka: "GE",
  km: "KH",
  ko: "KR",
  lt: "LT",
  lv: "LV",
  ms: "MY",
  ne: "NP",
  nl: "NL BE",
  no: "NO",
  pl: "PL",
  pt: "BR PT AO MZ",
  ro: "RO MD",
  ru: "RU BY KZ KG",
  si: "LK",
  sk: "SK",
  sl: "SI",
  sq: "AL",
  sr: "RS ME",
  sv: "SE FI",
  th: "TH",
  tr: "TR",
  uk: "UA",
  ur: "PK",
  vi: "VN",
  zh: "TW HK SG",
};

/** The countries whose charts tell of a language. None for a language that is not in the table. */
export const countriesOf = (language: string): readonly string[] => COUNTRIES_OF[language]?.split(" ") ?? [];

/** Where people were asked what they speak, most answer with another language than the one of the charts, or with several. */
const MIXED = new Set("BE CA CH FI HK IN KE KG KZ LU MY NG PH PK PS SG UG ZA ZW".split(" "));

const LANGUAGE_OF = new Map(
  Object.entries(COUNTRIES_OF).flatMap(([language, countries]) =>
    countries.split(" ").flatMap((country) => (MIXED.has(country) ? [] : [[country, language] as const])),
  ),
);

/** What nearly everybody speaks in a country; `null` where several languages are, or nobody wrote it down here. */
export const languageOfCountry = (country: string): string | null => LANGUAGE_OF.get(country) ?? null;
