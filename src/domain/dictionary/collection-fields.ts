import { derivedOf, type FieldRow, fieldsOf, reasonOf } from "./field.ts";

const HIDDEN = "Its owner hides it.";

const counters: readonly FieldRow[] = [
  ["at", "instant", null, "When the sample was taken: half-way between request and response."],
  ["views", "integer", "views", "YouTube's counter, as it was said: it may freeze, and fall.", HIDDEN],
  ["likes", "integer", "likes", "YouTube's counter, as it was said.", HIDDEN],
  ["comments", "integer", "comments", "YouTube's counter, as it was said.", HIDDEN],
  [
    "source",
    "choice",
    null,
    "Who said it: `batch` and `list` are calls of the Data API, `feed` is a channel's feed, `import` is somebody else's collection.",
  ],
  ["lagging", "boolean", null, "Whether its counters may be older than its instant, as a feed's are."],
];

/** Samples, and what watches were answered: what was collected, as it came. */
export const collectionFields = [
  ...fieldsOf("snapshot", [
    { formula: null, rows: [["videoId", "text", null, "YouTube's id of the video."], ...counters] },
    {
      formula: "rollups",
      rows: [
        ["bucketAt", "instant", null, "In buckets of time: when the bucket begins. The snapshot is its last."],
        ["n", "integer", "snapshots", "In buckets of time: how many snapshots the bucket holds."],
      ],
    },
  ]),
  ...fieldsOf("viewsAtAge", [
    {
      formula: "typical",
      rows: [
        ["ageSeconds", "integer", "seconds", "The age."],
        ["at", "instant", null, "When the video comes to it.", ["notStarted"]],
        ["views", "number", "views", "Its views then, interpolated.", ["notStarted", "notReached", "notSampled"]],
        reasonOf("", ["notStarted", "notReached", "notSampled"]),
      ],
    },
  ]),
  ...fieldsOf("watch", [
    {
      formula: null,
      rows: [
        ["id", "text", null, "The watch's id."],
        ["name", "text", null, "What a person called it."],
        ["kind", "choice", null, "`search` asks a query, `chart` YouTube's chart of a region or category."],
        ["filters", "object", null, "YouTube's own filters, under YouTube's names."],
        ["state", "choice", null, "`active`, `paused`, or `removed`: what it found stays."],
        ["since", "instant", null, "How far back its first run looked."],
        ["createdAt", "instant", null, "When it was added."],
        ["version", "integer", null, "Grows with every change a person makes."],
        ["trouble", "text", null, "What YouTube refuses about it.", "All is well."],
      ],
    },
    {
      formula: "watches",
      rows: [
        [
          "cadence.everySeconds",
          "integer",
          "seconds",
          "The time between runs, as chosen.",
          "It follows what the watch finds.",
        ],
        ["cadence.everyMinSeconds", "integer", "seconds", "The shortest time between runs."],
        ["cadence.everyMaxSeconds", "integer", "seconds", "The longest time between runs."],
        ["cadence.share", "number", "times", "How much it counts beside other watches."],
        ["watermark", "instant", null, "All published before was read, but for tasks and what search shows late."],
        ["lastRunAt", "instant", null, "When it last asked.", "Not yet."],
        ["runs", "integer", "runs", "How often it asked."],
        ["calls", "integer", "calls", "How many pages that took."],
        ["found", "integer", "videos", "Videos that it was the first time shown."],
        ["newPerDay.last7Days", "number", "videos/day", "Videos found a day, without those of its back-fill."],
        ["newPerDay.last30Days", "number", "videos/day", "Videos found a day, without those of its back-fill."],
        derivedOf("newPerDay"),
        ["cost.bucket", "choice", null, "What it draws on: the bucket `search` or `default`."],
        ["cost.runsPerDay", "number", "runs/day", "At its cadence, or as its share is now."],
        ["cost.pagesPerRun", "number", "pages", "As in the last 7 days; before there were runs, as is usual."],
        ["cost.callsPerDay", "number", "calls/day", "Runs times pages. A call costs one unit of its bucket."],
        ["cost.limit", "integer", "units/day", "The bucket's units a day, of all projects whose keys can be used."],
        ["cost.shareOfBucket", "number", "share", "Calls a day ÷ that limit."],
        derivedOf("cost"),
        ["tasksLeft", "integer", "tasks", "Stretches of time that are not read to the end."],
      ],
    },
  ]),
  ...fieldsOf("watchRun", [
    {
      formula: "watches",
      rows: [
        ["runAt", "instant", null, "When the run began."],
        ["page", "integer", null, "Which page of its window it is, from 0: a run may read several."],
        ["askedAt", "instant", null, "When the page was asked for."],
        ["publishedAfter", "instant", null, "Where its window begins.", "A chart has no window."],
        [
          "publishedBefore",
          "instant",
          null,
          "Where its window ends.",
          "A chart has no window, and the newest has no end.",
        ],
        [
          "totalEstimate",
          "integer",
          "videos",
          "YouTube's guess of how many there are; at most a million.",
          "YouTube did not say.",
        ],
        ["firstRank", "integer", null, "The first video's place in its window, from 1."],
        ["videoIds", "list", null, "The videos, in the order of the answer."],
        ["news", "integer", "videos", "How many of them the watch had not seen before."],
      ],
    },
  ]),
  ...fieldsOf("watchVideo", [
    {
      formula: "watches",
      rows: [
        ["id", "text", null, "YouTube's id of the video."],
        ["title", "text", null, "Its title.", "It was not described yet."],
        ["channel.id", "text", null, "YouTube's id of its channel.", "It was not described yet."],
        ["channel.title", "text", null, "The channel's name.", "It was not described yet."],
        ["publishedAt", "instant", null, "When it was published, as the search said."],
        ["firstSeenAt", "instant", null, "When this watch was first shown it."],
        ["lastSeenAt", "instant", null, "When this watch was last shown it."],
        ["rank", "integer", null, "Its place in the window that showed it last, from 1."],
      ],
    },
  ]),
];
