import { derivedOf, fieldsOf, reasonOf } from "./field.ts";

const ANY = "Any will do.";
const NOT_TOLD = "It does not say, or was not described yet.";

/** Discoveries, and the channels that they found. */
export const discoveryFields = [
  ...fieldsOf("discovery", [
    {
      formula: null,
      rows: [
        ["id", "text", null, "The discovery's id."],
        ["name", "text", null, "What a person called it, or what it looks for."],
        ["state", "choice", null, "`active`, `paused`, or `removed`: what it found stays."],
        ["filters.language", "text", null, "The language that channels must be in, by ISO 639-1.", ANY],
        [
          "filters.categories",
          "list",
          null,
          "YouTube's categories, any of which channels must be on; empty = any at all.",
        ],
        ["filters.countries", "list", null, "Countries, any of which channels must name; empty = any at all."],
        ["filters.subscribersMin", "integer", "subscribers", "As many at least.", ANY],
        ["filters.subscribersMax", "integer", "subscribers", "As many at most.", ANY],
        ["terms", "list", null, "What it searched for first."],
        ["channels", "list", null, "Channels that it began with, by id or handle."],
        ["regions", "list", null, "Whose charts it reads; empty = where the language is spoken."],
        ["sources", "list", null, "Where it may look."],
        ["budget.default", "integer", "units/day", "What it may spend of the default bucket in a quota day."],
        ["budget.search", "integer", "searches/day", "What it may spend of the search bucket in a quota day."],
        ["floor", "number", "channels/unit", "It rests where a unit is expected to bring fewer new ones that match."],
        ["until", "integer", "channels", "It rests when so many are found that match.", "It goes on."],
        ["onFound.kind", "choice", null, "What becomes of matching channels: `list` them, or `track` them."],
        ["onFound.weight", "number", "times", "How much those that are tracked matter.", "They are listed only."],
        ["createdAt", "instant", null, "When it was added."],
        ["version", "integer", null, "Grows with every change a person makes."],
      ],
    },
    {
      formula: "frontier",
      rows: [
        ["spent.today.default", "integer", "units", "Spent of the default bucket in the present quota day."],
        ["spent.today.search", "integer", "searches", "Searches in the present quota day."],
        ["spent.total.default", "integer", "units", "Spent of the default bucket in all."],
        ["spent.total.search", "integer", "searches", "Searches in all."],
        ["found", "integer", "channels", "Channels that its sources have shown it, each once."],
        ["matching", "integer", "channels", "Channels that match, those that people named among them."],
        [
          "perUnit.value",
          "number",
          "channels/unit",
          "Matching channels that were found ÷ units of the default bucket.",
          ["nothingSpent"],
        ],
        ["perUnit.n", "integer", "units", "Units that it is taken over."],
        reasonOf("perUnit", ["nothingSpent"]),
        derivedOf("perUnit"),
        [
          "resting",
          "choice",
          null,
          "Why it asks nothing now: it found as many as wanted (`until`), no list is expected to bring its `floor`, `nothing` is " +
            "left to read, its `budget` of the day is spent, the projects' `units` are needed elsewhere, or `youtube` asked to wait.",
          "It asks, or it is not active.",
        ],
        ["why", "text", null, "What it does now, or why it rests, in a sentence."],
      ],
    },
  ]),
  ...fieldsOf("foundChannel", [
    {
      formula: null,
      rows: [
        ["id", "text", null, "YouTube's id of the channel."],
        ["title", "text", null, "Its name.", "It was not described yet, or too long ago to be kept."],
        ["handle", "text", null, "Its handle, with @.", NOT_TOLD],
        ["country", "text", null, "The country that it names.", NOT_TOLD],
        [
          "subscribers",
          "integer",
          "subscribers",
          "Three significant digits, as YouTube says it.",
          "It hides them, or was not described yet.",
        ],
        ["views", "integer", "views", "Of all its videos.", NOT_TOLD],
        ["videoCount", "integer", "videos", "Its public videos.", NOT_TOLD],
        ["describedAt", "instant", null, "When YouTube described it last.", "Not yet, or too long ago to be kept."],
        ["tracked", "boolean", null, "Whether it is tracked now."],
      ],
    },
    {
      formula: "frontier",
      rows: [
        ["matches", "boolean", null, "Whether it is what the discovery looks for.", "It was not described yet."],
        ["misses", "list", null, "What of the filters it does not meet; `gone`: YouTube does not answer for it."],
        ["language", "text", null, "Its language by ISO 639-1.", NOT_TOLD],
        [
          "languageFrom",
          "choice",
          null,
          "How that is known: the channel has `said` it, its `text` is written in it, or its `country` speaks it.",
          "It is not known.",
        ],
        [
          "categories",
          "list",
          null,
          "YouTube's categories of it: those of its topics, and of the pages that showed it.",
        ],
        [
          "foundBy",
          "choice",
          null,
          "Where it was met first: `search`, a `chart`, public `subscriptions`, `featured` channels, `commenters`, the texts of " +
            "`uploads`; a `seed` was named, an `import` brought in.",
        ],
        ["timesShown", "integer", "pages", "How many pages showed it."],
        ["firstShownAt", "instant", null, "When one did first."],
        ["settledAt", "instant", null, "When it was found to match, or not to.", "It was not described yet."],
      ],
    },
  ]),
];
