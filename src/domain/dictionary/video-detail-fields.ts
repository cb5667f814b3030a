import { besideOf, derivedOf, type FieldRow, fieldsOf, type Reason, reasonOf } from "./field.ts";

const NO_COMPARISON: readonly Reason[] = ["notStarted", "noViews", "formatUnknown", "pending"];
const NO_BAND: readonly Reason[] = ["ageOutOfRange", "tooFewVideos"];
const NO_USUAL: readonly Reason[] = ["notStarted", "noViews", "poolTooSmall", "medianZero"];
const NO_MILESTONE: readonly Reason[] = ["notStarted", "notReached", "notSampled"];
const NO_FORECAST: readonly Reason[] = ["notStarted", "noViews", "tooYoung", "tooFewSamples", "pastTarget", "gone"];
const NOT_SETTLED: readonly Reason[] = ["notDue", "notSampled"];

/** What of a hundred videos has at most so many views. */
export const bandRows = (group: string, reasons: readonly Reason[]): readonly FieldRow[] =>
  [10, 25, 50, 75, 90].map(
    (percent): FieldRow => [
      `${group}p${percent}`,
      "number",
      "views",
      `${percent} in 100 of the compared videos had at most so many.`,
      reasons,
    ],
  );

/** What only the answer of one video has. Everything else of it is as in a list. */
export const videoDetailFields = [
  ...fieldsOf("videoDetail", [
    {
      formula: null,
      rows: [
        ["description", "text", null, "As YouTube said it last."],
        ["firstSeenAt", "instant", null, "When Viewcurve first heard of it."],
        ["describedAt", "instant", null, "When YouTube last said what it says of itself."],
        ["revisions[].seenAt", "instant", null, "When changed texts were seen."],
        ["revisions[].before", "object", null, "The changed fields as they were before."],
      ],
    },
    {
      formula: "performance",
      rows: [
        ["medianInForce", "number", "views", "The channel's median that performance is divided by.", ["poolTooSmall"]],
        ["medianTrue", "number", "views", "That median as it is at this instant.", ["poolTooSmall"]],
      ],
    },
    {
      formula: "schedule",
      rows: [
        ["nextSampleAt", "instant", null, "When it is expected to be sampled next.", "It is not."],
        ["why", "text", null, "Why then, or why not."],
        ["milestones[].name", "choice", null, "The age that is sampled: `60min`, `24h`, `7d` or `30d`."],
        ["milestones[].dueAt", "instant", null, "When it comes to that age.", ["notStarted"]],
        ["milestones[].at", "instant", null, "When the sample was taken.", NO_MILESTONE],
        [
          "milestones[].offsetSeconds",
          "number",
          "seconds",
          "Sample minus due; negative when it was early.",
          NO_MILESTONE,
        ],
        ["milestones[].views", "integer", "views", "What the sample said.", NO_MILESTONE],
        ["milestones[].likes", "integer", "likes", "What the sample said.", "There is no sample, or they are hidden."],
        [
          "milestones[].comments",
          "integer",
          "comments",
          "What the sample said.",
          "There is no sample, or they are hidden.",
        ],
        reasonOf("milestones[]", NO_MILESTONE),
      ],
    },
    {
      formula: "typical",
      rows: [
        ["atAge.ageSeconds", "number", "seconds", "Its age when it was sampled last.", NO_COMPARISON],
        [
          "atAge.typical.n",
          "integer",
          "videos",
          "The channel's videos of the format that are compared.",
          NO_COMPARISON,
        ],
        ...bandRows("atAge.typical.", NO_BAND),
        reasonOf("atAge.typical", NO_BAND),
        ["atAge.rank.rank", "integer", null, "Its place among them by views at this age; 1 has the most.", NO_BAND],
        ["atAge.rank.of", "integer", "videos", "Videos that are compared, this one included.", NO_COMPARISON],
        reasonOf("atAge.rank", NO_BAND),
        ["atAge.outlier.value", "number", "times", "Its views ÷ their median.", [...NO_BAND, "medianZero"]],
        ["atAge.outlier.median", "number", "views", "Their median at this age.", NO_BAND],
        ["atAge.outlier.n", "integer", "videos", "Over how many it is taken.", NO_COMPARISON],
        reasonOf("atAge.outlier", [...NO_BAND, "medianZero"]),
        ...besideOf("atAge", NO_COMPARISON, "When the channel's typical curve was taken."),
      ],
    },
    {
      formula: "heat",
      rows: [
        ["typicalVelocity.median", "number", "views/hour", "What is usual now for its format at its age.", NO_USUAL],
        ["typicalVelocity.n", "integer", "videos", "Over how many it is taken."],
        ...besideOf("typicalVelocity", NO_USUAL, "When it was taken."),
      ],
    },
  ]),
  ...fieldsOf("forecast", [
    {
      formula: "forecast",
      rows: [
        ["videoId", "text", null, "YouTube's id of the video."],
        ["startAt", "instant", null, "When its age begins.", ["notStarted"]],
        ["from.at", "instant", null, "The sample that it is forecast from.", NO_FORECAST],
        ["from.ageSeconds", "number", "seconds", "The video's age then.", NO_FORECAST],
        ["from.views", "number", "views", "Its views then.", NO_FORECAST],
        ["forecasts[].target", "choice", null, "The age whose views are forecast: `7d` or `30d`."],
        ["forecasts[].dueAt", "instant", null, "When it comes to that age.", ["notStarted"]],
        ["forecasts[].views", "number", "views", "What it is expected to have then.", NO_FORECAST],
        ["forecasts[].low", "number", "views", "Four in five end between low and high.", NO_FORECAST],
        ["forecasts[].high", "number", "views", "Four in five end between low and high.", NO_FORECAST],
        ["forecasts[].coverage", "number", "share", "How many of all forecasts are to end between the two."],
        ["forecasts[].n", "integer", "videos", "Videos that the model was learned from."],
        [
          "forecasts[].model.trainedAt",
          "instant",
          null,
          "When it was learned.",
          "A part of it ships with the product.",
        ],
        ["forecasts[].model.outcomes", "integer", "videos", "Videos that it was learned from.", NO_FORECAST],
        ["forecasts[].model.prior", "boolean", null, "Whether a part of it ships with the product.", NO_FORECAST],
        ["forecasts[].became", "number", "views", "What it had at that age.", ["notReached", "notSampled"]],
        reasonOf("forecasts[]", NO_FORECAST),
        derivedOf("forecasts[]"),
        ["made[].target", "choice", null, "The age whose views were forecast: `7d` or `30d`."],
        ["made[].outsetHours", "integer", "hours", "The age from which it was forecast."],
        ["made[].madeAt", "instant", null, "When the forecast was made."],
        ["made[].sampledAt", "instant", null, "When the sample was taken that it was made from."],
        ["made[].sampledViews", "integer", "views", "What that sample said.", ["noViews"]],
        ["made[].views", "number", "views", "What was forecast."],
        ["made[].low", "number", "views", "The forecast's lower bound."],
        ["made[].high", "number", "views", "The forecast's upper bound."],
        ["made[].prior", "boolean", null, "Whether a part of the model shipped with the product."],
        ["made[].dueAt", "instant", null, "When the video comes to the target."],
        ["made[].settledAt", "instant", null, "When the forecast was compared with what came.", ["notDue"]],
        ["made[].reached", "number", "views", "What it had at the target.", NOT_SETTLED],
        ["made[].error", "number", "share", "(Forecast − reached) ÷ reached.", NOT_SETTLED],
        reasonOf("made[]", NOT_SETTLED),
        derivedOf("made[]"),
        ["formula", "text", null, "The page that says how it is computed."],
        ["asOf", "instant", null, "When the last sample was taken.", "It was not sampled yet."],
      ],
    },
  ]),
];
