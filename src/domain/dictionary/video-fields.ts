import { besideOf, fieldsOf, type Reason } from "./field.ts";

const NO_COUNTER = "Its owner hides it, or it was not sampled yet.";
const NO_POOL: readonly Reason[] = ["firstHourUnknown", "poolTooSmall", "medianZero", "pending"];
const NO_FORMAT_POOL: readonly Reason[] = [
  "firstHourUnknown",
  "formatUnknown",
  "poolTooSmall",
  "medianZero",
  "pending",
];
const NO_FIRST_HOUR: readonly Reason[] = ["notStarted", "tooYoung", "notSampled"];
const NO_OUTLIER: readonly Reason[] = ["noViews", "poolTooSmall", "medianZero", "pending"];
const NO_GAIN: readonly Reason[] = ["noViews", "notStarted", "samplesApart"];
const NO_HEAT: readonly Reason[] = ["velocityUnknown", "typicalUnknown"];
const NO_ENGAGEMENT: readonly Reason[] = ["noViews", "likesHidden", "commentsHidden", "pending"];
const SAMPLED = "When the counters that it is computed from were sampled.";
const SCORED = "When the channel's scores were computed.";

/** A video, wherever it is listed. */
export const videoFields = fieldsOf("video", [
  {
    formula: null,
    rows: [
      ["id", "text", null, "YouTube's id of the video."],
      ["title", "text", null, "As YouTube said it last."],
      ["tags", "list", null, "The words that its author filed it under, byte for byte."],
      ["thumbnailUrl", "text", null, "Where its picture lies.", "YouTube named none."],
      ["channel.id", "text", null, "YouTube's id of its channel."],
      ["channel.title", "text", null, "The channel's name.", "The channel was not described yet."],
      [
        "format",
        "choice",
        null,
        "`live` is a broadcast, `short` a Short, `long` any other; `unknown` until its feed or player tells.",
      ],
      ["language", "text", null, "The BCP 47 tag that its author chose.", "The author chose none."],
      ["categoryId", "text", null, "The number of YouTube's category.", "YouTube named none."],
      ["madeForKids", "boolean", null, "Whether it is made for children.", "YouTube did not say."],
      [
        "liveState",
        "choice",
        null,
        "`none` is no broadcast; `upcoming`, `live` and `ended` are the states of one, premieres included.",
      ],
      ["publishedAt", "instant", null, "When YouTube says that it was published.", "YouTube did not say yet."],
      ["startAt", "instant", null, "When its age begins: its publication, or a broadcast's beginning.", ["notStarted"]],
      ["durationSeconds", "integer", "seconds", "How long it plays.", "A broadcast that is not over has no length."],
      ["changedAt", "instant", null, "When its texts were last seen changed.", "Not since it was described first."],
      ["counters.views", "integer", "views", "YouTube's counter. It may freeze, and fall.", NO_COUNTER],
      ["counters.likes", "integer", "likes", "YouTube's counter.", NO_COUNTER],
      ["counters.comments", "integer", "comments", "YouTube's counter.", NO_COUNTER],
      ["counters.asOf", "instant", null, "When the counters were sampled.", "It was not sampled yet."],
      ["gone.since", "instant", null, "Since when it is known to be deleted or private.", "It is there."],
    ],
  },
  {
    formula: "first-hour",
    rows: [
      ["firstHour.views", "number", "views", "Its views at the age of 60 minutes.", NO_FIRST_HOUR],
      [
        "firstHour.method",
        "choice",
        null,
        "`measured`: sampled within 3 minutes of it; `interpolated`: between samples on both sides.",
        NO_FIRST_HOUR,
      ],
      ["firstHour.offsetSeconds", "number", "seconds", "From 60:00 to the nearest sample.", NO_FIRST_HOUR],
      ["firstHour.relativeError", "number", "share", "How far off it may be: 19 in 20 are nearer.", NO_FIRST_HOUR],
      ...besideOf("firstHour", NO_FIRST_HOUR, "When the nearest sample was taken."),
    ],
  },
  {
    formula: "performance",
    rows: [
      ["performance.value", "number", "times", "First-hour views ÷ the channel's median of them.", NO_POOL],
      ["performance.n", "integer", "videos", "Videos of the channel with known first-hour views."],
      ["performance.median", "number", "views", "The median in force, which it is divided by.", ["poolTooSmall"]],
      ...besideOf("performance", NO_POOL, SCORED),
      ["performanceInFormat.value", "number", "times", "The same within the video's format.", NO_FORMAT_POOL],
      ["performanceInFormat.n", "integer", "videos", "Videos of the channel and format that are compared."],
      [
        "performanceInFormat.median",
        "number",
        "views",
        "The median of the newest first hours of the format.",
        ["formatUnknown", "poolTooSmall"],
      ],
      ...besideOf("performanceInFormat", NO_FORMAT_POOL, SCORED),
    ],
  },
  {
    formula: "outlier",
    rows: [
      ["outlier.value", "number", "times", "Views ÷ what its channel's videos usually have.", NO_OUTLIER],
      [
        "outlier.basis",
        "choice",
        null,
        "`age`: views at the same age are compared; `lifetime`: lifetime views of mature videos.",
        NO_OUTLIER,
      ],
      ["outlier.n", "integer", "videos", "The mature videos that are compared.", "Views at the same age are compared."],
      [
        "outlier.median",
        "number",
        "views",
        "What its views are divided by.",
        "Views at the same age are compared, or none.",
      ],
      ...besideOf("outlier", NO_OUTLIER, SAMPLED),
    ],
  },
  {
    formula: "gain",
    rows: [
      ["gains.h1", "number", "views", "Views gained in the hour before the last sample.", NO_GAIN],
      ["gains.h24", "number", "views", "Views gained in the 24 hours before the last sample.", NO_GAIN],
      ["gains.d7", "number", "views", "Views gained in the 7 days before the last sample.", NO_GAIN],
      ...besideOf("gains", NO_GAIN, SAMPLED),
    ],
  },
  {
    formula: "velocity",
    rows: [
      ["velocity.value", "number", "views/hour", "Views an hour, over the shortest gain that is known.", NO_GAIN],
      ["velocity.hours", "integer", "hours", "Over so many hours before the last sample.", NO_GAIN],
      ...besideOf("velocity", NO_GAIN, SAMPLED),
    ],
  },
  {
    formula: "heat",
    rows: [
      ["heat.value", "number", "times", "Velocity ÷ what is usual for its format at its age.", NO_HEAT],
      ...besideOf("heat", NO_HEAT, SAMPLED),
    ],
  },
  {
    formula: "engagement",
    rows: [
      [
        "engagement.value",
        "number",
        "share",
        "(Likes + comments) ÷ views, drawn towards what is usual.",
        NO_ENGAGEMENT,
      ],
      ["engagement.likes", "number", "share", "Likes ÷ views as they are.", NO_ENGAGEMENT],
      ["engagement.comments", "number", "share", "Comments ÷ views as they are.", NO_ENGAGEMENT],
      ...besideOf("engagement", NO_ENGAGEMENT, SAMPLED),
    ],
  },
]);
