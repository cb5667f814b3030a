/** What kind of value a field holds. An `instant` is ISO 8601 in UTC as text, a `list` is JSON where a cell holds it. */
type FieldType = "text" | "choice" | "list" | "object" | "integer" | "number" | "boolean" | "instant";

/** One field of what Viewcurve answers and exports. */
export interface DictionaryField {
  /** What has the field: `video`, `channel`, `snapshot`, … */
  readonly entity: string;
  /** Its name with the names of the objects around it, as in `counters.views`: the column of a table. */
  readonly field: string;
  readonly type: FieldType;
  /** What one of it is; `null` where that makes no sense. */
  readonly unit: string | null;
  /** A sentence. Of a choice, it names each value in backticks. */
  readonly meaning: string;
  /** When it is null, with the reasons that stand beside it then; `null` = it never is. */
  readonly nullWhen: string | null;
  /** The page that says how it is computed, under `docs/`; `null` = it is as YouTube or a person said it. */
  readonly formula: string | null;
}

/** A field as the tables beside this file have it: its name, type, unit, meaning, and when it is null. */
export type FieldRow = readonly [
  field: string,
  type: FieldType,
  unit: string | null,
  meaning: string,
  nullWhen?: string | readonly Reason[],
];

/** Fields that are computed alike. */
interface Group {
  /** The name of a page of docs/formulas. */
  readonly formula: string | null;
  readonly rows: readonly FieldRow[];
}

/** Why a number is missing, wherever one is. */
const REASONS = {
  ageOutOfRange: "ages from 10 minutes to 90 days are compared",
  commentsHidden: "the comments are hidden",
  comparedByCount: "the terms are compared by how many videos say them",
  comparedByScore: "the terms are compared by how their videos do",
  firstHourUnknown: "its first-hour views are not known",
  formatUnknown: "its format is not known yet",
  gainsUnknown: "the samples lie too far apart to compare two speeds",
  gone: "it is deleted or private",
  likesHidden: "the likes are hidden",
  medianZero: "the median to divide by is 0",
  moreThanViews: "more was left than viewed, as counters of different times may say",
  noBackground: "there are no videos to compare with",
  noSamplesBefore: "nothing was sampled in the window before",
  noViews: "its views are hidden, or it was not sampled yet",
  noViewsBefore: "there were no views in the window before",
  noneSettled: "no forecast has come to its date",
  notDue: "it has not come to that age yet",
  notReached: "it has not come to that age yet",
  notSampled: "nothing was sampled near that age, and nothing can be any more",
  nothingSpent: "nothing was spent yet",
  notStarted: "the broadcast has not begun",
  pastTarget: "it is past that age",
  pending: "it is still being computed",
  poolTooSmall: "there are too few videos to compare with",
  samplesApart: "the samples around the beginning of the window lie too far apart",
  tooFewSamples: "it was sampled too seldom",
  tooFewVideos: "three videos are needed",
  tooYoung: "it may still become known",
  typicalUnknown: "there was nothing to compare with when it was sampled",
  velocityUnknown: "its velocity is not known",
} as const;

export type Reason = keyof typeof REASONS;

const inWords = (reasons: readonly Reason[]): string =>
  reasons.map((reason) => `\`${reason}\`: ${REASONS[reason]}`).join("; ");

const sentence = (nullWhen: string | readonly Reason[]): string =>
  typeof nullWhen === "string" ? nullWhen : `${inWords(nullWhen)}.`;

/** The fields of an entity, out of its groups. */
export const fieldsOf = (entity: string, groups: readonly Group[]): readonly DictionaryField[] =>
  groups.flatMap(({ formula, rows }) =>
    rows.map(([field, type, unit, meaning, nullWhen]) => ({
      ...{ entity, field, type, unit, meaning },
      nullWhen: nullWhen === undefined ? null : sentence(nullWhen),
      formula: formula === null ? null : `docs/formulas/${formula}.md`,
    })),
  );

/** What stands beside every number that was computed: why it is missing, that it was computed, and as of when. */
export const besideOf = (group: string, reasons: readonly Reason[], asOf: string): readonly FieldRow[] => [
  reasonOf(group, reasons),
  derivedOf(group),
  [`${group}.asOf`, "instant", null, asOf, "There is no such instant yet."],
];

export const reasonOf = (group: string, reasons: readonly Reason[]): FieldRow => [
  group === "" ? "reason" : `${group}.reason`,
  "choice",
  null,
  `Why a value is missing. ${inWords(reasons)}.`,
  "Nothing is missing.",
];

export const derivedOf = (group: string): FieldRow => [
  group === "" ? "derived" : `${group}.derived`,
  "boolean",
  null,
  "Always true: Viewcurve computed this, YouTube did not say it.",
];
