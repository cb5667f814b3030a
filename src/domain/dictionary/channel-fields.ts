import { besideOf, fieldsOf, type Reason } from "./field.ts";

const NO_MEDIAN: readonly Reason[] = ["poolTooSmall", "pending"];

/** A channel, wherever it is listed. */
export const channelFields = fieldsOf("channel", [
  {
    formula: null,
    rows: [
      ["id", "text", null, "YouTube's id of the channel."],
      ["title", "text", null, "As YouTube said it last."],
      ["handle", "text", null, "Its @handle.", "It has none."],
      ["country", "text", null, "The country that its owner chose, by two letters.", "The owner chose none."],
      ["publishedAt", "instant", null, "When the channel was made.", "YouTube did not say."],
      ["thumbnailUrl", "text", null, "Where its picture lies.", "YouTube named none."],
      ["weight", "number", "times", "How densely its videos are sampled beside others'; 1 is usual."],
      ["watched", "boolean", null, "Whether its first hours are the last to be given up when quota is short."],
      ["state", "choice", null, "`tracked`, or `untracked`: nobody looks at it, and what was collected stays."],
      ["trackedSince", "instant", null, "Since when it is tracked."],
      ["trouble", "text", null, "What YouTube refuses about it.", "All is well."],
      ["counters.views", "integer", "views", "YouTube's counter of all its videos.", "YouTube did not say."],
      [
        "counters.subscribers",
        "integer",
        "subscribers",
        "YouTube's counter, rounded to three digits.",
        "Hidden by its owner.",
      ],
      ["counters.videoCount", "integer", "videos", "YouTube's counter of public videos.", "YouTube did not say."],
      ["counters.asOf", "instant", null, "When the counters were read."],
      ["describedAt", "instant", null, "When YouTube last said what it says of itself."],
      ["lastCountedAt", "instant", null, "When its video count was last asked for.", "Not yet."],
      ["lastListedAt", "instant", null, "When its uploads were last listed.", "Not yet."],
      ["newsSince", "instant", null, "Since when something hints at an upload not yet found.", "Nothing does."],
      ["backfill.done", "boolean", null, "Whether its catalogue was read to the end."],
      ["backfill.listed", "integer", "videos", "How many of its uploads were read."],
      ["backfill.total", "integer", "videos", "How many there are.", "YouTube did not say yet."],
      ["backfill.notBefore", "instant", null, "Until when reading on waits.", "It waits for nothing."],
      ["backfill.reason", "text", null, "Why it waits, or ended early.", "All is well."],
      ["subscription.until", "instant", null, "Until when the hub pushes its news.", "The hub has promised nothing."],
      ["subscription.askAt", "instant", null, "When the hub is asked again.", "As soon as it can be."],
      ["subscription.lastPushAt", "instant", null, "When the hub last pushed something of it.", "Never yet."],
    ],
  },
  {
    formula: "performance",
    rows: [
      ["firstHour.median", "number", "views", "The median of its first-hour views, in force.", NO_MEDIAN],
      ["firstHour.medianTrue", "number", "views", "That median as it is at this instant.", NO_MEDIAN],
      ["firstHour.n", "integer", "videos", "Its videos with known first-hour views."],
      ...besideOf("firstHour", NO_MEDIAN, "When its scores were computed."),
    ],
  },
  {
    formula: "outlier",
    rows: [
      [
        "mature.median",
        "number",
        "views",
        "The median of lifetime views of its mature videos (30 days and older).",
        NO_MEDIAN,
      ],
      ["mature.n", "integer", "videos", "Its mature videos."],
      ...besideOf("mature", NO_MEDIAN, "When its scores were computed."),
    ],
  },
]);
