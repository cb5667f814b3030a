import { derivedOf, type FieldRow, fieldsOf, type Reason, reasonOf } from "./field.ts";
import { bandRows } from "./video-detail-fields.ts";

const NO_GROWTH: readonly Reason[] = ["noSamplesBefore", "noViewsBefore"];
const NO_RATE: readonly Reason[] = ["noViews", "likesHidden", "commentsHidden", "moreThanViews"];
const NO_ACCURACY: readonly Reason[] = ["noneSettled", "notSampled"];
const BY_COUNT: readonly Reason[] = ["comparedByScore", "noBackground"];

/** A number with what chance leaves of it. */
const doubted = (group: string, unit: string, meaning: string, nullWhen?: readonly Reason[]): readonly FieldRow[] => [
  [`${group}.value`, "number", unit, meaning, ...optional(nullWhen)],
  [`${group}.low`, "number", unit, "Nine in ten such numbers lie between low and high.", ...optional(nullWhen)],
  [`${group}.high`, "number", unit, "Nine in ten such numbers lie between low and high.", ...optional(nullWhen)],
];

const optional = (nullWhen: readonly Reason[] | undefined): [] | [readonly Reason[]] =>
  nullWhen === undefined ? [] : [nullWhen];

const rate = (group: string, left: string): readonly FieldRow[] => [
  ...doubted(group, "share", `(${left} + α) ÷ (views + α + β): drawn towards what is usual.`, NO_RATE),
  [`${group}.raw`, "number", "share", `${left} ÷ views, drawn towards nothing.`, NO_RATE],
  [`${group}.n`, "integer", "views", "The views that it rests on."],
  [`${group}.prior.alpha`, "number", null, "The α that it is drawn by.", NO_RATE],
  [`${group}.prior.beta`, "number", null, "The β that it is drawn by.", NO_RATE],
  [
    `${group}.prior.of`,
    "choice",
    null,
    "What α and β were fitted to: videos of its format and `category`, of its `format`, `all`; or they are `shipped`.",
    NO_RATE,
  ],
  [`${group}.prior.n`, "integer", "videos", "The videos that they were fitted to.", NO_RATE],
  reasonOf(group, NO_RATE),
  derivedOf(group),
];

const growth = (group: string): readonly FieldRow[] => [
  ...doubted(group, "share", "This window ÷ the one before, less 1, over the steps known in both.", NO_GROWTH),
  reasonOf(group, NO_GROWTH),
  [`${group}.n`, "integer", "steps", "How many steps were compared."],
];

const accuracy = (group: string): readonly FieldRow[] => [
  [`${group}settled`, "integer", "forecasts", "Forecasts that came to their date."],
  [`${group}n`, "integer", "forecasts", "Of those the ones whose video was sampled around the target."],
  [`${group}error`, "number", "share", "Median of |forecast − reached| ÷ reached.", NO_ACCURACY],
  [
    `${group}bias`,
    "number",
    "share",
    "Median of (forecast − reached) ÷ reached: above 0 they are too high.",
    NO_ACCURACY,
  ],
  [`${group}coverage`, "number", "share", "How many ended between their bounds.", NO_ACCURACY],
  [
    `${group}coverageInterval.low`,
    "number",
    "share",
    "The share lies above it with a confidence of 95 %.",
    NO_ACCURACY,
  ],
  [
    `${group}coverageInterval.high`,
    "number",
    "share",
    "The share lies below it with a confidence of 95 %.",
    NO_ACCURACY,
  ],
  reasonOf(group.replace(/\.$/, ""), NO_ACCURACY),
  derivedOf(group.replace(/\.$/, "")),
];

/** What insights list. The videos in them are as everywhere. */
export const insightFields = [
  ...fieldsOf("trending", [
    {
      formula: "trending",
      rows: [
        ["rank", "integer", null, "Its place, from 1."],
        [
          "why",
          "choice",
          null,
          "`newOutlier`: young, and at twice its channel's usual views or more; `heat`: faster than usual at its age; `velocity`: fast, and nothing usual is known.",
        ],
        ...doubted("heat", "times", "Velocity ÷ what is usual for its format at its age.", [
          "velocityUnknown",
          "typicalUnknown",
        ]),
        ...doubted("outlier", "times", "Views ÷ what its channel's videos usually have.", ["noViews", "poolTooSmall"]),
        ["acceleration.value", "number", "times", "Views an hour now ÷ views an hour before.", ["gainsUnknown"]],
        ["acceleration.hours", "number", "hours", "Over so many hours now …", ["gainsUnknown"]],
        ["acceleration.beforeHours", "number", "hours", "… and so many before.", ["gainsUnknown"]],
        reasonOf("acceleration", ["gainsUnknown"]),
        derivedOf(""),
      ],
    },
  ]),
  ...fieldsOf("outlier", [
    {
      formula: "outlier",
      rows: [
        ["rank", "integer", null, "Its place, from 1."],
        ...doubted("outlier", "times", "Views ÷ what its channel's videos usually have."),
        derivedOf(""),
      ],
    },
  ]),
  ...fieldsOf("engaging", [
    {
      formula: "engagement",
      rows: [
        ["rank", "integer", null, "Its place, from 1."],
        ...rate("engagement", "Likes and comments"),
        ...rate("likes", "Likes"),
        ...rate("comments", "Comments"),
      ],
    },
  ]),
  ...fieldsOf("viewTrends", [
    {
      formula: "view-trends",
      rows: [
        ["views", "number", "views", "Views gained in the window. Not whole: between two samples they are shared out."],
        ["before", "number", "views", "Views gained in the window before.", ["noSamplesBefore"]],
        ...growth("growth"),
        ["n", "integer", "samples", "Samples within the window."],
        ["items[].at", "instant", null, "When the hour or day begins."],
        ["items[].views", "number", "views", "Views gained in it."],
        [
          "items[].before",
          "number",
          "views",
          "Views gained in the same step of the window before.",
          ["noSamplesBefore"],
        ],
        ["items[].samples", "integer", "samples", "Samples within it."],
        ["items[].open", "integer", "videos", "Of how many videos more may come.", "It is not known of hours."],
        ["formats[].format", "choice", null, "`long`, `short`, `live` or `unknown`."],
        ["formats[].views", "number", "views", "Views that its videos gained."],
        ["formats[].share", "number", "share", "Of all views gained.", "There were none."],
        ...growth("formats[].growth"),
        ["ages[].fromDays", "integer", "days", "The youngest of the ages."],
        ["ages[].toDays", "integer", "days", "Not part of them.", "They have no end."],
        ["ages[].videos", "integer", "videos", "Videos of that age that gained views."],
        ["ages[].views", "number", "views", "Views that they gained at that age."],
        ["ages[].share", "number", "share", "Of all views gained.", "There were none."],
        ["uploadTimes[].weekday", "integer", null, "1 is Monday, in UTC."],
        ["uploadTimes[].hour", "integer", null, "The hour of the day, in UTC."],
        ["uploadTimes[].videos", "integer", "videos", "Videos of the window that started then."],
        ["uploadTimes[].views", "number", "views", "Views that they gained."],
        ["uploadTimes[].viewsPerVideo", "number", "views", "The same ÷ how many they are."],
      ],
    },
  ]),
  ...fieldsOf("typicalBand", [
    {
      formula: "typical",
      rows: [
        ["format", "choice", null, "`long`, `short`, `live` or `unknown`."],
        ["videos", "integer", "videos", "The scope's last videos of the format."],
        ["channels", "integer", "channels", "Whose they are."],
        ["bands[].ageSeconds", "integer", "seconds", "The age."],
        ["bands[].n", "integer", "videos", "Videos whose views at this age are known."],
        ...bandRows("bands[].", ["ageOutOfRange", "tooFewVideos"]),
        reasonOf("bands[]", ["ageOutOfRange", "tooFewVideos"]),
      ],
    },
  ]),
  ...fieldsOf("keyword", [
    {
      formula: "keywords",
      rows: [
        ["rank", "integer", null, "Its place, from 1."],
        ["term", "text", null, "A word, or a phrase of two or three, in lower case."],
        ["variants", "list", null, "Other names of the same topic."],
        ["videos", "integer", "videos", "Videos of the window that say it."],
        ["channels", "integer", "channels", "Whose they are."],
        [
          "videosBefore",
          "integer",
          "videos",
          "Videos of the window before that say it.",
          "Only rising words are compared with it.",
        ],
        ["logOdds.value", "number", null, "ln of its odds here ÷ its odds in what it is compared with.", BY_COUNT],
        ["logOdds.z", "number", "standard deviations", "How sure that is.", BY_COUNT],
        ["logOdds.n", "integer", "videos", "Videos of both sides."],
        reasonOf("logOdds", BY_COUNT),
        ...doubted("factor", "times", "How many times as well as usual its videos do.", ["comparedByCount"]),
        ["factor.n", "integer", "videos", "Videos with a score that say it."],
        reasonOf("factor", ["comparedByCount"]),
        ["examples[].id", "text", null, "A video that says it."],
        ["examples[].title", "text", null, "That video's title."],
        derivedOf(""),
      ],
    },
  ]),
  ...fieldsOf("keywordEdge", [
    {
      formula: "keywords",
      rows: [
        ["from", "text", null, "A tag."],
        ["to", "text", null, "A tag that stands beside it."],
        ["videos", "integer", "videos", "How many carry both."],
        ["npmi", "number", null, "0 = no more often than by chance, 1 = never apart."],
      ],
    },
  ]),
  ...fieldsOf("forecastAccuracy", [
    {
      formula: "forecast",
      rows: [
        ["target", "choice", null, "The age whose views were forecast: `7d` or `30d`."],
        ["outsetHours", "integer", "hours", "The age from which it was forecast."],
        ...accuracy(""),
        ["parts[].format", "choice", null, "`long`, `short`, `live` or `unknown`."],
        ["parts[].prior", "boolean", null, "Whether the model that ships had a part in it."],
        ...accuracy("parts[]."),
      ],
    },
  ]),
];
