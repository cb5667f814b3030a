import type { WatchItem } from "#api/watches/watches-contract.ts";

export type WatchKind = WatchItem["kind"];

/** A filter as a form asks for it. */
export interface FilterField {
  /** YouTube's name, under which the API takes it. */
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  /** What may be chosen; absent = it is written. */
  readonly options?: readonly (readonly [value: string, label: string])[];
  readonly placeholder?: string;
}

const REGION: FilterField = {
  name: "regionCode",
  label: "Region",
  hint: "Videos that can be watched there: two letters.",
  placeholder: "GB",
};
const CATEGORY: FilterField = {
  name: "videoCategoryId",
  label: "Category",
  hint: "Of YouTube’s categories.",
};

/** What a search is always asked, and what few need. */
export const SEARCH_FIELDS: readonly FilterField[] = [
  {
    name: "q",
    label: "Query",
    hint: "As in YouTube’s search box: - for not, | for or, quotes for a phrase.",
    placeholder: "sourdough -recipe",
  },
  REGION,
  {
    name: "relevanceLanguage",
    label: "Language",
    hint: "Preferred by YouTube, not required: en, zh-Hans.",
    placeholder: "en",
  },
  CATEGORY,
];

export const MORE_SEARCH_FIELDS: readonly FilterField[] = [
  { name: "channelId", label: "Channel", hint: "Only this channel: UC and 22 characters.", placeholder: "UC…" },
  { name: "topicId", label: "Topic", hint: "A topic id, as /m/06ntj (sports).", placeholder: "/m/06ntj" },
  {
    name: "order",
    label: "Order",
    hint: "Only by date can be read without gaps; in the others a run looks at one page.",
    options: [
      ["date", "by date"],
      ["viewCount", "by views"],
      ["relevance", "by relevance"],
      ["rating", "by rating"],
      ["title", "by title"],
    ],
  },
  {
    name: "videoDuration",
    label: "Length",
    hint: "As YouTube divides them.",
    options: [
      ["", "any"],
      ["short", "under 4 minutes"],
      ["medium", "4 to 20 minutes"],
      ["long", "over 20 minutes"],
    ],
  },
  {
    name: "eventType",
    label: "Broadcasts",
    hint: "What is, will be or was broadcast.",
    options: [
      ["", "all videos"],
      ["live", "being broadcast"],
      ["upcoming", "to come"],
      ["completed", "over"],
      ["none", "no broadcasts"],
    ],
  },
  {
    name: "videoCaption",
    label: "Captions",
    hint: "",
    options: [
      ["", "either"],
      ["closedCaption", "with captions"],
      ["none", "without"],
    ],
  },
  {
    name: "videoDefinition",
    label: "Definition",
    hint: "",
    options: [
      ["", "either"],
      ["high", "HD"],
      ["standard", "SD"],
    ],
  },
  {
    name: "videoLicense",
    label: "Licence",
    hint: "",
    options: [
      ["", "either"],
      ["creativeCommon", "Creative Commons"],
      ["youtube", "YouTube’s own"],
    ],
  },
  {
    name: "safeSearch",
    label: "Safe search",
    hint: "What YouTube leaves out.",
    options: [
      ["", "as is usual"],
      ["none", "nothing"],
      ["moderate", "some"],
      ["strict", "much"],
    ],
  },
];

export const CHART_FIELDS: readonly FilterField[] = [{ ...REGION, hint: "Of which country: two letters." }, CATEGORY];

/** All filters that a kind of watch has. */
export const fieldsOf = (kind: WatchKind): readonly FilterField[] =>
  kind === "search" ? [...SEARCH_FIELDS, ...MORE_SEARCH_FIELDS] : CHART_FIELDS;
