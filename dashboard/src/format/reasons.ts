/** Why a number is missing: a word or two for a table's cell, and a sentence for whoever wants to know. */
export interface Why {
  readonly short: string;
  readonly long: string;
}

/** The reasons of the API (docs/api.md), in words. */
const REASONS: Readonly<Record<string, Why>> = {
  ageOutOfRange: { short: "age not compared", long: "Ages from 10 minutes to 90 days are compared." },
  commentsHidden: { short: "hidden", long: "Its owner hides the comments." },
  comparedByCount: { short: "by count", long: "These words are compared by how many videos say them." },
  comparedByScore: { short: "by score", long: "These words are compared by how their videos do." },
  firstHourUnknown: { short: "no first hour", long: "Its views after the first hour are not known." },
  formatUnknown: { short: "format unknown", long: "Whether it is a long video or a short is not known yet." },
  gainsUnknown: { short: "too few samples", long: "Samples lie too far apart to compare its speeds." },
  gone: { short: "gone", long: "It is deleted or private." },
  hidden: { short: "hidden", long: "Its owner hides this counter." },
  likesHidden: { short: "hidden", long: "Its owner hides the likes." },
  medianZero: { short: "median is 0", long: "The channel's median is 0: nothing can be divided by it." },
  moreThanViews: {
    short: "more than views",
    long: "More was left than viewed, as counters of different times may say.",
  },
  noBackground: { short: "nothing beside", long: "There are no other videos to compare with." },
  noCalls: { short: "no calls", long: "No call for samples has left in the last 24 hours." },
  noneMeasured: { short: "none measured", long: "No first hour was measured yet." },
  noneSettled: { short: "none settled", long: "No forecast of this kind has come to its date." },
  noSamples: { short: "no samples", long: "Nothing was sampled in this time." },
  noSamplesBefore: { short: "none before", long: "Nothing was sampled in the window before." },
  notDue: { short: "not due", long: "It has not come to that age yet." },
  nothingSpent: { short: "nothing spent", long: "Nothing was spent yet." },
  notReached: { short: "not reached", long: "It has not come to that age yet." },
  notSampled: { short: "not sampled", long: "Nobody sampled it around that age." },
  notSampledYet: { short: "not sampled yet", long: "It was not sampled yet." },
  notStarted: { short: "not begun", long: "The broadcast has not begun." },
  noVideos: { short: "no videos", long: "There are no videos that it could be told of." },
  noViews: { short: "no views known", long: "Its views are hidden, or it was not sampled yet." },
  noViewsBefore: { short: "no views before", long: "There were no views in the window before." },
  pastTarget: { short: "past", long: "It is past that age." },
  pending: { short: "being computed", long: "It is being computed." },
  poolTooSmall: { short: "too few videos", long: "The channel has too few videos of which this is known." },
  samplesApart: { short: "samples apart", long: "The samples around the beginning of the window lie too far apart." },
  tooFewChannels: {
    short: "too few channels",
    long: "At least 30 channels that match are needed to estimate how many there are.",
  },
  tooFewSamples: { short: "too few samples", long: "It was sampled too seldom to tell." },
  tooFewVideos: { short: "too few videos", long: "At least three videos are needed to tell what is usual." },
  tooYoung: { short: "too young", long: "It is too young to tell; this will be known later." },
  typicalUnknown: { short: "nothing usual", long: "There was nothing to compare with when it was sampled." },
  velocityUnknown: { short: "no velocity", long: "Its velocity is not known." },
};

/** A reason in words. One that is new to this page is shown as it is: that is better than a blank. */
export const whyOf = (reason: string | null): Why =>
  reason === null
    ? { short: "unknown", long: "It is not known." }
    : (REASONS[reason] ?? { short: reason, long: reason });
